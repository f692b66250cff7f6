"""The whole case as text, for the person who takes it over: in short, then field by field."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from knowledge.vocabulary import Detail, ProblemKind, Status
from triage.details.telling import Telling
from triage.model import Evidence, Finding
from triage.routing.route import Judgement
from triage.snippets import COMMAND

_LOOKED_AT = {Status.FAIL, Status.PERMERROR, Status.WARN, Status.TEMPERROR}
_TELLS = ("junk_score", "rejecting_host", "shared_features", "spam_score", "trace")
"""Checks whose every finding explains a ticket, whatever its status."""
_LINE = 300
_ABBREVIATED = ("ndr", "id")


def dossier(
    telling: Telling,
    judged: Judgement,
    details: Mapping[str, str | tuple[str, ...]],
    missing: tuple[Detail, ...],
    findings: tuple[Finding, ...],
) -> str:
    """Plain text in sections: the case, the fields that support asks for, findings, evidence."""
    sections = [
        ("The case", list(_in_short(telling, judged))),
        ("Details", list(_fields(telling, details, missing))),
        ("Still missing", [_label(item.value) for item in missing]),
        ("What the checks found", list(_found(findings))),
        ("Evidence", list(_evidence(telling))),
        ("Please look", list(_wishes(judged, findings))),
        ("In the requester's words", _quoted(telling)),
    ]
    return "\n\n".join(
        f"{title}\n" + "\n".join(f"  {line}" for line in lines) for title, lines in sections if lines
    )


def _in_short(telling: Telling, judged: Judgement) -> Iterator[str]:
    case = telling.case
    kind = (judged.problem or judged.route).value.replace("_", " ")
    yield f"Kind: {kind} (confidence {judged.confidence:.0%})"
    yield f"Platform: {case.platform.title}"
    yield f"Requester: {case.requester or 'unknown'}"
    if telling.written_at:
        yield f"Written: {telling.written_at.isoformat()}"
    for reason in judged.reasons[:4]:
        yield f"Why: {_cut(reason)}"


def _fields(
    telling: Telling, details: Mapping[str, str | tuple[str, ...]], missing: tuple[Detail, ...]
) -> Iterator[str]:
    """The fields of the platform's own form first, as far as this problem has them; then the rest."""
    form = telling.case.platform.escalation.fields
    wanted = [name for name in form if name in details or name in missing]
    for name in (*wanted, *(name for name in details if name not in wanted)):
        value = details.get(name)
        said = ", ".join(value[:20]) if isinstance(value, tuple) else value
        yield f"{_label(name)}: {_cut(said) if said else '(not known)'}"


def _found(findings: tuple[Finding, ...]) -> Iterator[str]:
    for finding in findings:
        if finding.status in _LOOKED_AT or finding.check in _TELLS:
            advice = f" -> {finding.advice}" if finding.advice else ""
            yield _cut(f"[{finding.status}] {finding.code}: {finding.summary}{advice}")
            if command := finding.data.get(COMMAND):
                yield f"  to paste: {command}"


def _evidence(telling: Telling) -> Iterator[str]:
    for report in telling.picture.reports[:5]:
        assert report.ndr is not None
        yield f"Delivery report by {report.ndr.reporting_mta or 'an unnamed host'}"
        for item in report.ndr.recipients[:10]:
            yield _cut(
                f"  {item.address}: {item.action}, {item.reason}: {item.diagnostic or item.evidence or ''}"
            )
    for sample in telling.picture.samples[:10]:
        yield _cut(
            f"Mail {sample.message.message_id or '(no Message-ID)'}"
            f" from {sample.message.from_}{_scores(sample)}"
        )
        if sample.authentication.sending_ip:
            yield f"  handed in by {sample.authentication.sending_ip}"


def _scores(sample: Evidence) -> str:
    spam = sample.spam
    parts = [
        f"score {spam.score:g}" if spam.score is not None else "",
        f"SCL {spam.scl}" if spam.scl is not None else "",
    ]
    said = ", ".join(part for part in parts if part)
    return f" ({said})" if said else ""


def _wishes(judged: Judgement, findings: tuple[Finding, ...]) -> Iterator[str]:
    """What the platform's logs could still tell."""
    codes = {finding.code for finding in findings}
    if "spam_score.expired" in codes:
        yield "The points of each spam test, from the platform's logs: the score page has expired."
    elif any(code.startswith("spam_score.") for code in codes) and "spam_score.read" not in codes:
        yield "The points of each spam test, from the platform's logs: the score page could not be read."
    if judged.problem is ProblemKind.OUTBOUND_BOUNCED:
        yield "Whether the listed address can be taken off the blocklist, and why it got there."
    traced = any(code.startswith("trace.") and code != "trace.unasked" for code in codes)
    if judged.problem is ProblemKind.MISSING_MAIL and not traced:
        yield "Whether the mail reached the platform at the time given, and where it went."


def _quoted(telling: Telling) -> list[str]:
    lines = [line.strip() for line in telling.text.splitlines() if line.strip()]
    return [f"> {_cut(line)}" for line in lines[:20]]


def _label(name: str) -> str:
    said = name.replace("_", " ").capitalize()
    return " ".join(word.upper() if word.lower() in _ABBREVIATED else word for word in said.split())


def _cut(text: str) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= _LINE else flat[: _LINE - 1] + "\u2026"
