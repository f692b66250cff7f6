"""Suggesting: what a decision would say to whom, as pending suggestions."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any

from sqlalchemy import Connection, Row, insert

from bot.desk.context import Desk
from bot.store.schema.suggestion import suggestions
from knowledge.vocabulary import Action, ProblemKind, SuggestionKind, SuggestionState
from triage.dossier.data import as_json
from triage.model import Decision, Reply

HANDOVER = "handover"
"""Tells the requester that the case is in other hands: it moves no state."""
CLOSING = "closing"
"""Tells the requester what the platform's support has answered; a draft until an agent has edited it."""


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
    """Kept with it: of a request for details, the names of what it asks for (`asks`); of words for the
    requester, what `behind` says; of an escalation, the case as data (docs/dossier.md)."""
    purpose: str | None = None
    """Of a reply around an escalation: `HANDOVER` or `CLOSING`."""


def suggest(desk: Desk, connection: Connection, ticket: Row[Any], decision: Decision) -> list[Suggested]:
    """Write what the decision suggests: an escalation, the words for the requester, both, or nothing."""
    return [keep_suggestion(desk, connection, ticket, draft) for draft in _drafts(desk, ticket, decision)]


def _drafts(desk: Desk, ticket: Row[Any], decision: Decision) -> Iterator[Suggested]:
    if decision.action == Action.ESCALATE:
        to = desk.platform.escalation.address
        text = decision.dossier or "\n".join(decision.reasons)
        case = as_json(decision.handover) if decision.handover else None
        subject = escalation_subject(ticket, decision)
        yield Suggested(0, ticket.number, SuggestionKind.ESCALATE, to, subject, text, data=case)
    reply = decision.reply
    if reply is not None and decision.action in (Action.ESCALATE, Action.ASK, Action.REPLY, Action.HOLD):
        asks = decision.action == Action.ASK or (
            decision.action == Action.ESCALATE and bool(decision.missing)
        )
        kind = SuggestionKind.ASK if asks else SuggestionKind.REPLY
        data = {**({"asks": list(decision.missing)} if asks else {}), **behind(reply)} or None
        told = HANDOVER if decision.action == Action.ESCALATE and not asks else None
        yield Suggested(
            0, ticket.number, kind, ticket.requester, reply.subject, reply.text, reply.articles, data, told
        )
    elif decision.note is not None:
        note, kind = decision.note, SuggestionKind.REPLY
        to, data = ticket.requester, behind(note) or None
        yield Suggested(0, ticket.number, kind, to, note.subject, note.text, (), data, HANDOVER)


def behind(reply: Reply) -> dict[str, Any]:
    """What stands behind a reply, for the agent alone: its sources, a remark, and the text for a machine."""
    known = {
        "sources": [asdict(source) for source in reply.sources],
        "remark": reply.remark,
        "unasked": reply.unasked,
    }
    return {name: value for name, value in known.items() if value}


def for_machine(suggestion: Suggested) -> Suggested:
    """What goes out unread: the text that repeats nothing of the requester's mail (RFC 3834)."""
    text = (suggestion.data or {}).get("unasked")
    return replace(suggestion, text=text) if text else suggestion


def escalation_subject(ticket: Row[Any], decision: Decision) -> str:
    """What it is and whose mail, for a reader who never heard of it: `Delayed: a@x.org to b@y.org [#12]`."""
    known = decision.details
    if decision.problem is ProblemKind.ACCOUNT_COMPROMISED:
        # the misused account is one address, under whichever name it was found
        known = {"sender": known.get("recipient") or known.get("sender") or ()}
    sides = [
        f"{word}{value if isinstance(value, str) else value[0]}"
        for name, word in (("sender", ""), ("recipient", "to "))
        if (value := known.get(name))
    ]
    if decision.handover is None or decision.problem is None or not sides:
        return f"{ticket.subject} [#{ticket.number}]"
    kind = decision.problem.value.replace("_", " ").capitalize()
    return f"{kind}: {' '.join(sides)}"[:150] + f" [#{ticket.number}]"


def keep_suggestion(desk: Desk, connection: Connection, ticket: Row[Any], draft: Suggested) -> Suggested:
    """Write a suggestion as pending; returns it with its number."""
    row = {
        "ticket": draft.ticket,
        "kind": draft.kind,
        "state": SuggestionState.PENDING,
        "to": draft.to,
        "subject": draft.subject,
        "text": draft.text,
        "articles": list(draft.articles),
        "data": draft.data,
        "purpose": draft.purpose,
        "heard": ticket.heard,
        "created_at": desk.now(),
    }
    number: int = connection.execute(insert(suggestions).values(row).returning(suggestions.c.id)).scalar_one()
    return replace(draft, id=number)
