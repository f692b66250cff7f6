"""Which mails came with this one: attached, as a file, forwarded in its text, or pasted into it?"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

from triage.evidence.addresses import read_mailboxes
from triage.evidence.dates import parse_date
from triage.evidence.describe import is_file
from triage.evidence.headers import clean
from triage.evidence.inline import InlineMail, find_forwarded, find_header_block
from triage.evidence.ndr import read_enclosed, read_pasted
from triage.evidence.parsed import ParsedMail
from triage.evidence.parts import Part
from triage.evidence.reading import Reading
from triage.evidence.sniff import is_outlook, is_tnef
from triage.model import Evidence, MessageInfo

ReadMail = Callable[[bytes, str, Reading, int], Evidence | None]

_MAIL_PARTS = ("message/rfc822", "message/global", "message/news")
_HEADER_PARTS = ("text/rfc822-headers", "message/rfc822-headers", "message/global-headers")
_REPORT_PARTS = ("message/delivery-status", "message/global-delivery-status")
_MAIL_FILES = (".eml", ".msg", ".mht", ".mbox", ".emlx")
_TEXT_FILES = (".txt", ".text", ".log", ".hdr", ".headers", ".header")
_TNEF_TYPES = ("application/ms-tnef", "application/vnd.ms-tnef")
_OUTLOOK_TYPES = ("application/vnd.ms-outlook", "application/x-msg", "application/msoutlook")


def attached_mails(mail: ParsedMail, reading: Reading, read_mail: ReadMail) -> Iterator[Evidence]:
    """Every part that is a mail, or a file that holds one."""
    for part in mail.parts:
        name = (part.filename or "").lower()
        found: Evidence | None = None
        if is_wrapped(part.content, part.content_type, name):
            reading.problems.append(wrapped_in_words(name))
        elif part.content_type in _MAIL_PARTS:
            found = _read(part, ".eml", mail, reading, read_mail)
        elif part.content_type in _HEADER_PARTS:
            found = _read(part, ".headers", mail, reading, read_mail)
        elif _is_mail_file(part, name):
            found = _read(part, name, mail, reading, read_mail)
        elif is_outlook(part.content[:8]):
            found = if_outlook(part.content, name, reading, read_mail, mail.depth + 1)
        elif (
            is_file(part)
            and part.depth
            and (part.content_type.startswith("text/plain") or name.endswith(_TEXT_FILES))
        ):
            found = pasted_mail(part.text, "", reading, read_mail, mail.depth)
        if found is not None:
            yield found


def enclosed_report(mail: ParsedMail, reading: Reading) -> Evidence | None:
    """A report whose parts stand in a person's own mail: some mail programs forward one so."""
    if not any(part.content_type in _REPORT_PARTS for part in mail.parts) or not reading.may_go_on():
        return None
    report = read_enclosed(mail, reading.platform)
    return Evidence("ndr", ndr=report) if report is not None else None


def pasted_mail(
    text: str, subject: str, reading: Reading, read_mail: ReadMail, depth: int
) -> Evidence | None:
    """A bounce, a forwarded mail or a header block that stands in the text."""
    if not text.strip() or not reading.may_search(len(text)):
        return None
    report = read_pasted(text, reading.platform)
    forwarded = find_forwarded(text, subject)
    if report is not None and reading.may_go_on():
        head = _head(forwarded) if forwarded else MessageInfo()
        return Evidence(
            "ndr", message=head, ndr=report, text=forwarded.text if forwarded else text, size=len(text)
        )
    block = find_header_block(text)
    if block is not None:
        return read_mail(block.encode("utf-8", "replace"), "pasted.headers", reading, depth + 1)
    if forwarded is not None and reading.may_go_on():
        boxes = read_mailboxes(forwarded.fields.get("from", ""))
        name = clean(boxes[0].name) or None if boxes else None
        found = Evidence("message", message=_head(forwarded), text=forwarded.text, from_name=name)
        return replace(found, size=len(forwarded.text))
    return None


def is_wrapped(content: bytes, content_type: str, name: str) -> bool:
    """Outlook's own wrapping (TNEF): by its first bytes, or by its name or type where those are damaged."""
    return is_tnef(content[:4]) or content_type in _TNEF_TYPES or name == "winmail.dat"


def wrapped_in_words(name: str) -> str:
    """What it is, and what to send instead."""
    return (
        f"{clean(name)[:100] or 'an attachment'} is Outlook's own wrapping of a mail (TNEF) and not read:"
        " please send the mail itself as .msg or .eml"
    )


def if_outlook(
    content: bytes, name: str, reading: Reading, read_mail: ReadMail, depth: int
) -> Evidence | None:
    """An Outlook item under another name; other Office files look alike and are left alone."""
    found = read_mail(content, name, reading, depth)
    return found if found is not None and found.kind != "unreadable" else None


def _read(part: Part, name: str, mail: ParsedMail, reading: Reading, read_mail: ReadMail) -> Evidence | None:
    return read_mail(part.content, name, reading, mail.depth + 1) if part.content.strip() else None


def _is_mail_file(part: Part, name: str) -> bool:
    if part.children:
        return False
    return is_mail_file_name(name) or part.content_type in _OUTLOOK_TYPES


def is_mail_file_name(name: str) -> bool:
    """Does a file's name (in lower case) say that it holds mail?"""
    return name.endswith(_MAIL_FILES)


def _head(found: InlineMail) -> MessageInfo:
    boxes = read_mailboxes(found.fields.get("from", ""))
    recipients = (box.address for box in read_mailboxes(found.fields.get("to", "")))
    subject = found.fields.get("subject")
    return MessageInfo(
        subject=clean(subject) if subject is not None else None,
        from_=boxes[0].address if len(boxes) == 1 else None,
        to=tuple(address for address in recipients if address),
        date=parse_date(found.fields.get("date")),
    )
