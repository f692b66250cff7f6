"""The fields of the form that the platform's support asks for, by its own names, with their values."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from knowledge.vocabulary import Detail, ProblemKind
from triage.details.telling import Telling
from triage.dossier import times
from triage.dossier.lines import clean
from triage.dossier.model import FormField
from triage.model import Finding

Details = Mapping[str, str | tuple[str, ...]]
_ABBREVIATED = ("ndr", "id", "url", "ip")
_MOST = 20


def form(
    telling: Telling, details: Details, missing: tuple[Detail, ...], findings: tuple[Finding, ...]
) -> tuple[FormField, ...]:
    """The profile's fields in its order, as far as they are known or needed; then the other details."""
    platform = telling.case.platform
    needed = (
        {item.value for item in (*platform.details.get(telling.problem, ()), *missing)}
        if telling.problem
        else set()
    )
    if platform.clusters and needed:
        needed.add("cluster")
    names = (*platform.escalation.fields, *(item.value for item in missing), *details)
    found: list[FormField] = []
    for name in dict.fromkeys(names):
        values = _values(name, telling, details, findings)
        told = name in platform.escalation.fields or values not in (item.values for item in found)
        if name in needed or (values and told):
            label = platform.escalation.labels.get(name) or label_of(name)
            found.append(FormField(name, label, values, name in needed))
    return tuple(found)


def concerns_mail(telling: Telling, problem: ProblemKind | None, details: Details) -> bool:
    """Is there any mail that the ticket is about? A question of another kind may name people only."""
    picture = telling.picture
    told = (Detail.NDR, Detail.OCCURRED_AT, Detail.SPAM_SAMPLES)
    return (
        problem is not ProblemKind.OTHER
        or bool(picture.reports or picture.samples or picture.originals)
        or any(details.get(item.value) for item in told)
    )


def as_named(fields: tuple[FormField, ...], requester: str | None) -> Iterator[FormField]:
    """Where no mail is concerned, an address has only been named; that of the requester stands above."""
    for field in fields:
        if field.name not in (Detail.SENDER.value, Detail.RECIPIENT.value):
            yield field
        elif others := tuple(value for value in field.values if value != requester):
            yield replace(field, label="Address named", values=others)


def label_of(name: str) -> str:
    """`reseller_id` -> `Reseller ID`."""
    said = name.replace("_", " ").capitalize()
    return " ".join(word.upper() if word.lower() in _ABBREVIATED else word for word in said.split())


def _values(name: str, telling: Telling, details: Details, findings: tuple[Finding, ...]) -> tuple[str, ...]:
    said = details.get(name)
    if name == Detail.OCCURRED_AT.value and isinstance(said, str) and (at := times.read(said)):
        return (times.in_words(times.when("", at, telling)),)
    if said:
        return tuple(clean(item) for item in (said if isinstance(said, tuple) else (said,))[:_MOST] if item)
    return tuple(dict.fromkeys(_of_evidence(name, telling, findings)))[:3]


def _of_evidence(name: str, telling: Telling, findings: tuple[Finding, ...]) -> Iterator[str]:
    facts, picture = telling.facts, telling.picture
    if name == "error":
        for item in picture.failing():
            yield clean(item.diagnostic or item.evidence)
    elif name == "envelope_sender":
        paths = (item.message.return_path for item in (*picture.samples, *picture.originals))
        yield from (clean(path) or "<>" for path in paths if path is not None)
    elif name == "subject":
        originals = (item.ndr.original.subject for item in picture.reports if item.ndr)
        yield from (
            clean(said) for said in (*originals, *(s.message.subject for s in picture.samples)) if said
        )
    elif name == "spam_score_url":
        # the platform's own page must stay a link that works
        yield from ("".join(url.split())[:500] for url in facts.all(name))
    else:
        yield from (clean(value) for value in facts.all(name))
        if name == "cluster":
            told = (item.data.get("cluster") for item in findings)
            yield from (value for value in told if isinstance(value, str) and value)
