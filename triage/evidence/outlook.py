"""What does an Outlook item (.msg) say? Its transport header as it was, its text, what is attached."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from triage.evidence.addresses import clean_address
from triage.evidence.charsets import decode_bytes
from triage.evidence.describe import describe
from triage.evidence.fields import read_fields
from triage.evidence.files.look import look
from triage.evidence.headers import clean
from triage.evidence.html_text import html_text
from triage.evidence.kinds import is_auto_reply
from triage.evidence.limits import MAX_DEPTH, MAX_PACKED_RTF, MAX_TEXT_CHARS
from triage.evidence.ndr import read_report
from triage.evidence.nested import (
    ReadMail,
    if_outlook,
    is_mail_file_name,
    is_wrapped,
    pasted_mail,
    wrapped_in_words,
)
from triage.evidence.outlook_item import TOP, Item
from triage.evidence.outlook_report import is_report, read_outlook_report
from triage.evidence.parsed import ParsedMail
from triage.evidence.parts import Part
from triage.evidence.reading import Reading, joined, unreadable
from triage.evidence.sniff import is_outlook
from triage.model import Attachment, Evidence, MessageInfo, SenderView

_UNSENT, _FROM_ME = 0x8, 0x20
_TO, _CC = 1, 2
_OTHER_ITEMS = {
    "ipm.appointment": "an appointment", "ipm.schedule": "a meeting request", "ipm.contact": "a contact",
    "ipm.task": "a task", "ipm.stickynote": "a note", "ipm.activity": "a journal entry", "ipm.post": "a post",
    "ipm.distlist": "a distribution list",
}  # fmt: skip


def read_outlook(raw: bytes, name: str, reading: Reading, depth: int, read_mail: ReadMail) -> Evidence:
    """The item and all that is attached to it; `unreadable` with a clear word when it cannot be opened."""
    from triage.evidence.compound import open_compound

    try:
        storage = open_compound(raw)
    except MemoryError:
        raise
    except Exception as error:  # olefile raises whatever a broken file makes it stumble over
        return unreadable(f"a damaged Outlook file: it cannot be opened ({_words(error)})", len(raw))
    item = Item(storage, TOP)
    if item.text(0x001A) is None and item.text(0x0037) is None and not _body(item)[0]:
        return unreadable("an Office file, but no Outlook item: there is no message in it", len(raw))
    return replace(read_item(item, reading, depth, read_mail), size=len(raw))


def read_item(item: Item, reading: Reading, depth: int, read_mail: ReadMail) -> Evidence:
    """One item and what is attached to it."""
    message_class = (item.text(0x001A) or "IPM.Note").strip()
    text, body_problem = _body(item)
    header = (item.text(0x007D) or "").strip()
    mail = _mail_of(header, depth)
    problems = list(body_problem)
    if not mail.root.fields:
        problems.append(_why_no_header(item))
    other = next(
        (words for start, words in _OTHER_ITEMS.items() if message_class.lower().startswith(start)), None
    )
    if other:
        problems.append(f"this Outlook item is {other}, not a mail")
    kind = "auto_reply" if is_auto_reply(mail) or "oof" in message_class.lower() else "message"
    evidence = _filled(describe(mail, kind, reading.platform), item, text)
    report = (
        read_outlook_report(item, text, reading.platform)
        if is_report(message_class)
        else read_report(_notice(mail, text), reading.platform)
    )
    if report is not None:
        evidence = replace(evidence, kind="ndr", ndr=report)
    nested = tuple(_attached(item, reading, depth, read_mail))
    if evidence.kind == "message":
        pasted = pasted_mail(text, evidence.message.subject or "", reading, read_mail, depth)
        nested += (pasted,) if pasted else ()
    files = tuple(_attachment(one) for one in item.attachments())
    return replace(evidence, nested=nested, attachments=files, problems=joined(evidence.problems, problems))


def _mail_of(header: str, depth: int) -> ParsedMail:
    """The transport header as a mail without a body: that stands in other properties."""
    # Outlook begins some with a line that is no field: "Microsoft Mail Internet Headers Version 2.0".
    if header.startswith("Microsoft Mail Internet Headers"):
        header = header.partition("\n")[2]
    raw = header.encode("utf-8", "replace")
    return ParsedMail(raw, Part(read_fields(raw), b""), (), depth)


def _notice(mail: ParsedMail, text: str) -> ParsedMail:
    """Header and text as one plain mail again: a bounce that Outlook keeps as an ordinary item."""
    fields = tuple(field for field in mail.root.fields if not field[0].lower().startswith("content-"))
    return ParsedMail(b"", Part(fields, text.encode("utf-8", "replace"), parameters={"charset": "utf-8"}))


def _filled(evidence: Evidence, item: Item, text: str) -> Evidence:
    """What the header does not say, from the item's own properties."""
    message = evidence.message
    subject = item.text(0x0037)
    author = _first_address(item, 0x5D01, 0x0C1F, 0x5D02, 0x0065)
    told = MessageInfo(
        subject=message.subject
        if message.subject is not None
        else clean(subject)
        if subject is not None
        else None,
        from_=message.from_ or (author if not evidence.header("From") else None),
        to=message.to or _recipients(item, _TO),
        date=message.date or item.time(0x0039) or item.time(0x0E06),
        message_id=message.message_id or (item.text(0x1035) or "").strip() or None,
        return_path=message.return_path,
    )
    sender = evidence.sender
    if sender.from_ is None and told.from_ and not sender.suspicious:
        sender = SenderView(told.from_, sender.return_path)
    name = clean(item.text(0x0C1A) or item.text(0x0042) or "")
    return replace(
        evidence,
        message=told,
        sender=sender,
        text=text[:MAX_TEXT_CHARS],
        cc=evidence.cc or _recipients(item, _CC),
        from_name=evidence.from_name or name or None,
    )


def _first_address(item: Item, *pids: int) -> str | None:
    return next(
        (found for pid in pids if (found := clean_address((item.text(pid) or "").strip("'<> ")))), None
    )


def _recipients(item: Item, kind: int) -> tuple[str, ...]:
    found = (
        _first_address(one, 0x39FE, 0x3003, 0x3001)
        for one in item.recipients()
        if (one.number(0x0C15) or _TO) == kind
    )
    return tuple(dict.fromkeys(address for address in found if address))


def _body(item: Item) -> tuple[str, list[str]]:
    """The text: plain, else from HTML, else from RTF (HTML may be wrapped in it)."""
    plain = item.text(0x1000, item.body_charset)
    if plain and plain.strip():
        return plain.replace("\r\n", "\n").strip(), []
    markup = item.binary(0x1013)
    source = decode_bytes(markup, item.body_charset) if markup else item.text(0x1013, item.body_charset)
    if source and source.strip():
        return html_text(source), []
    packed = item.binary(0x1009)
    if not packed:
        return "", []
    if len(packed) > MAX_PACKED_RTF:
        return "", [f"the body is RTF of more than {MAX_PACKED_RTF // 1024:,} kB: not read"]
    try:
        from compressed_rtf import decompress  # type: ignore[import-untyped]

        data = decompress(packed)
    except MemoryError:
        raise
    except Exception as error:  # the library raises bare exceptions for what is damaged
        return "", [f"the body is damaged and could not be unpacked ({_words(error)})"]
    from triage.evidence.rtf import read_rtf

    text, is_html = read_rtf(data)
    return (html_text(text) if is_html else text.strip()), []


def _why_no_header(item: Item) -> str:
    """Why there is no transport header, and which export to ask for."""
    flags = item.number(0x0E07) or 0
    missing = "no transport header in this Outlook item"
    if flags & _UNSENT:
        return f"{missing}: it is a draft that was never sent"
    if flags & _FROM_ME:
        return f"{missing}: it was saved from the sent mail; ask the recipient for the mail as it arrived"
    if (item.text(0x0C1E) or "").upper() == "EX":
        return f"{missing}: Exchange delivered it internally, such mail has none"
    return (
        f"{missing}: ask for the mail saved from the mailbox where it arrived"
        " (.eml, or the header from File / Properties)"
    )


def _attached(item: Item, reading: Reading, depth: int, read_mail: ReadMail) -> Iterator[Evidence]:
    for one in item.attachments():
        inner = one.embedded()
        if inner is not None and not inner.is_empty:
            if depth >= MAX_DEPTH:
                reading.problems.append(f"mails nested more than {MAX_DEPTH} deep: the rest was not read")
            elif reading.may_go_on() and inner.text(0x001A) is not None:
                yield read_item(inner, reading, depth + 1, read_mail)
            continue
        content = one.binary(0x3701) or b""
        name = _file_name(one).lower()
        kind = (one.text(0x370E) or "").lower()
        found: Evidence | None = None
        if is_wrapped(content, kind, name):
            reading.problems.append(wrapped_in_words(name))
        elif is_mail_file_name(name) or kind == "message/rfc822":
            found = read_mail(content, name, reading, depth + 1)
        elif is_outlook(content):
            found = if_outlook(content, name, reading, read_mail, depth + 1)
        elif kind.startswith("text/plain") or name.endswith((".txt", ".hdr", ".headers")):
            found = pasted_mail(decode_bytes(content[:MAX_TEXT_CHARS]), "", reading, read_mail, depth)
        if found is not None:
            yield found


def files_of(raw: bytes) -> Iterator[bytes]:
    """The files of an Outlook item, in their order. Raises what a broken one makes olefile raise."""
    from triage.evidence.compound import open_compound

    for one in Item(open_compound(raw), TOP).attachments():
        yield one.binary(0x3701) or b""


def _attachment(one: Item) -> Attachment:
    declared = (one.text(0x370E) or "application/octet-stream").lower()
    return look(_file_name(one), declared, one.binary(0x3701) or b"", bool(one.text(0x3712)))


def _file_name(one: Item) -> str:
    return one.text(0x3707) or one.text(0x3704) or one.text(0x3001) or ""


def _words(error: Exception) -> str:
    return (str(error) or type(error).__name__)[:120]
