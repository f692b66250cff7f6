"""What every mail that came in could be told by is kept, so that one can ask what a block would hurt."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import replace
from itertools import islice

from sqlalchemy import Connection, and_, insert, or_, select

from bot.store.schema.message import mail_traits
from bot.store.schema.ticket import tickets
from knowledge.vocabulary import Platform, ProblemKind, Route, TicketState
from triage.facts.picture import look
from triage.features_of_samples import traits_of
from triage.model import Case, CaseMessage, Evidence, SeenMail, Trait

MOST_MAILS = 50
"""Of one message."""
MOST_KEPT = 500
MOST_ASKED = 400
MOST_ROWS = 5_000
_AT_ONCE = 200
_OF_A_LETTER = frozenset({"ip", "network", "envelope_domain", "from_domain", "dkim_domain"})
"""A letter forwards and quotes: its subject and links may be those of the spam that it complains of."""
_GOOD = frozenset(
    {
        ProblemKind.INBOUND_REJECTED,
        ProblemKind.OUTBOUND_BOUNCED,
        ProblemKind.MISSING_MAIL,
        ProblemKind.DELAYED,
        ProblemKind.JUNKED_WRONGLY,
    }
)
"""Problems whose mail somebody misses: it is no spam."""
_MAY_BE_GOOD = or_(
    mail_traits.c.role == "letter",
    tickets.c.route.in_((Route.NEWSLETTER, Route.THIRD_PARTY_REJECT)),
    tickets.c.problem.in_(sorted(_GOOD)),
)
"""What `_why` looks at more closely: in a flood nearly all that has a trait is spam."""


def keep_traits(
    connection: Connection,
    number: int,
    message: int,
    evidence: Evidence,
    channel: str,
    role: str,
    platform: Platform,
) -> None:
    """Write down the traits of one message's letter (of a requester), samples, and returned mail."""
    found = (
        {
            "ticket": number,
            "message": message,
            "nr": nr,
            "role": kind,
            "proven": _is_proven(mail),
            "listed": mail.list_marks.is_bulk,
            "kind": trait.kind,
            "value": trait.value,
        }
        for nr, (kind, mail) in enumerate(_mails(evidence, channel, role, platform))
        for trait in sorted(traits_of(mail, platform), key=lambda item: (item.kind, item.value))
        if kind != "letter" or trait.kind in _OF_A_LETTER
    )
    rows = list(islice(found, MOST_KEPT))
    if rows:
        connection.execute(insert(mail_traits), rows)


def with_seen(connection: Connection, case: Case, number: int) -> Case:
    """The case, and the good mail of other tickets that its samples have something in common with."""
    samples = look(case).samples
    if len(samples) < 2:
        return case
    counts = Counter(trait for sample in samples for trait in traits_of(sample, case.platform))
    shared = [trait for trait, count in counts.most_common(MOST_ASKED) if count >= 2]
    return replace(case, seen=seen_mail(connection, shared, (number,)))


def seen_mail(
    connection: Connection, wanted: Collection[Trait], but_not: Collection[int]
) -> tuple[SeenMail, ...]:
    """Good mail of other tickets that has one of these traits; what is good follows from its ticket."""
    found: dict[tuple[int, int], tuple[str, set[Trait]]] = {}
    for chunk in _chunks(sorted(wanted, key=lambda trait: (trait.kind, trait.value))):
        either = or_(
            *(and_(mail_traits.c.kind == one.kind, mail_traits.c.value == one.value) for one in chunk)
        )
        query = (
            select(mail_traits, tickets.c.route, tickets.c.problem, tickets.c.state)
            .join(tickets, tickets.c.number == mail_traits.c.ticket)
            .where(either, _MAY_BE_GOOD, mail_traits.c.ticket.not_in(list(but_not)))
            .order_by(mail_traits.c.id.desc())
        )
        for row in connection.execute(query.limit(MOST_ROWS)):
            why = _why(row.role, row.proven, row.listed, row.route, row.problem, row.state)
            if why is not None:
                mail = found.setdefault((row.message, row.nr), (why, set()))
                mail[1].add(Trait(row.kind, row.value))
    return tuple(SeenMail(why, frozenset(traits)) for why, traits in found.values())


def _why(
    role: str, proven: bool, listed: bool, route: str | None, problem: str | None, state: str
) -> str | None:
    """Why a mail counts as good; `None`: it may be spam."""
    if state == TicketState.SET_ASIDE or route == Route.NOT_A_TICKET:
        return None
    if role == "letter":
        return "customer"
    if route == Route.NEWSLETTER:
        return "list" if proven and listed else None
    if problem in _GOOD or (route == Route.THIRD_PARTY_REJECT and role == "original"):
        return "wanted"
    return None


def _mails(evidence: Evidence, channel: str, role: str, platform: Platform) -> Iterator[tuple[str, Evidence]]:
    if channel == "mail" and role == "requester":
        yield "letter", evidence
    picture = look(Case((CaseMessage(evidence, ""),), platform, channel))
    for mail in picture.samples[:MOST_MAILS]:
        yield "sample", mail
    for mail in picture.originals[:MOST_MAILS]:
        yield "original", mail


def _is_proven(mail: Evidence) -> bool:
    said = mail.authentication
    return said.dmarc == "pass" or (said.dkim == "pass" and said.dkim_aligned is not False)


def _chunks(traits: list[Trait]) -> Iterator[list[Trait]]:
    """A statement takes only so many values."""
    for start in range(0, len(traits), _AT_ONCE):
        yield traits[start : start + _AT_ONCE]
