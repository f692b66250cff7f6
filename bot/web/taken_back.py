"""Which box holds the words of a message that an agent has taken back, and which files went with it?"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from bot.desk.types import OutgoingFile
from bot.store.queries.ticket_page import TicketRows


@dataclass(frozen=True)
class TakenBack:
    """The words, in the one box where they were written; all `None`: there is nothing to give back."""

    edited: tuple[int, str] | None = None
    """A suggestion's id, and the text that an agent had made of it."""
    own_text: str | None = None
    support_text: str | None = None
    files: tuple[Mapping[str, Any], ...] = ()
    """Those that were to go along with the own text, as the row has them."""


def taken_back(rows: TicketRows, outgoing_id: str, agent: str) -> TakenBack:
    """The words of this message, for the agent who took it back, until something newer was written."""
    newest = max(rows.outgoing, key=lambda row: row.id, default=None)
    if newest is None or str(newest.id) != outgoing_id or newest.state != "withdrawn":
        return TakenBack()
    undone = any(
        row.what == "undone" and row.outgoing == newest.id and row.actor == agent for row in rows.audit
    )
    if not undone:
        return TakenBack()
    if newest.suggestion is None:
        is_case = newest.kind == "escalate"
        if is_case:
            return TakenBack(support_text=newest.text)
        return TakenBack(own_text=newest.text, files=tuple(_kept(newest)))
    suggested = next((row for row in rows.suggestions if row.id == newest.suggestion), None)
    if suggested is None or suggested.state != "pending" or suggested.text == newest.text:
        return TakenBack()
    return TakenBack(edited=(suggested.id, newest.text))


def files_again(rows: TicketRows, wanted: Collection[str]) -> tuple[OutgoingFile, ...]:
    """Of the ticket's messages that were taken back, the files with these checksums, each once."""
    taken = [item for row in rows.outgoing if row.state == "withdrawn" for item in _kept(row)]
    found = {str(item["sha256"]): item for item in taken if item["sha256"] in wanted}
    return tuple(OutgoingFile(**item) for item in found.values())


def _kept(row: Any) -> list[Mapping[str, Any]]:
    return [item for item in row.files or () if item.get("sha256")]
