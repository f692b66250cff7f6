"""What the ticket page says of asking: what was asked, when and by whom, what has come, the form's link."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bot.desk.asked import NOT_GONE, asks_of
from bot.desk.context import Desk
from bot.desk.form_link import form_link
from bot.store.queries.ticket_page import TicketRows

_DONE = ("solved", "closed", "set_aside")


@dataclass(frozen=True)
class Asked:
    """One request. `by` is `None` where it went out by itself; `details`: (name, whether it has come)."""

    at: datetime
    by: str | None
    details: tuple[tuple[str, bool], ...]


@dataclass(frozen=True)
class Asking:
    requests: tuple[Asked, ...]
    link: str | None
    """For an agent to hand on; `None` while there is nothing to ask, or nowhere to send people."""


def asking_of(desk: Desk, rows: TicketRows) -> Asking:
    missing = set(rows.ticket.missing)
    asks = {row.id: asks_of(row.data) for row in rows.suggestions}
    requests = tuple(
        Asked(
            row.sent_at or row.created_at,
            None if row.automatic else row.author_name,
            tuple((name, name not in missing) for name in asks.get(row.suggestion, ())),
        )
        for row in rows.outgoing
        if row.kind == "ask" and row.state not in NOT_GONE
    )
    wanted = missing and rows.ticket.state not in _DONE
    return Asking(requests, form_link(desk, rows.ticket) if wanted else None)
