"""What the ticket says once its case is in other hands: with whom, under which reference, since when."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from bot.desk.context import Desk
from bot.desk.remind import next_reminder
from knowledge.vocabulary import TicketState


def escalated_values(desk: Desk, at: datetime, number: int, to: str) -> dict[str, Any]:
    """The columns of the ticket; `to`: an address, or the name of the agent who took it over."""
    return {
        "state": TicketState.ESCALATED,
        "escalated_to": to,
        "escalation_ref": f"#{number}",
        "escalated_at": at,
        "remind_at": next_reminder(at, desk.platform.escalation),
        "reminded": 0,
    }
