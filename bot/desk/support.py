"""Is it the platform's support that writes, and which number did it give the case?"""

from __future__ import annotations

import re

from bot.desk.types import Incoming
from knowledge.vocabulary import Platform
from triage.facts.hosts import domain_of

_NUMBER = r"[A-Z0-9][A-Z0-9-]{2,39}"
_NAMED = re.compile(
    rf"(?:^|[\s\[(#:])(?:ticket|case|request|incident|ref(?:erence)?|anfrage|vorgang)"
    rf"(?:[\s_-]{{0,2}}(?:id|no|nr|number|nummer)\b\.?)?\s{{0,2}}(?:is\s|:|=)?\s{{0,2}}#?\s?({_NUMBER})\b",
    re.IGNORECASE,
)
_BRACKETED = re.compile(rf"\[#?({_NUMBER})\]|##({_NUMBER})##|\(#({_NUMBER})\)", re.IGNORECASE)
_FIELDS = (
    "X-Ticket-ID",
    "X-Ticket-Number",
    "X-RT-Ticket",
    "X-OTRS-TicketNumber",
    "X-Freshdesk-Ticket-Id",
    "X-Zendesk-Ticket-Id",
    "X-Case-Number",
)
_RECEIPT = re.compile(
    r"\b(?:has|have) been received\b|\bwe(?: have|'ve|\u2019ve)? received your\b|"
    r"\bautomat(?:ic|ed)(?:ally)? (?:reply|response|message|confirmation|generated)\b|"
    r"\b(?:ticket|case|request|issue) (?:number )?(?:\S{1,40} )?(?:has been|was|is) "
    r"(?:created|opened|logged|registered|assigned)\b|"
    r"\bwill (?:get back|be in touch|respond|reply|contact you)\b|"
    r"\bist eingegangen\b|\bhaben wir erhalten\b",
    re.IGNORECASE,
)
_LONGEST_RECEIPT = 2000


def is_support(address: str | None, platform: Platform) -> bool:
    """An address in a domain that the profile's support answers from."""
    domain = domain_of(address)
    ours = domain_of(platform.escalation.address)
    known = (*((ours,) if ours else ()), *platform.escalation.answer_domains)
    return domain is not None and any(domain == one or domain.endswith(f".{one}") for one in known)


def support_number(incoming: Incoming) -> str | None:
    """Their ticket number, from a header field of their ticket system, or from subject or text."""
    for name in _FIELDS:
        words = (incoming.evidence.header(name) or "").split()
        found = re.fullmatch(_NUMBER, words[-1].lstrip("#"), re.IGNORECASE) if words else None
        if found and _has_digit(found[0]):
            return found[0]
    subject = re.sub(r"\[#\d{1,9}\]", " ", incoming.subject[:500])
    texts = (subject, incoming.text[:_LONGEST_RECEIPT]) if is_receipt(incoming) else (subject,)
    for text in texts:
        for pattern in (_NAMED, _BRACKETED) if text is subject else (_NAMED,):
            for match in pattern.finditer(text):
                number = next(group for group in match.groups() if group)
                if _has_digit(number):
                    return number
    return None


def is_receipt(incoming: Incoming) -> bool:
    """Only says that the case has arrived: written by a machine in answer, or in the words of one."""
    if incoming.automatic:
        return True
    return len(incoming.text) <= _LONGEST_RECEIPT and _RECEIPT.search(incoming.text) is not None


def _has_digit(text: str) -> bool:
    return any(char.isdigit() for char in text)
