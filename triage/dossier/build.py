"""Puts the case together for the person who takes it over. Pure, and bounded whatever strangers wrote."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from knowledge.vocabulary import Detail
from triage.details.telling import Telling
from triage.dossier import evidence, found
from triage.dossier.form import Details, as_named, concerns_mail, form, label_of
from triage.dossier.lines import body_lines, clean
from triage.dossier.model import SCHEMA, Dossier, Said
from triage.dossier.summary import summary
from triage.dossier.times import times
from triage.dossier.wishes import wishes
from triage.model import Case, Finding
from triage.routing.route import Judgement
from triage.whose import Side, sides_of

_MESSAGES, _LINES = 12, 20


def build(
    telling: Telling,
    judged: Judgement,
    details: Details,
    missing: tuple[Detail, ...],
    findings: tuple[Finding, ...],
) -> Dossier:
    """Everything that the desk knows of one case; nothing of any other one."""
    case = telling.case
    fields = form(telling, details, missing, findings)
    said_at = details.get(Detail.OCCURRED_AT.value)
    moments = times(telling, said_at if isinstance(said_at, str) else None)
    bad = found.matters(_for_us(case, judged, details, findings))
    silent = found.unchecked(findings)
    of_mail = concerns_mail(telling, judged.problem, details)
    wanted = tuple(wishes(judged.problem, findings, of_mail))
    if not of_mail:
        fields, silent = tuple(as_named(fields, case.requester)), ()
    lacks = tuple(_label(item, case) for item in missing)
    return Dossier(
        schema=SCHEMA,
        reference=case.reference,
        platform=case.platform.name,
        title=case.platform.title,
        summary=summary(telling, judged, fields, lacks, moments, findings, bad, silent, wanted, of_mail),
        route=judged.route.value,
        problem=judged.problem.value if judged.problem else None,
        confidence=judged.confidence,
        reasons=tuple(clean(reason) for reason in judged.reasons),
        requester=clean(case.requester, 254) or None,
        requester_name=clean(case.requester_name, 120) or None,
        language=telling.language,
        fields=fields,
        missing=tuple(item.value for item in missing),
        times=moments,
        findings=bad,
        unchecked=silent,
        checked=found.fine(findings) if of_mail else (),
        reports=evidence.reports(telling.picture),
        mails=evidence.mails(telling.picture),
        wishes=wanted,
        conversation=_conversation(case),
        files=evidence.files(case),
        more=tuple(evidence.score_pages(findings)),
    )


def _for_us(
    case: Case, judged: Judgement, details: Details, findings: tuple[Finding, ...]
) -> tuple[Finding, ...]:
    """Without advice on the DNS of whoever sent what nobody wants: whoever reads the case cannot mend it."""
    told = details.get(Detail.RECIPIENT.value) or ()
    sides = sides_of(
        requester=case.requester,
        recipients=(told,) if isinstance(told, str) else told,
        route=judged.route.value,
        problem=judged.problem.value if judged.problem else None,
        platform=case.platform,
        data=[item.data for item in findings],
    )
    whose = [sides.of(item.data, item.who_can_fix, bool(item.advice)) for item in findings]
    return tuple(
        replace(item, advice="") if of.unwanted and of.mends is Side.THEIRS else item
        for item, of in zip(findings, whose, strict=True)
    )


def _label(item: Detail, case: Case) -> str:
    return case.platform.escalation.labels.get(item.value) or label_of(item.value)


def _conversation(case: Case) -> tuple[Said, ...]:
    """What was said and asked, oldest first; the first messages and the last ones where there are many."""
    opening = case.messages[0].evidence.message.subject if case.messages else None
    said: list[tuple[datetime | None, Said]] = []
    for number, message in enumerate(case.messages):
        lines = body_lines(message.text, _LINES)
        if number == 0 and opening:
            lines = (f"Subject: {clean(opening)}", *lines)
        at = message.at or message.evidence.message.date
        said.append((at, Said("requester", _iso(at), lines)))
    said += [(item.at, Said("desk", _iso(item.at), body_lines(item.text, _LINES))) for item in case.sent]
    if all(at is not None and at.tzinfo is not None for at, _ in said):
        said.sort(key=lambda pair: pair[0] or datetime.max.replace(tzinfo=UTC))
    ordered = [item for _, item in said]
    half = _MESSAGES // 2
    return tuple(ordered if len(ordered) <= _MESSAGES else [*ordered[:half], *ordered[-half:]])


def _iso(at: datetime | None) -> str | None:
    return at.isoformat() if at is not None else None
