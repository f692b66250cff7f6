"""Saying who was first."""

from __future__ import annotations

from bot.desk.types import TooLate

_DID = {
    "accepted": "has accepted this already",
    "edited": "has edited and sent this already",
    "dismissed": "has dismissed this already",
    "superseded": "wrote in the meantime, so this suggestion no longer holds",
    "sent": "has sent this already",
    "failed": "has accepted this already, and it could not be delivered",
    "unknown": "has accepted this already, and it may have been delivered",
}


def in_words(late: TooLate) -> str:
    """One sentence: who, what, when."""
    at = f" ({late.at:%H:%M} UTC)" if late.at else ""
    return f"{late.by} {_DID.get(late.state, f'was first: {late.state}')}{at}."
