"""What does Outlook's own form of a delivery report (`REPORT.IPM.Note.NDR`) say?

Outlook takes the standard report apart into properties; here they are put back into the standard's form
(RFC 3464), and the readers of delivery reports judge it like any other.
"""

from __future__ import annotations

import re

from knowledge.vocabulary import Platform
from triage.evidence.addresses import clean_address
from triage.evidence.ndr import read_pasted, read_report
from triage.evidence.outlook_item import Item
from triage.evidence.parsed import parse
from triage.model import DeliveryReport

_STATUS = re.compile(r"(?<![\d.])([245]\.\d{1,3}\.\d{1,3})(?![\d.]*\d)")
_BOUNDARY = "=_report_of_an_outlook_item"
_LINES = re.compile(r"[\r\n]+")


def is_report(message_class: str) -> bool:
    """Is the item a report that a mail was not delivered, or is late?"""
    low = message_class.lower()
    return low.startswith("report.") and low.endswith((".ndr", ".delayed", ".dr"))


def read_outlook_report(item: Item, text: str, platform: Platform) -> DeliveryReport | None:
    """The report in the item's properties; in its text where the properties do not hold it."""
    message_class = (item.text(0x001A) or "").lower()
    action = (
        "failed"
        if message_class.endswith(".ndr")
        else "delivered"
        if message_class.endswith(".dr")
        else "delayed"
    )
    blocks = [block for one in item.recipients() if (block := _recipient(one, action))]
    if not blocks:
        return read_pasted(text, platform)
    return read_report(parse(_as_mail(item, blocks, text)), platform) or read_pasted(text, platform)


def _recipient(one: Item, action: str) -> str | None:
    address = _address(one)
    if address is None:
        return None
    said = _line(one.text(0x0C1B) or "")
    lines = [f"Final-Recipient: rfc822; {address}", f"Action: {action}"]
    if status := _STATUS.search(said):
        lines.append(f"Status: {status.group(1)}")
    if remote := _line(one.text(0x0C21) or ""):
        lines.append(f"Remote-MTA: dns; {remote}")
    if said:
        lines.append(f"Diagnostic-Code: smtp; {said}")
    return "\n".join(lines)


def _address(one: Item) -> str | None:
    for pid in (0x39FE, 0x3003, 0x3001):
        if address := clean_address((one.text(pid) or "").strip("'<> ")):
            return address
    return None


def _as_mail(item: Item, blocks: list[str], text: str) -> bytes:
    head = {
        "From": "Outlook <postmaster@localhost>",
        "Subject": _line(item.text(0x0037) or "Undeliverable"),
        "MIME-Version": "1.0",
        "Content-Type": f'multipart/report; report-type=delivery-status; boundary="{_BOUNDARY}"',
    }
    original = {
        "Subject": item.text(0x0049) or "",
        "To": item.text(0x0074) or "",
        "Message-ID": item.text(0x1046) or "",
    }
    submitted = item.time(0x004E)
    if submitted is not None:
        original["Date"] = submitted.strftime("%d %b %Y %H:%M:%S +0000")
    reporting = _line(item.text(0x6820) or "")
    status = ([f"Reporting-MTA: dns; {reporting}"] if reporting else []) + ["", "\n\n".join(blocks)]
    parts = (
        ("text/plain; charset=utf-8", text.replace(f"--{_BOUNDARY}", "")),
        ("message/delivery-status", "\n".join(status)),
        ("text/rfc822-headers", _fields(original)),
    )
    body = "".join(f"--{_BOUNDARY}\nContent-Type: {kind}\n\n{content}\n" for kind, content in parts)
    return f"{_fields(head)}\n{body}--{_BOUNDARY}--\n".encode("utf-8", "replace")


def _fields(values: dict[str, str]) -> str:
    return "".join(f"{name}: {_line(value)}\n" for name, value in values.items() if value)


def _line(text: str) -> str:
    return _LINES.sub(" ", text).strip(" \0")[:2_000]
