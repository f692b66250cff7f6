"""A whole SPF record with all that it includes, whatever address is asked about (RFC 7208 section 4.6.4)."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field

from triage.checks.standards.spf.record import (
    Record,
    RecordError,
    effective_redirect,
    lookup_terms,
    parse,
    spf_records,
)
from triage.checks.standards.spf.result import Problem
from triage.tools.protocols import Answer, Resolver

_LOOKUPS_AT_MOST = 10
_VOIDS_AT_MOST = 2
_GIVE_UP_AFTER = 20


@dataclass
class Survey:
    """What was found below `domain`; `lookups` counts each term that asks the DNS, up to a little over 20.

    `void_lookups`: how many of the terms that name a host find nothing there, neither for IPv4 nor for IPv6.

    `mistakes`: (what, domain, words), in the order of the record.
    """

    domain: str
    records: tuple[str, ...] = ()
    void_lookups: int = 0
    answer: Answer | None = None
    trouble: Answer | None = None
    lookups: int = 0
    mistakes: list[tuple[Problem, str, str]] = field(default_factory=list)
    root: Record | None = None


async def survey(resolver: Resolver, domain: str) -> Survey:
    """Read the record of `domain` and every record that it leads to, level by level."""
    found = Survey(domain)
    found.answer = await resolver.query(domain, "TXT")
    if not found.answer.outcome.is_answer:
        found.trouble = found.answer
        return found
    found.records = spf_records(found.answer.records)
    read: dict[str, Record | None] = {}
    level = [(domain, found.answer, "")]
    while level and len(read) <= _GIVE_UP_AFTER:
        wanted: dict[str, str] = {}
        for place, answer, term in level:
            record = read[place] = _read(found, place, answer, term)
            wanted |= {} if record is None else dict(_leads_to(record))
        fresh = [(target, term) for target, term in wanted.items() if target not in read][:_GIVE_UP_AFTER]
        answers = await asyncio.gather(*(resolver.query(target, "TXT") for target, _ in fresh))
        level = [(target, answer, term) for (target, term), answer in zip(fresh, answers, strict=True)]
    found.root = read.get(domain)
    found.lookups = _count(domain, read, 0)
    if found.lookups > _LOOKUPS_AT_MOST:
        text = f"{found.lookups} look-ups or more, where 10 are allowed"
        found.mistakes.append((Problem.TOO_MANY_LOOKUPS, domain, text))
    else:
        await _look_up_hosts(resolver, found, read)
    return found


async def _look_up_hosts(resolver: Resolver, found: Survey, read: dict[str, Record | None]) -> None:
    """Ask for what its a, mx and exists terms name: at most 10, as the record keeps the limit."""
    terms = [
        (place, one, one.domain or place)
        for place, record in read.items()
        for one in (record.mechanisms if record else ())
        if one.name in ("a", "mx", "exists") and "%" not in one.domain
    ]
    asked = await asyncio.gather(*(_records(resolver, one.name, target) for _, one, target in terms))
    empty: list[str] = []
    for (place, one, target), answer in zip(terms, asked, strict=True):
        if not answer.outcome.is_answer:
            found.trouble = found.trouble or answer
        elif not answer.records:
            empty.append(f"{one.text} ({target})")
        elif one.name == "mx" and len(answer.records) > _LOOKUPS_AT_MOST:
            text = f"{one.text}: {target} has {len(answer.records)} MX records, where 10 are allowed"
            found.mistakes.append((Problem.TOO_MANY_MX, place, text))
    found.void_lookups = len(empty)
    if len(empty) > _VOIDS_AT_MOST:
        text = f"these find nothing: {', '.join(empty)}; 2 such look-ups are allowed"
        found.mistakes.append((Problem.TOO_MANY_VOID_LOOKUPS, found.domain, text))


async def _records(resolver: Resolver, name: str, target: str) -> Answer:
    answer = await resolver.query(target, "MX" if name == "mx" else "A")
    if name == "a" and answer.outcome.is_answer and not answer.records:
        return await resolver.query(target, "AAAA")
    return answer


def _count(place: str, read: dict[str, Record | None], so_far: int) -> int:
    """Look-ups so far and below that place; a record that includes itself is stopped by the limit."""
    record = read.get(place)
    if record is None or so_far > _GIVE_UP_AFTER:
        return so_far
    so_far += lookup_terms(record)
    for target, _ in _leads_to(record):
        so_far = _count(target, read, so_far)
    return so_far


def _read(found: Survey, place: str, answer: Answer, term: str) -> Record | None:
    if not answer.outcome.is_answer:
        found.trouble = found.trouble or answer
        return None
    texts = spf_records(answer.records)
    if not texts:
        if term:
            text = f"{term} leads to {place}, which has no SPF record"
            found.mistakes.append((Problem.MISSING_INCLUDE, place, text))
        return None
    if len(texts) > 1:
        found.mistakes.append((Problem.MULTIPLE_RECORDS, place, f"{place} has {len(texts)} SPF records"))
        return None
    try:
        return parse(texts[0])
    except RecordError as error:
        found.mistakes.append((Problem.SYNTAX, place, str(error)))
        return None


def _leads_to(record: Record) -> list[tuple[str, str]]:
    """(domain, term) of its includes and its redirect; those with macros differ by mail and are left out."""
    leads = [(one.domain, one.text) for one in record.mechanisms if one.name == "include"]
    if (redirect := effective_redirect(record)) is not None:
        leads.append((redirect, f"redirect={redirect}"))
    return [(domain.removesuffix(".").lower(), term) for domain, term in leads if "%" not in domain]
