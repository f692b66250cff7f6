"""Who wrote to whom, what about, and when? The head of a mail (RFC 5322 section 3.6)."""

from __future__ import annotations

import re

from triage.evidence.addresses import Mailbox, clean_address, read_mailboxes
from triage.evidence.dates import names_no_zone, parse_date
from triage.evidence.parsed import ParsedMail
from triage.model import MessageInfo

_ID = re.compile(r"<[^<>\s]{1,900}>")
_BIDI = re.compile(r"[\u202a-\u202e\u2066-\u2069\u200e\u200f\x00-\x08\x0b-\x1f\x7f]")


def read_message_info(mail: ParsedMail) -> tuple[MessageInfo, Mailbox | None, list[str]]:
    """The head, the author's mailbox (with its name), and what could not be read."""
    problems: list[str] = []
    author = _author(mail, problems)
    date = mail.header("Date")
    at = parse_date(date)
    if date and at is None:
        problems.append("the Date has no time zone" if names_no_zone(date) else "the Date cannot be read")
    subject = mail.header("Subject")
    info = MessageInfo(
        subject=clean(subject) if subject is not None else None,
        from_=author.address if author else None,
        to=addresses(mail, "To"),
        date=at,
        message_id=message_id(mail.header("Message-ID")),
        return_path=return_path(mail.header("Return-Path")),
    )
    return info, author, problems


def addresses(mail: ParsedMail, name: str) -> tuple[str, ...]:
    """Every address of all fields of that name, in order, each once."""
    found = (box.address for value in mail.raw_headers(name) for box in read_mailboxes(value))
    return tuple(dict.fromkeys(address for address in found if address))


def message_id(value: str | None) -> str | None:
    """The identifier with its angle brackets, as it stands."""
    if not value:
        return None
    match = _ID.search(value)
    return match.group() if match else value.strip()[:998] or None


def return_path(value: str | None) -> str | None:
    """The envelope sender; an empty string is the null sender `<>`."""
    if value is None:
        return None
    text = value.partition("(")[0].strip()
    if text in ("<>", "<MAILER-DAEMON>"):
        return ""
    return clean_address(text.strip("<> "))


def clean(text: str) -> str:
    """A line for showing: no control characters, none that turn the direction of writing."""
    return _BIDI.sub("", text).strip()


def _author(mail: ParsedMail, problems: list[str]) -> Mailbox | None:
    fields = mail.raw_headers("From")
    boxes = [box for value in fields for box in read_mailboxes(value)]
    if len(fields) > 1 or len({box.address for box in boxes}) > 1:
        problems.append(f"{len(boxes)} authors in From: none of them can be relied on")
        return Mailbox(boxes[0].name if boxes else "", None, "several authors")
    if not boxes:
        return None
    if boxes[0].trouble:
        problems.append(f"the From {boxes[0].trouble}: no address taken from it")
    return boxes[0]
