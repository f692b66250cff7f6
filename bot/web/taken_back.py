"""Which box holds the words of a message that an agent has taken back?"""

from __future__ import annotations

from dataclasses import dataclass

from bot.store.queries.ticket_page import TicketRows


@dataclass(frozen=True)
class TakenBack:
    """The words, in the one box where they were written; all `None`: there is nothing to give back."""

    edited: tuple[int, str] | None = None
    """A suggestion's id, and the text that an agent had made of it."""
    own_text: str | None = None
    support_text: str | None = None


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
        return TakenBack(support_text=newest.text) if is_case else TakenBack(own_text=newest.text)
    suggested = next((row for row in rows.suggestions if row.id == newest.suggestion), None)
    if suggested is None or suggested.state != "pending" or suggested.text == newest.text:
        return TakenBack()
    return TakenBack(edited=(suggested.id, newest.text))
