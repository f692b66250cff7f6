"""What an agent can do with a ticket beside its suggestion: one thing a file, found by scanning.

A file holds `ORDER`, `LABEL`, `SHOWN` (`menu`, or `button` on the card itself), `offered(line)`,
`form(slack, view)` with the blocks of its modal (`None`: it is done at once), `SUBMIT`, and
`do(slack, actor, number, said)`, which raises `DeskError`, or `Wrong` with the field that is wrong.
"""

from __future__ import annotations

import functools
import importlib
import pkgutil
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Protocol

from bot.desk.types import Actor, DeskError
from bot.slack.blocks import Block

if TYPE_CHECKING:
    from bot.slack.context import SlackContext
    from bot.store.queries.ticket import TicketLine, TicketView

DONE = ("solved", "closed", "set_aside")


class Wrong(DeskError):
    """What was filled in cannot be; `field` is the name of its input."""

    def __init__(self, field: str, words: str) -> None:
        self.field = field
        super().__init__(words)


@dataclass(frozen=True)
class Said:
    """What was filled into a modal: `view["state"]["values"]`, by names of inputs."""

    values: Mapping[str, Any]
    mark: str | None = None
    """How the ticket stood when the modal was opened: see `bot.store.queries.ticket.mark_of`."""

    def _of(self, name: str) -> Mapping[str, Any]:
        found = (self.values.get(name) or {}).get(name)
        return found if isinstance(found, dict) else {}

    def text(self, name: str) -> str:
        return str(self._of(name).get("value") or "").replace("\x00", "").strip()

    def choice(self, name: str) -> str | None:
        chosen = self._of(name).get("selected_option") or {}
        return str(chosen["value"]) if chosen.get("value") else None

    def choices(self, name: str) -> tuple[str, ...]:
        return tuple(str(item["value"]) for item in self._of(name).get("selected_options") or ())

    def moment(self, name: str) -> datetime | None:
        at = self._of(name).get("selected_date_time")
        return datetime.fromtimestamp(int(at), UTC) if isinstance(at, int | float) and at > 0 else None


class Item(Protocol):
    ORDER: int
    LABEL: str
    SHOWN: str
    SUBMIT: str

    def offered(self, line: TicketLine) -> bool: ...

    def form(self, slack: SlackContext, view: TicketView) -> list[Block] | None: ...

    def do(self, slack: SlackContext, actor: Actor, number: int, said: Said) -> None: ...


@functools.cache
def items() -> Mapping[str, Any]:
    """Every thing that can be done, by its name, in the order of the menu."""
    found = {
        info.name: importlib.import_module(f"{__name__}.{info.name}")
        for info in pkgutil.iter_modules(__path__)
    }
    return dict(sorted(found.items(), key=lambda item: item[1].ORDER))


def offered(line: TicketLine, shown: str) -> dict[str, str]:
    """Name -> label of what can be done with this ticket now."""
    return {
        name: str(item.LABEL) for name, item in items().items() if shown == item.SHOWN and item.offered(line)
    }
