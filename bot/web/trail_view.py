"""The audit trail in words: who did what."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row

from bot.web import words

DID = {
    "received": "took a message in",
    "ticket": "made a ticket of it",
    "added": "wrote again",
    "appended": "put it on this ticket",
    "duplicate": "knew it already",
    "quarantined": "could not read it",
    "not_delivered": "learnt that a message did not arrive",
    "not_triaged": "could not look into it",
    "breaker_opened": "stopped automatic mail",
    "breaker_closed": "allowed automatic mail again",
    "model_used": "chose the model that judges",
    "opened": "opened the ticket",
    "triaged": "looked into it",
    "accepted": "accepted the suggestion",
    "edited": "sent the suggestion, edited",
    "dismissed": "dismissed the suggestion",
    "sent": "delivered the message",
    "retry": "will try to deliver again",
    "failed": "could not deliver the message",
    "unknown": "does not know whether the message arrived",
    "confirmed_receipt": "confirmed that the message has arrived",
    "arrived_late": "learnt that a message did arrive after all",
    "held_back": "held an automatic mail back",
    "undone": "took the message back",
    "said_it_arrived": "said that the message arrived",
    "sent_again": "had the message sent again",
    "wrote": "wrote a reply",
    "noted": "left a note",
    "took": "took the ticket",
    "left": "gave the ticket back",
    "reopened": "opened the ticket again",
    "solved": "marked it solved",
    "closed": "closed it",
    "set_aside": "set it aside",
    "rerouted": "said what it is",
    "filled_in": "filled in details",
    "tried_again": "had it read again",
    "edited_message": "edited a message",
    "took_message_back": "took a message back",
    "answered_by_hand": "answered where it was asked",
    "said_it_helped": "said that the answer helped",
    "said_it_did_not_help": "said that the answer did not help",
    "incident_opened": "opened the incident",
    "gathered": "put it into an incident",
    "left_incident": "took it out of an incident",
    "split_off": "split it off",
    "put_into_incident": "put it into an incident",
    "merged": "merged incidents",
    "ticket_merged": "merged tickets",
    "ticket_unmerged": "took merged tickets apart",
    "ticket_split": "made a ticket of its own of a message",
    "requester_changed": "said who asks",
    "incident_escalated": "made it urgent",
    "incident_closed": "said that it is over",
    "answered_all": "answered all of them",
    "support_answered": "answered for the platform's support",
    "support_unproven": "wrote in the name of the platform's support, and nothing proves it",
    "support_received": "confirmed for the platform's support that the case has arrived",
    "wrote_support": "wrote to the platform's support",
    "made_ready": "wants the case handed over",
    "asks": "wants to know more",
    "snoozed": "put it off",
    "brought_back": "brought it back",
    "snooze_over": "brought it back, as it was wanted",
    "reminded": "reminded of the case that nobody has answered",
}


@dataclass(frozen=True)
class Entry:
    at: datetime
    text: str


def trail_of(rows: Iterable[Row[Any]]) -> tuple[Entry, ...]:
    """The latest first."""
    return tuple(_entry(row) for row in rows)[::-1]


def _entry(row: Row[Any]) -> Entry:
    text = f"{row.actor_name} {words.say(DID, row.what)}"
    more = [_value(name, value) for name, value in (row.data or {}).items() if value not in (None, "")]
    if row.incident is not None and row.ticket is not None:
        more.append(f"incident {row.incident}")
    return Entry(row.at, f"{text} ({', '.join(more)})" if more else text)


def _value(name: str, value: object) -> str:
    if isinstance(value, float):
        return f"{name} {value:.2f}"
    return str(value) if name == "reason" else f"{name.replace('_', ' ')} {str(value).replace('_', ' ')}"
