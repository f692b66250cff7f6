"""The case of a whole incident as text, for the person who takes it over."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import Connection, Row, select

from bot.desk.context import Desk
from bot.desk.handover import dossier_of
from bot.desk.incident_rows import incident_row, members
from bot.desk.messages import read_evidence
from bot.desk.record import ticket_row
from bot.desk.traits import seen_mail
from bot.store.schema.incident import incident_causes
from bot.store.schema.message import evidence
from bot.store.schema.ticket import tickets
from triage.dossier.data import as_json
from triage.dossier.model import Section
from triage.dossier.text import as_text
from triage.facts.picture import look
from triage.features_of_samples import SharedFeature, in_words, shared_features, traits_of
from triage.incidents import by_hour
from triage.model import Case, CaseMessage, Evidence, Trait

MOST_TICKETS = 50
_MOST_EVIDENCE = 100


def incident_case(
    desk: Desk, connection: Connection, incident: int, lead: int
) -> tuple[str, str, dict[str, Any] | None]:
    """Subject, text and data: in short, the tickets, the count over time, what the samples share.

    Then the case of the ticket that leads it, with everything that the platform's support asks for.
    """
    row = incident_row(connection, incident)
    held = members(connection, incident)
    sections = [
        ("The incident", list(_in_short(desk, row, held))),
        ("What they have in common", _causes(connection, incident)),
        ("What the samples share", [in_words(item) for item in features(desk, connection, incident)]),
        ("How many, by hour (UTC)", [f"{at:%Y-%m-%d %H:00}: {count}" for at, count in _counts(held)]),
        ("The tickets", list(_tickets(held))),
    ]
    text = "\n\n".join(
        f"{title}\n" + "\n".join(f"  {line}" for line in lines) for title, lines in sections if lines
    )
    subject = f"Incident {incident}: {row.title}"[:200]
    case = dossier_of(ticket_row(connection, lead).decision)
    if case is None:
        return subject, text, None
    more = tuple(Section(title, tuple(lines)) for title, lines in sections if lines)
    whole = f"{text}\n\nOne of these tickets in full: {case.reference or f'#{lead}'}\n\n{as_text(case)}"
    return subject, whole, as_json(replace(case, more=(*more, *case.more)))


def features(desk: Desk, connection: Connection, incident: int) -> tuple[SharedFeature, ...]:
    """What the spam samples of all its tickets have in common."""
    numbers = [member.number for member in members(connection, incident)]
    query = (
        select(evidence.c.data, tickets.c.channel)
        .join(tickets, tickets.c.number == evidence.c.ticket)
        .where(evidence.c.ticket.in_(numbers))
        .order_by(evidence.c.id.desc())
        .limit(_MOST_EVIDENCE)
    )
    samples: list[frozenset[Trait]] = []
    for row in connection.execute(query):
        found = _samples(desk, read_evidence(row.data), row.channel)
        samples += [traits_of(sample, desk.platform) for sample in found]
    if len(samples) < 2:
        return ()
    wanted = {Trait(kind, item.value) for item in shared_features(samples) for kind in item.kinds}
    return shared_features(samples, seen_mail(connection, wanted, numbers))


def _samples(desk: Desk, letter: Evidence, channel: str) -> Iterator[Evidence]:
    picture = look(Case((CaseMessage(letter, ""),), desk.platform, channel))
    if not picture.reports:
        yield from (item for item in picture.samples if not item.list_marks.is_bulk or item.spam.flag)


def _in_short(desk: Desk, row: Row[Any], held: Sequence[Row[Any]]) -> Iterator[str]:
    users = {member.requester.casefold() for member in held}
    yield f"What: {row.title}"
    yield f"Platform: {desk.platform.title}"
    yield f"Reported by {_many(len(users), 'person', 'people')} in {_many(len(held), 'ticket', 'tickets')}"
    times = [member.created_at for member in held]
    yield f"From {min(times):%Y-%m-%d %H:%M} to {max(times):%Y-%m-%d %H:%M} UTC"


def _causes(connection: Connection, incident: int) -> list[str]:
    query = select(incident_causes.c.words).where(incident_causes.c.incident == incident)
    return sorted(set(connection.execute(query).scalars()))[:20]


def _counts(held: Sequence[Row[Any]]) -> list[tuple[Any, int]]:
    return [(at, count) for at, count in by_hour(member.created_at for member in held) if count]


def _tickets(held: Sequence[Row[Any]]) -> Iterator[str]:
    for member in held[:MOST_TICKETS]:
        problem = (member.problem or member.route or "").replace("_", " ")
        when = f"{member.created_at:%d %b %H:%M}"
        yield f"#{member.number} {when} {member.requester}: {member.subject[:100]} ({problem})"
    if len(held) > MOST_TICKETS:
        yield f"and {len(held) - MOST_TICKETS} more"


def _many(count: int, one: str, more: str) -> str:
    return f"{count} {one if count == 1 else more}"
