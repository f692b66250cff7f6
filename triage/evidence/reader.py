"""Bytes to evidence: what is this, and what does it say? Decided by content; a name only breaks a tie."""

from __future__ import annotations

from dataclasses import replace
from itertools import islice

from knowledge.vocabulary import Platform
from triage.evidence.charsets import decode_bytes
from triage.evidence.describe import describe
from triage.evidence.kinds import has_header, is_abuse_report, is_auto_reply, is_only_headers
from triage.evidence.limits import MAX_BYTES, MAX_DEPTH, MAX_MAILS
from triage.evidence.mbox import split_mbox
from triage.evidence.ndr import read_pasted, read_report
from triage.evidence.nested import attached_mails, enclosed_report, pasted_mail
from triage.evidence.parsed import ParsedMail, parse
from triage.evidence.reading import Reading, joined, unreadable
from triage.evidence.sniff import as_bytes_of_text, is_outlook, other_format
from triage.model import Evidence

_TEXT_TO_SEARCH = 200_000


def read(raw: bytes, name: str, platform: Platform) -> tuple[Evidence, ...]:
    """Everything in these bytes: one mail, Outlook item or header block, or each mail of a mailbox file.

    Always at least one: what cannot be read is `unreadable`, with the reason. Never raises for content.
    `name`: the file's, or empty.
    """
    if not raw.strip():
        return (unreadable("empty: there is nothing in it", len(raw)),)
    if is_outlook(raw):
        return (_read_one(raw, name, Reading(platform), 0),)
    format_ = other_format(raw)
    if format_ is not None:
        return (unreadable(f"this is {format_}", len(raw)),)
    pieces = split_mbox(as_bytes_of_text(raw))
    found = [_read_one(piece, name, Reading(platform), 0) for piece in islice(pieces, MAX_MAILS)]
    if next(pieces, None) is not None:
        why = f"more than {MAX_MAILS:,} mails in one file: the rest was not read"
        found.append(unreadable(why, len(raw)))
    return tuple(found)


def read_mail(raw: bytes, name: str, reading: Reading, depth: int) -> Evidence | None:
    """One mail within another; `None` when a limit says that it is one too many."""
    if depth > MAX_DEPTH:
        reading.problems.append(f"mails nested more than {MAX_DEPTH} deep: the rest was not read")
        return None
    if not reading.may_go_on(len(raw)):
        return None
    return _read_one(as_bytes_of_text(raw), name, reading, depth)


def _read_sample(raw: bytes, name: str, reading: Reading, depth: int) -> Evidence | None:
    """A mail that a person sent along: its signatures may still hold; what a report returns is not whole."""
    found = read_mail(raw, name, reading, depth)
    if found is None or found.kind != "message" or found.header("DKIM-Signature") is None:
        return found
    if is_outlook(raw) or len(raw) > reading.signed_left:
        return found
    from triage.evidence.signed import signed_of

    reading.signed_left -= len(raw)
    return replace(found, signed=signed_of(raw))


def _read_one(raw: bytes, name: str, reading: Reading, depth: int) -> Evidence:
    noted = len(reading.problems) if depth else 0
    if is_outlook(raw):
        from triage.evidence.outlook import read_outlook

        evidence = read_outlook(raw[:MAX_BYTES], name, reading, depth, read_mail)
    else:
        mail = parse(raw, depth)
        evidence = _read_parsed(mail, name, reading) if has_header(mail) else _read_loose(mail, reading)
    return replace(evidence, problems=joined(evidence.problems, reading.problems[noted:]))


def _read_parsed(mail: ParsedMail, name: str, reading: Reading) -> Evidence:
    platform = reading.platform
    if is_abuse_report(mail):
        return _with_attached(describe(mail, "abuse_report", platform), mail, reading)
    if mail.depth and not reading.may_search(min(len(mail.text), _TEXT_TO_SEARCH)):
        return describe(mail, "message", platform)
    report = read_report(mail, platform)
    if report is not None:
        return _with_attached(replace(describe(mail, "ndr", platform), ndr=report), mail, reading)
    if is_only_headers(mail, name):
        return replace(describe(mail, "headers", platform), text="")
    if is_auto_reply(mail):
        return _with_attached(describe(mail, "auto_reply", platform), mail, reading)
    evidence = _with_attached(describe(mail, "message", platform), mail, reading)
    found = enclosed_report(mail, reading) or pasted_mail(
        evidence.text[:_TEXT_TO_SEARCH], evidence.message.subject or "", reading, read_mail, mail.depth
    )
    return replace(evidence, nested=(*evidence.nested, found)) if found else evidence


def _with_attached(evidence: Evidence, mail: ParsedMail, reading: Reading) -> Evidence:
    comes_back = evidence.kind in ("ndr", "abuse_report")
    found = tuple(attached_mails(mail, reading, read_mail if comes_back else _read_sample))
    if comes_back:
        # What a report returns is often only a remark in place of the mail.
        found = tuple(nested for nested in found if nested.kind != "unreadable")
    return replace(evidence, nested=found)


def _read_loose(mail: ParsedMail, reading: Reading) -> Evidence:
    """A text without a mail's header: a bounce or a header block that somebody saved, or nothing of use."""
    size = len(mail.raw)
    if not _is_text(mail.raw):
        return unreadable("no mail: there is no header, and it is no text", size)
    text = decode_bytes(mail.raw[:_TEXT_TO_SEARCH]).replace("\r\n", "\n")
    report = read_pasted(text, reading.platform)
    if report is not None:
        return Evidence("ndr", ndr=report, text=text, size=size)
    found = pasted_mail(text, "", reading, read_mail, mail.depth)
    if found is not None:
        return found
    return unreadable("no mail: there is no header in it (From, To, Subject, Received, …)", size)


def _is_text(raw: bytes) -> bool:
    head = raw[:2_000]
    controls = sum(byte < 32 and byte not in b"\t\n\r\x0c\x1b" for byte in head)
    return controls * 20 <= len(head)
