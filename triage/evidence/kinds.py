"""What kind of mail is it, when it is no delivery report: a person's, a machine's, or a complaint?"""

from __future__ import annotations

import re

from triage.evidence.parsed import ParsedMail

_KNOWN = frozenset(
    {
        "from", "to", "cc", "subject", "date", "received", "message-id", "return-path", "mime-version",
        "content-type", "content-transfer-encoding", "delivered-to", "reply-to", "sender", "x-mailer",
        "references", "in-reply-to", "dkim-signature", "authentication-results", "received-spf", "bcc",
        "x-received", "x-spam-status", "x-spam-flag", "auto-submitted", "envelope-to", "x-original-to",
    }
)  # fmt: skip
_AUTO_FIELDS = ("x-autoreply", "x-autorespond", "x-auto-reply", "x-autoresponder", "x-mail-autoreply")
_AUTO_SUBJECT = re.compile(
    r"^(?:auto(?:matic|mated)?[ -]?(?:reply|response|answer)|out of (?:the )?office|vacation|on vacation|"
    r"automatische antwort|abwesenheits?\w{0,12}|réponse automatique|absence du bureau|respuesta automática|"
    r"fuera de (?:la )?oficina|risposta automatica|fuori sede|resposta automática|ausência temporária|"
    r"automatisch antwoord|afwezig\w{0,6}|autosvar|automaattinen vastaus|automatyczna odpowiedź|"
    r"automatická odpověď|automatikus válasz|автоматический ответ|автоответ|自動応答|自动回复|自動回覆)",
    re.IGNORECASE,
)
_HEADER_FILES = (".txt", ".text", ".hdr", ".headers", ".header", "-")


def has_header(mail: ParsedMail) -> bool:
    """Is there a header at all, and not just lines with a colon in them?"""
    return any(name.lower() in _KNOWN for name, _ in mail.root.fields)


def is_abuse_report(mail: ParsedMail) -> bool:
    """A complaint in the Abuse Reporting Format (RFC 5965), or in the form of Microsoft's JMRP."""
    if mail.root.parameters.get("report-type", "").lower() == "feedback-report":
        return True
    if mail.parts_of("message/feedback-report"):
        return True
    complains = (mail.header("Subject") or "").strip().lower().startswith("complaint about message from ")
    return complains and bool(mail.parts_of("message/rfc822"))


def is_auto_reply(mail: ParsedMail) -> bool:
    """An answer that a machine wrote (RFC 3834), a read receipt too (RFC 8098)."""
    submitted = (mail.header("Auto-Submitted") or "").partition(";")[0].strip().lower()
    if submitted.startswith("auto-replied"):
        return True
    if mail.root.parameters.get("report-type", "").lower() == "disposition-notification":
        return True
    if any(mail.headers(name) for name in _AUTO_FIELDS):
        return True
    if (mail.header("Precedence") or "").strip().lower() in ("auto_reply", "auto-reply"):
        return True
    machine = submitted == "auto-generated" or mail.header("X-Auto-Response-Suppress") is not None
    answers = mail.header("In-Reply-To") or (mail.header("Return-Path") or "").strip() == "<>"
    return bool((machine or answers) and _AUTO_SUBJECT.match((mail.header("Subject") or "").strip()[:200]))


def is_only_headers(mail: ParsedMail, name: str) -> bool:
    """A header without its mail. The name decides only between a mail with no text and a saved header."""
    if mail.root.source.strip():
        return False
    if mail.content_type.startswith("multipart/") or name.lower().endswith(_HEADER_FILES):
        return True
    return b"\n\n" not in mail.raw.replace(b"\r\n", b"\n").lstrip()
