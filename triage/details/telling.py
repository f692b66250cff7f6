"""What a ticket tells: its words, read once, beside its evidence. Every detail is looked for in this."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, tzinfo

from knowledge.vocabulary import ProblemKind, Route
from triage.details.answers import answers_of, free_answers
from triage.details.earlier import Earlier, earlier_mail
from triage.details.language import language_of
from triage.details.lexicon import TEXT_LIMIT, Words, fold, read_words
from triage.details.moments import moments
from triage.details.speaking import country_language, spoken
from triage.details.spelt import plain_addresses
from triage.facts import gather_from
from triage.facts.picture import Picture, look
from triage.model import Case, Facts
from triage.orders import without_orders

OUTGOING = frozenset({ProblemKind.OUTBOUND_REFUSED, ProblemKind.OUTBOUND_BOUNCED})
_UNKNOWN_ZONE = re.compile(r"-0000\s*(?:\(|$)")


@dataclass(frozen=True)
class Telling:
    """A case, its evidence sorted, and the requester's own words."""

    case: Case
    picture: Picture
    facts: Facts
    text: str
    words: Words
    language: str | None
    foreign: bool
    """The words are in none of the desk's languages: they cannot be judged."""
    written_at: datetime | None
    zone: tzinfo | None
    """The zone that the requester's own mail program writes in its Date."""
    route: Route = Route.REAL_ISSUE
    problem: ProblemKind | None = None
    answers: Mapping[str, str] = field(default_factory=dict)
    """The part of the requester's answer that belongs to a detail that was asked for, by its name."""
    free_answers: tuple[tuple[str, frozenset[str]], ...] = ()
    """Each answer as a whole, with what had been asked for."""
    quoted: Earlier | None = None
    """What the opening mail quotes of somebody else."""
    earlier: Telling | None = None
    """The same, listened to as its author's words."""

    @property
    def speaks(self) -> str | None:
        """The language to answer in: that of the words, else that of the country; `None`: not known."""
        if self.language or self.foreign:
            return self.language
        return country_language(self.picture.requester)

    @property
    def outgoing(self) -> bool:
        """Mail that went, or should have gone, from the requester's side to others."""
        if self.problem in OUTGOING or self.route is Route.THIRD_PARTY_REJECT:
            return True
        return self.problem is ProblemKind.DELAYED and self.facts.get("direction") == "outbound"


def listen(case: Case) -> Telling:
    """Read the words of a case: the subject of the first message, and what is new in each."""
    picture = look(case)
    text = plain_addresses(without_orders(case_text(case))[:TEXT_LIMIT])
    words = read_words(text)
    language = spoken(words, _subject_ends(case, text), picture)
    dates = [message.evidence.message.date or message.at for message in case.messages]
    telling = Telling(
        case=case,
        picture=picture,
        facts=gather_from(picture),
        text=text,
        words=words,
        language=language.code,
        foreign=language.foreign,
        written_at=next((date for date in reversed(dates) if date), None),
        zone=_zone(case),
        answers=answers_of(case),
        free_answers=free_answers(case),
    )
    quoted = earlier_mail(case)
    return replace(telling, quoted=quoted, earlier=_overheard(quoted, telling)) if quoted else telling


def _overheard(quoted: Earlier, telling: Telling) -> Telling:
    """What is quoted, as its author's words; the days in it are seen from its own date."""
    case = Case((), telling.case.platform, telling.case.channel, requester=quoted.author or None)
    text = plain_addresses(without_orders(quoted.text))
    words = read_words(text)
    dated = read_words(quoted.date)
    said = moments(quoted.date, dated, telling.written_at, telling.language, telling.zone)
    when = next((exact for moment in said if (exact := moment.exact(telling.zone))), None)
    return Telling(
        case=case,
        picture=Picture(case),
        facts=Facts(),
        text=text,
        words=words,
        language=language_of(words).code or telling.language,
        foreign=False,
        written_at=when,
        zone=telling.zone,
    )


def _subject_ends(case: Case, text: str) -> int:
    """Where in the folded text; 0 when an order to the desk was taken out of the subject."""
    subject = (case.messages[0].evidence.message.subject or "").strip() if case.messages else ""
    return len(fold(subject)) if text.startswith(subject) else 0


def case_text(case: Case) -> str:
    """Subject and new text of what the requester's side wrote, machines' answers left out."""
    return "\n\n".join(part for part in _parts(case) if part)


def _parts(case: Case) -> Iterable[str]:
    for number, message in enumerate(case.messages):
        if message.evidence.kind == "auto_reply" and number:
            continue
        if number == 0:
            yield (message.evidence.message.subject or "").strip()
        yield message.text.strip()


def _zone(case: Case) -> tzinfo | None:
    """`-0000` says that the local zone is not known (RFC 5322 section 3.3)."""
    for message in reversed(case.messages):
        date = message.evidence.message.date
        if date is None or _UNKNOWN_ZONE.search((message.evidence.header("Date") or "").strip()):
            continue
        return date.tzinfo
    return None
