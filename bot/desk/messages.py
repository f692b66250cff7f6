"""Keeping what somebody wrote: the message row, its evidence, and the Message-ID that it is known by."""

from __future__ import annotations

from typing import Any

import msgspec
from sqlalchemy import Connection, insert, select

from bot.desk.acquaintances import acquaintances
from bot.desk.lookalikes import marks_of
from bot.desk.message_id import bare
from bot.desk.traits import keep_traits
from bot.desk.types import Incoming, StoredIntake
from bot.store.evidence_words import words_of
from bot.store.schema.message import evidence, message_ids, messages
from bot.store.schema.search import evidence_words
from knowledge.vocabulary import Platform
from triage.model import Evidence
from triage.model.typed import from_data

MAX_REFERENCES = 30
_MOST_MARKS = 4


def keep_incoming(
    connection: Connection,
    number: int,
    stored: StoredIntake,
    incoming: Incoming,
    role: str,
    verified: bool,
    platform: Platform,
) -> None:
    """Write an incoming message on a ticket."""
    row: dict[str, Any] = {
        "ticket": number,
        "direction": "in",
        "role": role,
        "author": incoming.requester,
        "author_name": incoming.requester_name,
        "channel": stored.source.channel,
        "subject": incoming.subject,
        "text": incoming.text,
        "message_id": incoming.message_id,
        "in_reply_to": incoming.answers_ids[0] if incoming.answers_ids else None,
        "references": references_of(incoming.evidence),
        "sha256": stored.sha256,
        "intake": stored.intake_id,
        "attachments": [msgspec.to_builtins(item) for item in incoming.attachments],
        "verified": verified,
        "marks": _marks(connection, incoming) if role != "support" else None,
        "at": stored.received_at,
    }
    message: int = connection.execute(insert(messages).values(row).returning(messages.c.id)).scalar_one()
    data = msgspec.to_builtins(incoming.evidence)
    kept = {"ticket": number, "message": message, "kind": incoming.evidence.kind, "data": data}
    connection.execute(insert(evidence).values(kept))
    connection.execute(insert(evidence_words).values(message=message, words=words_of(data)))
    keep_traits(connection, number, message, incoming.evidence, stored.source.channel, role, platform)
    if incoming.message_id:
        know_id(connection, number, incoming.message_id)


def _marks(connection: Connection, incoming: Incoming) -> list[str] | None:
    """What an agent should know of the sender, in words."""
    if "@" not in incoming.requester:
        return None
    known = acquaintances(connection.engine)
    known.refresh(connection)
    found = [mark.words for mark in marks_of(incoming.requester, incoming.requester_name, known)]
    if incoming.proven is False:
        found.insert(0, "It is not from there: your own mail servers found that DMARC fails.")
    for why in (incoming.evidence.sender.why or "").split("; "):
        if why and not (found and why.startswith(("DMARC failed", "SPF said"))):
            found.append(f"{why[:1].upper()}{why[1:]}.")
    return found[:_MOST_MARKS] or None


def know_id(connection: Connection, number: int, message_id: str, *, outgoing: int | None = None) -> None:
    """Remember that this Message-ID belongs to the ticket; with `outgoing` it is one of ours."""
    known = select(message_ids).where(
        message_ids.c.message_id == bare(message_id), message_ids.c.ticket == number
    )
    if connection.execute(known).first() is None:
        row = {
            "message_id": bare(message_id),
            "ticket": number,
            "ours": outgoing is not None,
            "outgoing": outgoing,
        }
        connection.execute(insert(message_ids).values(row))


def learn_id(connection: Connection, number: int, incoming: Incoming) -> None:
    """What the requester answered belongs to the ticket, under the Message-ID that it had there.

    Relays change them (Amazon SES does), so ours comes back under another one. Anybody could name one, so it
    counts for whoever takes part only, and what is another ticket's stays so.
    """
    answered = incoming.answers_ids[:1]
    if not answered:
        return
    known = select(message_ids.c.ticket).where(message_ids.c.message_id == bare(answered[0]))
    if connection.execute(known).first() is None:
        know_id(connection, number, answered[0])


def references_of(item: Evidence) -> list[str]:
    """The Message-IDs of the References field, the first and the nearest ones (RFC 5322 section 3.6.4)."""
    ids = [word for word in (item.header("References") or "").split() if word.startswith("<")]
    return ids if len(ids) <= MAX_REFERENCES else [ids[0], *ids[-(MAX_REFERENCES - 1) :]]


def read_evidence(data: Any) -> Evidence:
    """Evidence as it was kept."""
    return from_data(data, Evidence)
