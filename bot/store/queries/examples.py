"""What agents have decided, as labelled tickets to learn from: one for each ticket whose label is sure.

| decided | teaches |
| --- | --- |
| rerouted | the route and problem that the person named; twice the weight of an example |
| set aside by hand | that it is no ticket; until it is opened again |
| accepted | that route and problem were right |
| edited | the same, with less weight: the words of the answer were not right |
| dismissed, filled in, written, made ready, solved, closed | nothing about the route: right or wrong |

What goes out around an escalation (the case, the note beside it, the closing reply) confirms a real issue
only: a person may hand over what triage took for something else.

Of several decisions on a ticket the strongest counts, in that order; of two that are equally strong the
later one. What is only a reason to doubt is kept in the table, and never learnt as a label.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Any

from sqlalchemy import Row, select

from bot.store.engine import Store
from bot.store.schema.example import examples
from bot.store.schema.incident import incident_tickets
from knowledge.labelled import Example
from knowledge.vocabulary import ProblemKind, Route

STRENGTH: Mapping[str, int] = MappingProxyType({"rerouted": 3, "set_aside": 3, "accepted": 2, "edited": 1})
_AROUND_A_CASE = ("escalate", "handover", "closing")
MOST = 20_000
"""Of the latest tickets with a decision: learning must end."""


def decided_examples(store: Store) -> tuple[Example, ...]:
    """Each ticket with a sure label, the oldest first. Its family is its incident, or the ticket itself."""
    names = ("id", "ticket", "what", "route", "problem", "data")
    columns = [examples.c[name] for name in names]
    with store.read() as connection:
        rows = connection.execute(select(*columns).order_by(examples.c.id)).all()
        chosen = strongest(rows)[-MOST:]
        texts = [
            text
            for part in range(0, len(chosen), 500)
            for text in connection.execute(
                select(examples.c.id, examples.c.text).where(
                    examples.c.id.in_([row.id for row in chosen[part : part + 500]])
                )
            )
        ]
        of_incidents = connection.execute(select(incident_tickets.c.ticket, incident_tickets.c.incident))
        incidents = {row.ticket: row.incident for row in of_incidents}
    by_id = {row.id: row.text for row in texts}
    found = (_example(row, by_id[row.id], incidents.get(row.ticket)) for row in chosen)
    return tuple(example for example in found if example is not None)


def strongest(rows: Iterable[Any]) -> list[Any]:
    """For each ticket the decision that its label is taken from; rows oldest first."""
    best: dict[int, Any] = {}
    for row in rows:
        before = best.get(row.ticket)
        if row.what == "reopened":
            if before is not None and before.what == "set_aside":
                del best[row.ticket]
        elif row.what in STRENGTH and (before is None or STRENGTH[row.what] >= STRENGTH[before.what]):
            best[row.ticket] = row
    return sorted(best.values(), key=lambda row: int(row.id))


def _example(row: Row[Any], text: str, incident: int | None) -> Example | None:
    """`None` where there are no words, or no label that there still is."""
    subject, _, rest = text.partition("\n\n")
    try:
        route = Route.NOT_A_TICKET if row.what == "set_aside" else Route(row.route or "")
        problem = ProblemKind(row.problem) if row.problem and route is Route.REAL_ISSUE else None
    except ValueError:
        return None
    if row.data.get("kind") in _AROUND_A_CASE and route is not Route.REAL_ISSUE:
        return None
    if not text.strip() or (problem is None) == (route is Route.REAL_ISSUE):
        return None
    family = f"incident-{incident}" if incident is not None else f"ticket-{row.ticket}"
    return Example(
        id=f"ticket-{row.ticket}",
        family=family,
        lang=_language(text),
        subject=subject,
        text=rest,
        route=route,
        problem=problem,
        decision=row.what,
    )


def decisions(store: Store, number: int) -> list[dict[str, Any]]:
    """All that agents decided on a ticket, oldest first, whether it teaches anything or not."""
    of_ticket = examples.c.ticket == number
    with store.read() as connection:
        rows = connection.execute(select(examples).where(of_ticket).order_by(examples.c.id)).all()
    names = ("what", "actor", "route", "problem", "action", "data", "at")
    return [{name: row._mapping[name] for name in names} for row in rows]


def _language(text: str) -> str:
    from triage.details.language import language_of
    from triage.details.lexicon import TEXT_LIMIT, read_words

    return language_of(read_words(text[:TEXT_LIMIT])).code or ""


def as_line(example: Example) -> dict[str, Any]:
    """The form of `knowledge/examples/*.jsonl`, with addresses, links, IPs and long numbers made unknowable.

    The classifier sees the same of it: to it an address is an address, whosever it is.
    """
    from bot.store.masking import masked

    shown = replace(example, subject=masked(example.subject), text=masked(example.text))
    return {
        "id": shown.id,
        "family": shown.family,
        "lang": shown.lang,
        "subject": shown.subject,
        "text": shown.text,
        "route": shown.route.value,
        "problem": shown.problem.value if shown.problem else None,
        "decision": shown.decision,
    }
