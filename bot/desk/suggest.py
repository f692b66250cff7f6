"""Suggesting: what a decision would say to whom, as pending suggestions."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Row, insert

from bot.desk.context import Desk
from bot.store.schema import suggestions
from knowledge.vocabulary import Action, SuggestionKind, SuggestionState
from triage.model import Decision


@dataclass(frozen=True)
class Suggested:
    """A suggestion as it was written; enough to send it."""

    id: int
    ticket: int
    kind: SuggestionKind
    to: str
    subject: str
    text: str
    articles: tuple[str, ...] = ()
    data: Mapping[str, Any] | None = None
    """Kept with it: of a request for details, the names of what it asks for (`asks`)."""


def suggest(desk: Desk, connection: Connection, ticket: Row[Any], decision: Decision) -> list[Suggested]:
    """Write what the decision suggests: an escalation, the words for the requester, both, or nothing."""
    return [_write(desk, connection, ticket, draft) for draft in _drafts(desk, ticket, decision)]


def _drafts(desk: Desk, ticket: Row[Any], decision: Decision) -> Iterator[Suggested]:
    if decision.action == Action.ESCALATE:
        to = desk.platform.escalation.address
        subject = f"{ticket.subject} [#{ticket.number}]"
        text = decision.dossier or "\n".join(decision.reasons)
        yield Suggested(0, ticket.number, SuggestionKind.ESCALATE, to, subject, text)
    reply = decision.reply
    if reply is not None and decision.action in (Action.ESCALATE, Action.ASK, Action.REPLY, Action.HOLD):
        asks = decision.action == Action.ASK or (
            decision.action == Action.ESCALATE and bool(decision.missing)
        )
        kind = SuggestionKind.ASK if asks else SuggestionKind.REPLY
        data = {"asks": list(decision.missing)} if asks else None
        yield Suggested(
            0, ticket.number, kind, ticket.requester, reply.subject, reply.text, reply.articles, data
        )


def _write(desk: Desk, connection: Connection, ticket: Row[Any], draft: Suggested) -> Suggested:
    row = {
        "ticket": draft.ticket,
        "kind": draft.kind,
        "state": SuggestionState.PENDING,
        "to": draft.to,
        "subject": draft.subject,
        "text": draft.text,
        "articles": list(draft.articles),
        "data": draft.data,
        "heard": ticket.heard,
        "created_at": desk.now(),
    }
    number: int = connection.execute(insert(suggestions).values(row).returning(suggestions.c.id)).scalar_one()
    return Suggested(number, draft.ticket, draft.kind, draft.to, draft.subject, draft.text, draft.articles)
