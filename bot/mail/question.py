"""What is quoted beneath an answer: the requester's own last words, trimmed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from bot.desk.types import Outgoing
from bot.store.engine import Store
from bot.store.schema.message import messages

_MOST_LINES = 40
_MOST_CHARS = 3_000
_CUT = "[…]"


@dataclass(frozen=True)
class Question:
    author: str
    at: datetime
    text: str
    """Without what it quoted itself."""


def question_of(store: Store, outgoing: Outgoing) -> Question | None:
    """The mail that is answered, where its author gets the answer.

    `None` for automatic mail, which repeats nothing (RFC 3834), and for what goes to anybody else.
    """
    if outgoing.automatic or outgoing.kind == "escalate" or outgoing.in_reply_to is None:
        return None
    query = (
        select(messages.c.author, messages.c.text, messages.c.at)
        .where(messages.c.ticket == outgoing.ticket, messages.c.message_id == outgoing.in_reply_to)
        .where(messages.c.direction == "in")
        .limit(1)
    )
    with store.read() as connection:
        row = connection.execute(query).one_or_none()
    if row is None or row.author.casefold() != outgoing.to.casefold() or not row.text.strip():
        return None
    return Question(row.author, row.at, trimmed(row.text))


def trimmed(text: str) -> str:
    """Its beginning, whole lines, marked where the rest is left out."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").strip()
    lines = text[:_MOST_CHARS].split("\n")
    if len(lines) <= _MOST_LINES and len(text) <= _MOST_CHARS:
        return text
    kept = lines[:_MOST_LINES]
    if len(text) > _MOST_CHARS and len(lines) <= _MOST_LINES and len(kept) > 1:
        kept.pop()
    return "\n".join([*kept, _CUT])
