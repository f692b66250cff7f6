"""The dossier as plain text, for a person who reads it in a mail program."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC

from triage.dossier.form import label_of
from triage.dossier.model import Dossier, Found, Mail, Report
from triage.dossier.times import in_words, read

_WIDE_VALUES = 20
_UNKNOWN = "(not known)"


def as_text(dossier: Dossier) -> str:
    """Sections with a title each; the case in short and the form come first."""
    labels = {item.name: item.label for item in dossier.fields}
    sections = [
        ("The case", [_reference(dossier), f"Platform: {dossier.title}", *dossier.summary]),
        ("Details", list(_fields(dossier))),
        ("Still missing", [labels.get(name, label_of(name)) for name in dossier.missing]),
        ("Please look", list(dossier.wishes)),
        *((item.title, list(item.lines)) for item in dossier.more),
        ("What the checks found", [line for item in dossier.findings for line in _found(item)]),
        ("What could not be checked", [_unchecked(item) for item in dossier.unchecked]),
        ("Evidence", list(_evidence(dossier))),
        ("Times", [f"{item.what}: {in_words(item)}" for item in dossier.times]),
        ("Why we think so", list(dossier.reasons)),
        ("In the requester's words, and what we wrote", list(_conversation(dossier))),
        (
            "Files",
            [
                f"{item.name}, {item.content_type}, {item.size} bytes, sha256 {item.sha256}"
                for item in dossier.files
            ],
        ),
    ]
    return "\n\n".join(
        f"{title}\n" + "\n".join(f"  {line}" for line in lines if line)
        for title, lines in sections
        if any(lines)
    )


def _reference(dossier: Dossier) -> str:
    return f"Our reference: {dossier.reference}" if dossier.reference else ""


def _fields(dossier: Dossier) -> Iterator[str]:
    for item in dossier.fields:
        if item.values or item.required:
            yield f"{item.label}: {', '.join(item.values[:_WIDE_VALUES]) or _UNKNOWN}"


def _found(item: Found) -> Iterator[str]:
    also = f" (also: {', '.join(item.also)})" if item.also else ""
    advice = f" -> {item.advice}" if item.advice else ""
    yield f"[{item.status}] {item.code}: {item.summary}{advice}{also}"
    if item.command:
        yield f"  to paste: {item.command}"


def _unchecked(item: Found) -> str:
    checks = dict.fromkeys(code.partition(".")[0] for code in (item.code, *item.also))
    return f"{', '.join(checks)}: {item.summary}"


def _evidence(dossier: Dossier) -> Iterator[str]:
    for report in dossier.reports:
        yield from _report(report)
    for mail in dossier.mails:
        yield from _mail(mail)


def _report(report: Report) -> Iterator[str]:
    yield f"Delivery report by {report.reporting_mta or 'an unnamed host'}"
    if report.original_message_id or report.original_subject:
        yield f"  on {report.original_message_id or 'a mail'}, subject: {report.original_subject or '(none)'}"
    for item in report.recipients:
        by = f", by {item.remote_mta}" if item.remote_mta else ""
        said = f": {item.diagnostic}" if item.diagnostic else ""
        yield f"  {item.recipient}: {item.action}, {item.reason}{by}{said}"


def _mail(mail: Mail) -> Iterator[str]:
    yield f"Mail {mail.message_id or '(no Message-ID)'} from {mail.sender or '(no From)'}"
    told = [
        ("subject", mail.subject),
        ("Return-Path", mail.return_path if mail.return_path != mail.sender else None),
        ("handed in by", mail.sending_ip),
        ("filter", ", ".join(mail.numbers)),
        ("authentication", ", ".join(mail.authentication)),
    ]
    yield from (f"  {name}: {value}" for name, value in told if value)
    yield from (f"  {number}. {hop}" for number, hop in enumerate(mail.hops, 1))


def _conversation(dossier: Dossier) -> Iterator[str]:
    for item in dossier.conversation:
        who = "the requester" if item.who == "requester" else "we"
        at = read(item.at)
        yield f"{who}{f', {at.astimezone(UTC):%Y-%m-%d %H:%M} UTC' if at else ''}:"
        yield from (f"> {line}" for line in item.lines)
