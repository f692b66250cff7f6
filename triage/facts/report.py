"""Facts of a delivery report (RFC 3464): who, whom, when, who refused and why."""

from __future__ import annotations

import re
from collections.abc import Iterator

from triage.facts.hosts import ips_in
from triage.facts.picture import Picture, failing_of
from triage.model import Evidence, Fact

ORDER = 10
_CODE_LINE = re.compile(r"\b[245]\d\d[ -]|\b[245]\.\d{1,3}\.\d{1,3}\b")


_MACHINE = re.compile(r"(?:mailer-?daemon|mail-?daemon|postmaster|microsoftexchange\w{0,40})@", re.I)


def is_machine(address: str | None) -> bool:
    """An address that mail servers send their reports from."""
    return bool(address and _MACHINE.match(address))


def extract(picture: Picture) -> Iterator[Fact]:
    for report in picture.reports:
        yield from _about_mail(report)
        yield from _refusal(report)


def _about_mail(report: Evidence) -> Iterator[Fact]:
    assert report.ndr is not None
    original = report.ndr.original
    source = "delivery report, the original mail"
    if report.ndr.reporting_mta:
        yield Fact("reporting_mta", report.ndr.reporting_mta, "delivery report, Reporting-MTA")
    if original.from_:
        yield Fact("sender", original.from_, source)
    elif is_machine(report.message.from_) and len(report.message.to) == 1:
        # a report goes to the envelope sender of the mail that it is about (RFC 5321 section 4.5.5)
        yield Fact("sender", report.message.to[0], "delivery report, To")
    for item in failing_of(report):
        yield Fact("recipient", item.address, "delivery report, Final-Recipient")
    if not failing_of(report):
        for address in original.to:
            yield Fact("recipient", address, source)
    if report.message.date:
        yield Fact("occurred_at", report.message.date.isoformat(), "delivery report, Date")
    if original.date:
        yield Fact("occurred_at", original.date.isoformat(), f"{source}, Date")


def _refusal(report: Evidence) -> Iterator[Fact]:
    for item in failing_of(report):
        source = f"delivery report for {item.address}"
        yield Fact("reason", item.reason.value, source)
        yield Fact("rejected_by", item.rejected_by.value, source)
        yield Fact("who_can_fix", item.who_can_fix.value, source)
        if item.remote_mta:
            yield Fact("remote_mta", item.remote_mta, f"{source}, Remote-MTA")
        if item.smtp_reply is not None:
            yield Fact("smtp_reply", str(item.smtp_reply), source)
        if item.status:
            yield Fact("status", item.status, source)
        if item.spam_score_url:
            yield Fact("spam_score_url", item.spam_score_url, source)
        line = item.diagnostic or item.evidence
        yield Fact("ndr", first_line(line) if line else source, source)
        for ip in ips_in(item.diagnostic or item.evidence):
            yield Fact("named_ip", ip, f"{source}, the refusing server's words")


def first_line(text: str, limit: int = 300) -> str:
    """The line with the code, else the first one; cut at `limit` characters."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    best = next((line for line in lines if _CODE_LINE.search(line)), lines[0] if lines else "")
    return best[:limit]
