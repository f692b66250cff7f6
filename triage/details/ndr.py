"""The delivery report: attached, forwarded or pasted, or at least its line with the SMTP code."""

from __future__ import annotations

import re

from knowledge.vocabulary import Detail
from triage.details.telling import Telling

DETAIL = Detail.NDR
_LINE_LIMIT = 400
_ENHANCED = re.compile(r"(?<![\d.])([45]\.\d{1,3}\.\d{1,3})(?![\d.]*\d)\W*((?:\w+\W+){2})", re.ASCII)
_REPLY = re.compile(r"(?<![\d.,:+-])([45]\d\d)[ -]+(?!error\b|mails?\b|messages?\b|spams?\b)(.{8,200})", re.I)
_BOTH = re.compile(r"(?<![\d.])[45]\d\d[ -]{1,2}#?[45]\.\d{1,3}\.\d{1,3}(?![\d.]*\d)")
_REFUSAL = re.compile(
    r"user|mailbox|recipient|relay|reject|denied|block|unknown|address|refus|spam|full|quota|exist|policy"
    r"|too many|limit|spf|dkim|dmarc|unavailable|access|sender|domain|host|authenticat|greylist|try again"
    r"|abgewiesen|abgelehnt|unbekannt|elutasit|visszautasit|ismeretlen|letilt|indesirable|inconnu|rechaz|desconoc"
    r"|rifiut|sconosciut|geweiger|onbekend|odrzuc|nieznan|zablok|recus|desconhec"
    r"|listed|invalid|not found|size|exceed|suspend|disabled|virus|reputation|verif|inactive|undeliverable",
    re.I,
)


def find(telling: Telling) -> str | None:
    if said := telling.facts.get("ndr"):
        return said
    if telling.picture.reports:
        return "a delivery report was sent along"
    return quoted_line(telling.text)


def told_line(telling: Telling) -> str | None:
    """The same in the ticket's own words, else in what it quotes of no person."""
    quoted = telling.quoted
    no_person = quoted is not None and (quoted.by_machine or not quoted.author)
    return quoted_line(telling.text) or (quoted_line(quoted.text) if quoted and no_person else None)


def quoted_line(text: str) -> str | None:
    """The line of a report that somebody quoted: an SMTP code (RFC 5321, RFC 3463) with its words."""
    for line in text.splitlines()[:400]:
        head = line[:_LINE_LIMIT]
        enhanced = _ENHANCED.search(head + " ")
        reply = _REPLY.search(head)
        if _BOTH.search(head):
            return head.strip()
        if (enhanced and _REFUSAL.search(head)) or (reply and _REFUSAL.search(reply[2])):
            return head.strip()
    return None
