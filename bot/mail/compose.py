"""What does an outgoing message look like as bytes (RFC 5322, 2045, 3834)?

Written field by field: the standard library's folding puts encoded words into long Message-IDs, which no
program then recognises as the ID that it knows.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import re
from dataclasses import dataclass
from datetime import UTC, datetime
from email.header import Header
from email.utils import format_datetime
from pathlib import Path
from urllib.parse import quote

from bot.desk.types import Outgoing
from bot.mail.flowed import flowed, quoted
from bot.mail.html import as_html
from bot.mail.question import Question
from knowledge.vocabulary import SuggestionKind
from triage.details.language import language_of
from triage.details.lexicon import read_words
from triage.replies.sentences import FALLBACK, Voice

MAX_REFERENCES = 30
_LINE = 76
_CONTROLS = re.compile(r"[\x00-\x1f\x7f\u0085\u2028\u2029]+")
_MESSAGE_ID = re.compile(r"<[!-;=?-~]{1,250}>")
_REPLY_PREFIX = re.compile(r"^(?:re|aw|sv|antw|rif|odp|vs)(?:\[\d{1,3}\])?\s{0,3}[:：]\s{0,3}", re.IGNORECASE)
_MAX_SUBJECT = 200


@dataclass(frozen=True)
class Addressing:
    """Bare addresses, checked beforehand."""

    sender: str
    to: str
    reply_to: str | None = None


@dataclass(frozen=True)
class File:
    """A file that goes along, with its bytes."""

    name: str
    content_type: str
    content: bytes


def compose(
    outgoing: Outgoing,
    addressing: Addressing,
    message_id: str,
    at: datetime,
    files: tuple[File, ...] = (),
    question: Question | None = None,
    templates: tuple[Path, ...] = (),
) -> bytes:
    """The whole message, CR LF at every line's end: text and HTML, what is answered beneath it.

    `templates`: folders of a deployment's own sentences.
    """
    fields = [
        ("Date", format_datetime(at)),
        ("From", addressing.sender),
        ("To", addressing.to),
        ("Subject", _encoded(subject_of(outgoing, templates))),
        ("Message-ID", message_id),
    ]
    if addressing.reply_to is not None:
        fields.append(("Reply-To", addressing.reply_to))
    answered = _ids((outgoing.in_reply_to,) if outgoing.in_reply_to else ())
    if answered:
        fields.append(("In-Reply-To", answered[0]))
    references = chain(outgoing.references, answered)
    if references:
        fields.append(("References", _folded(references, len("References: "))))
    fields.append(("X-Loop", addressing.sender))
    if outgoing.automatic:
        fields += [("Auto-Submitted", "auto-replied"), ("X-Auto-Response-Suppress", "All")]
    fields.append(("MIME-Version", "1.0"))
    words = _words(outgoing, message_id, question)
    if files:
        words = _multipart("mixed", message_id, [words, *(_file_part(file) for file in files)])
    return _head(fields).encode("utf-8") + words


def _words(outgoing: Outgoing, message_id: str, question: Question | None) -> bytes:
    """Text and HTML that say the same (RFC 2046 section 5.1.4); a case for another desk is text alone."""
    text, quote = flowed(outgoing.text), None
    if question is not None:
        said = f"{question.author}, {question.at.astimezone(UTC):%Y-%m-%d %H:%M} UTC:"
        text = f"{text}\n\n{said}\n{quoted(question.text)}"
        quote = (said, question.text)
    plain = _text_part("plain; charset=utf-8; format=flowed", text)
    if outgoing.kind == SuggestionKind.ESCALATE:
        return plain
    html = _text_part("html; charset=utf-8", as_html(outgoing.text, quote))
    return _multipart("alternative", message_id, [plain, html])


def _multipart(kind: str, message_id: str, parts: list[bytes]) -> bytes:
    boundary = _boundary(f"{kind} {message_id}", parts)
    fields = [("Content-Type", f'multipart/{kind}; boundary="{boundary}"')]
    start = f"\r\n--{boundary}\r\n".encode("ascii")
    end = f"\r\n--{boundary}--\r\n".encode("ascii")
    return _head(fields).encode("ascii") + b"".join(start + part for part in parts) + end


def _head(fields: list[tuple[str, str]]) -> str:
    return "".join(f"{name}: {value}\r\n" for name, value in fields)


def _text_part(kind: str, text: str) -> bytes:
    encoding, body = _body(text)
    fields = [("Content-Type", f"text/{kind}"), ("Content-Transfer-Encoding", encoding)]
    return _head(fields).encode("ascii") + b"\r\n" + body


def _boundary(name: str, parts: list[bytes]) -> str:
    """The same at every attempt; in none of the parts, which a stranger may have written."""
    number = 0
    while True:
        digest = hashlib.sha256(f"{name} {number}".encode()).hexdigest()[:32]
        if not any(digest.encode("ascii") in part for part in parts):
            return f"=_{digest}"
        number += 1


def _file_part(file: File) -> bytes:
    """A mail stands as `message/rfc822`, which may not be encoded (RFC 2046 section 5.2.1), where its bytes
    can go as they are; else, as any other file, in base64: its hash must stay what the case says."""
    name = re.sub(r"[^A-Za-z0-9._-]", "_", file.name)[:80]
    as_it_is = file.content_type == "message/rfc822" and _goes_as_it_is(file.content)
    kind = file.content_type
    if kind == "message/rfc822" and not as_it_is:
        kind = "application/octet-stream"
    fields = [
        ("Content-Type", f'{kind}; name="{name}"'),
        ("Content-Transfer-Encoding", "7bit" if as_it_is else "base64"),
        ("Content-Disposition", f"attachment; {_file_name(file.name, name)}"),
    ]
    body = file.content if as_it_is else base64.encodebytes(file.content).replace(b"\n", b"\r\n")
    return _head(fields).encode("ascii") + b"\r\n" + body


def _file_name(name: str, plain: str) -> str:
    """The name with all its letters (RFC 2231); the plain one stands beside it in Content-Type."""
    if name == plain or not name.isprintable() or len(name) > 100:
        return f'filename="{plain}"'
    return f"filename*=utf-8''{quote(name, safe='')}"


def _goes_as_it_is(content: bytes) -> bool:
    """Lines of ASCII that end in CR LF, none longer than 998 (RFC 5322 section 2.1.1)."""
    if not content.isascii() or b"\x00" in content:
        return False
    bare = content.replace(b"\r\n", b"")
    return b"\r" not in bare and b"\n" not in bare and max(map(len, content.split(b"\r\n"))) <= 998


def subject_of(outgoing: Outgoing, templates: tuple[Path, ...] = ()) -> str:
    """One `Re:` where something is answered, and the ticket's token once.

    Automatic mail repeats nothing that a stranger wrote, so that nobody can send words through it.
    """
    token = f"[#{outgoing.ticket}]"
    text = _fixed_subject(outgoing.text, templates) if outgoing.automatic else outgoing.subject
    text = _CONTROLS.sub(" ", text).strip()
    if outgoing.in_reply_to:
        while (shorter := _REPLY_PREFIX.sub("", text, count=1)) != text:
            text = shorter
    text = " ".join(text.replace(token, " ").split())[:_MAX_SUBJECT]
    start = "Re: " if outgoing.in_reply_to else ""
    return f"{start}{text} {token}" if text else f"{start}{token}"


def _fixed_subject(text: str, templates: tuple[Path, ...]) -> str:
    """In the language of the text, which is the desk's own."""
    return Voice(language_of(read_words(text)).code or FALLBACK, templates).say("frame.subject.request")


def chain(references: tuple[str, ...], answered: tuple[str, ...]) -> tuple[str, ...]:
    """The thread from its first message to the answered one (RFC 5322 section 3.6.4), each once."""
    ids = [item for item in dict.fromkeys(_ids(references)) if item not in answered] + list(answered[:1])
    return tuple(ids if len(ids) <= MAX_REFERENCES else [ids[0], *ids[-(MAX_REFERENCES - 1) :]])


def _ids(texts: tuple[str, ...]) -> tuple[str, ...]:
    """The Message-IDs in these texts; what is none is left out, so nothing can be smuggled in."""
    return tuple(match for text in texts for match in _MESSAGE_ID.findall(text))


def _folded(ids: tuple[str, ...], used: int) -> str:
    lines, line = [], ""
    for item in ids:
        if line and used + len(line) + 1 + len(item) > _LINE:
            lines.append(line)
            line, used = item, 1
        else:
            line = f"{line} {item}" if line else item
    return "\r\n ".join([*lines, line])


def _encoded(text: str) -> str:
    """A field value in ASCII, folded (RFC 2047)."""
    if text.isascii():
        return "\r\n ".join(_wrapped(text, _LINE - len("Subject: ")))
    header = Header(text.encode("utf-8", "replace").decode("utf-8"), "utf-8", header_name="Subject")
    return header.encode(linesep="\r\n", maxlinelen=_LINE)


def _wrapped(text: str, width: int) -> list[str]:
    """Lines broken at spaces; a word that is longer than a line stays whole."""
    lines, line = [], ""
    for word in text.split(" "):
        if line and len(line) + 1 + len(word) > width:
            lines.append(line)
            line = word
        else:
            line = f"{line} {word}" if line else word
    return [*lines, line]


def _body(text: str) -> tuple[str, bytes]:
    """Transfer encoding and body: as it is when it is short lines of ASCII, else quoted-printable."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").rstrip("\n").split("\n")
    plain = "\n".join(lines) + "\n"
    if plain.isascii() and "\x00" not in plain and max(map(len, lines)) <= 900:
        return "7bit", plain.replace("\n", "\r\n").encode("ascii")
    coded = binascii.b2a_qp(plain.encode("utf-8", "replace"), istext=True)
    return "quoted-printable", coded.replace(b"\n", b"\r\n")
