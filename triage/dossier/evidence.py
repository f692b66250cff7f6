"""The evidence as support reads it: what the reports say, the mails with their way, the files by hash."""

from __future__ import annotations

from collections.abc import Iterator

from triage.dossier.lines import clean
from triage.dossier.model import Mail, Refused, Report, Section, SentFile
from triage.facts.picture import Picture
from triage.model import Authentication, Case, Evidence, Finding, Hop, SpamVerdict

_REPORTS, _RECIPIENTS, _MAILS, _HOPS, _TESTS, _FILES = 5, 10, 10, 15, 20, 30


def reports(picture: Picture) -> tuple[Report, ...]:
    return tuple(_report(item) for item in picture.reports[:_REPORTS])


def mails(picture: Picture) -> tuple[Mail, ...]:
    """The samples, and what the reports gave back of the mail with more than its head."""
    told = [item for item in picture.originals if item.hops or item.spam.score is not None]
    return tuple(_mail(item) for item in (*picture.samples, *told)[:_MAILS])


def files(case: Case) -> tuple[SentFile, ...]:
    """Every file that the requester's side sent, the same bytes once."""
    found = {
        item.sha256: SentFile(
            clean(item.name, 120) or "(no name)", clean(item.content_type, 80), item.size, item.sha256
        )
        for message in case.messages
        for item in message.evidence.attachments
        if not item.inline
    }
    return tuple(found.values())[:_FILES]


def score_pages(findings: tuple[Finding, ...]) -> Iterator[Section]:
    """The spam score page as it was fetched: it may be gone by now."""
    for item in findings:
        tests = item.data.get("tests")
        if item.code == "spam_score.read" and isinstance(tests, tuple):
            lines = [clean(item.summary, 600), *(clean(str(test), 200) for test in tests[: _TESTS * 2])]
            yield Section("Spam score page, as it was when the case came in", tuple(lines))


def _report(item: Evidence) -> Report:
    assert item.ndr is not None
    original = item.ndr.original
    return Report(
        reporting_mta=clean(item.ndr.reporting_mta) or None,
        original_message_id=clean(original.message_id) or None,
        original_subject=clean(original.subject) or None,
        recipients=tuple(
            Refused(
                recipient=clean(one.address),
                action=clean(one.action, 40),
                reason=one.reason.value,
                status=clean(one.status, 20) or None,
                remote_mta=clean(one.remote_mta) or None,
                diagnostic=clean(one.diagnostic or one.evidence, 500),
            )
            for one in item.ndr.recipients[:_RECIPIENTS]
        ),
    )


def _mail(item: Evidence) -> Mail:
    path = item.message.return_path
    return Mail(
        message_id=clean(item.message.message_id) or None,
        sender=clean(item.message.from_) or None,
        return_path=None if path is None else clean(path) or "<>",
        subject=clean(item.message.subject) or None,
        sending_ip=item.authentication.sending_ip,
        numbers=tuple(_numbers(item.spam)),
        authentication=tuple(_results(item.authentication)),
        hops=tuple(_hop(hop) for hop in item.hops[:_HOPS]),
    )


def _numbers(spam: SpamVerdict) -> Iterator[str]:
    if spam.flag is not None:
        yield f"called spam: {'yes' if spam.flag else 'no'}"
    if spam.score is not None:
        yield f"score {spam.score:g}" + (f" of {spam.required:g}" if spam.required is not None else "")
    if spam.scl is not None:
        yield f"SCL {spam.scl}"
    if spam.allowlisted:
        yield "sender allow-listed"
    for test in spam.tests[:_TESTS]:
        yield clean(test.name, 60) + (f"={test.score:g}" if test.score is not None else "")


def _results(said: Authentication) -> Iterator[str]:
    for name in ("spf", "dkim", "dmarc", "arc"):
        value = getattr(said, name)
        if value:
            aligned = " (not aligned)" if name == "dkim" and said.dkim_aligned is False else ""
            yield f"{name}={clean(value, 40)}{aligned}"
    if said.source:
        yield f"says {clean(said.source, 200)}"


def _hop(hop: Hop) -> str:
    parts = [f"from {clean(hop.from_, 120)}" if hop.from_ else "", f"[{hop.ip}]" if hop.ip else ""]
    parts += [
        f"by {clean(hop.by, 120)}" if hop.by else "",
        f"with {clean(hop.with_, 40)}" if hop.with_ else "",
    ]
    if hop.at:
        parts.append(f"at {hop.at.isoformat(sep=' ')}")
    if hop.delay_s:
        parts.append(f"(+{hop.delay_s:.0f} s)")
    return " ".join(part for part in parts if part)
