"""A mail or a pasted text as readers of delivery reports look at it: the notice apart from the original."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property

from triage.evidence.fields import Field, read_fields
from triage.evidence.ndr.described import described
from triage.evidence.ndr.words import says, words
from triage.evidence.parsed import ParsedMail

MAX_NOTICE = 60_000
MAX_LINE = 2_000
MAX_ORIGINAL = 200_000
# These are looked for behind a line feed, which the search can jump to, and so in "\n" + text.
_ORIGINAL_HEADER = re.compile(
    r"\n[ \t]{0,8}(?:Received|Return-Path|X-Received|DKIM-Signature|Message-ID|X-Google-Smtp-Source)"
    r"[ \t]{0,3}:",
    re.IGNORECASE,
)
# A line that announces the copy of the original message, in the words of many mail servers.
_ANNOUNCED = re.compile(
    r"\n[ \t>*=#-]{0,80}(?:"
    r"(?:this|here|below|attached|enclosed|included|attachment) (?:this line )?is (?:a |the )?"
    r"(?:copy|header|original|first)"
    r"|(?:here|below|enclosed|attached) (?:follows|comes) "
    r"|below (?:the next |this )?line is a copy"
    r"|(?:the )?(?:original|returned|unsent|undelivered|rejected) (?:message|mail)"
    r"(?: (?:follows|header|headers|text|info|below|attached|returned|content|body|source)"
    r"| -|[ .:-]{0,60}$)"
    r"|(?:message|original|mail) headers? (?:follow|are|is|:)"
    r"|the (?:first|header|headers) .{0,40}(?:of (?:the|your) (?:original )?message|follow)"
    r"|your (?:message|mail) (?:reads|follows|was)(?: \(in part\))? ?[:.]?$"
    r"|start of returned message|a copy of (?:the|your) (?:original )?message"
    r"|original mail info|included is a copy|(?:dies ist )?eine kopie (?:der|ihrer)"
    r"|mensaje original|message d'origine|message original|messaggio originale|mensagem original"
    r"|ursprüngliche nachricht|originalnachricht|оригинал|копия (?:вашего )?(?:письма|сообщения)"
    r"|oryginalna wiadomo|původní zpráv|eredeti üzenet|oorspronkelijk bericht|元のメール|原始邮件|原郵件"
    r")",
    re.IGNORECASE | re.MULTILINE,
)
_HEADER_LINE = re.compile(
    r"\n(?:Received|Return-Path|X-Received|DKIM-Signature|Message-ID|X-[A-Za-z-]{1,40}|From|To|Subject|Date)"
    r"[ \t]{0,3}:",
    re.IGNORECASE,
)
_KNOWN = frozenset({"from", "to", "subject", "message-id", "received", "date"})
_ORIGINALS = ("message/rfc822", "message/global", "message/partial", "text/rfc822")
_STARTS = (b"received:", b"return-path:", b"message-id:")
_REPORT_TYPES = ("message/delivery-status", "message/global-delivery-status")


@dataclass(frozen=True)
class Material:
    """`mail` is `None` for a text that somebody pasted; then only `text` is there."""

    text: str
    mail: ParsedMail | None = None
    quoted: tuple[Field, ...] = ()
    """What a mail program wrote above the notice when it was forwarded: `From`, `Subject`."""

    def header(self, name: str) -> str | None:
        if self.mail is not None:
            return self.mail.header(name)
        return next((value for key, value in self.quoted if key == name), None)

    @cached_property
    def subject(self) -> str:
        return (self.header("Subject") or "")[:500].lower()

    @cached_property
    def sender(self) -> str:
        return (self.header("From") or "")[:500].lower()

    @cached_property
    def is_automatic(self) -> bool:
        """A mail server sent it: by its From, the null sender, or a field that only servers write.

        A postmaster may be a person: then the subject must say that a mail failed, or that mail came back.
        """
        if self.mail is None or any(name in self.sender for name in words("daemons")):
            return True
        if self.sender in ("", "<>") or (self.is_null_sender and not self._is_answer):
            return True
        if self.header("X-Failed-Recipients") or self.header("X-MS-Exchange-Message-Is-Ndr"):
            return True
        if not any(name in self.sender for name in words("people")):
            return False
        told = "reply@" not in self.sender and says("failed", self.subject)
        return told or self._cut < len(self.text) or bool(_attached_head(self.mail))

    @property
    def is_null_sender(self) -> bool:
        return (self.header("Return-Path") or "x").strip() == "<>"

    @property
    def is_report(self) -> bool:
        """It declares itself a report of delivery as a whole (RFC 6522)."""
        if self.mail is None or self.mail.content_type != "multipart/report":
            return False
        return self.mail.root.parameters.get("report-type", "").lower() in ("", "delivery-status")

    @property
    def _is_answer(self) -> bool:
        return "auto-replied" in (self.header("Auto-Submitted") or "").lower()

    @cached_property
    def status_parts(self) -> tuple[str, ...]:
        """The texts of the parts that declare themselves a delivery status (RFC 3464)."""
        if self.mail is None:
            return ()
        return tuple(part.text for part in self.mail.parts if part.content_type in _REPORT_TYPES)

    @cached_property
    def _cut(self) -> int:
        text = "\n" + self.text[: 2 * MAX_NOTICE]
        marks = (_ANNOUNCED.search(text), _ORIGINAL_HEADER.search(text))
        return min((mark.start() for mark in marks if mark), default=len(text) - 1)

    @cached_property
    def notice(self) -> str:
        """What the mail server itself says: the text before the copy of the original message."""
        return self.text[: min(self._cut, MAX_NOTICE)]

    @cached_property
    def low(self) -> str:
        """The notice in lower case with single spaces, to look for words in."""
        return " ".join(self.notice.lower().replace("’", "'").split())

    @cached_property
    def says_failed(self) -> bool:
        return says("failed", self.subject) or says("failed", self.low)

    @cached_property
    def lines(self) -> tuple[str, ...]:
        return tuple(line[:MAX_LINE].expandtabs(4).rstrip() for line in self.notice.split("\n"))

    @cached_property
    def original(self) -> tuple[Field, ...]:
        """The header fields of the mail that came back, attached or behind the notice."""
        return _attached_head(self.mail) or _quoted_head(self.text[self._cut :])

    @cached_property
    def about(self) -> tuple[Field, ...]:
        """The same, or what the notice itself tells of that mail."""
        return self.original or described(self.lines)


def _attached_head(mail: ParsedMail | None) -> tuple[Field, ...]:
    if mail is None:
        return ()
    late: tuple[Field, ...] = ()
    for part in mail.parts[1:]:
        kind = part.content_type
        if kind.startswith(_ORIGINALS) and kind not in _REPORT_TYPES:
            if fields := _head(part.content[:MAX_ORIGINAL]):
                return fields
        elif kind == "text/plain" and not late and part.content[:300].lstrip().lower().startswith(_STARTS):
            late = _head(part.content[:MAX_ORIGINAL])
    return late


def _head(content: bytes) -> tuple[Field, ...]:
    fields = read_fields(content)
    return fields if any(name.lower() in _KNOWN for name, _ in fields) else ()


def _quoted_head(text: str) -> tuple[Field, ...]:
    """The header block that follows in the text, wherever it begins after the announcement."""
    at = _HEADER_LINE.search("\n" + text)
    if at is None:
        return ()
    return _head(text[at.start() : at.start() + MAX_NOTICE].encode("utf-8", "replace"))


def material_of(mail: ParsedMail) -> Material:
    return Material(mail.text, mail)
