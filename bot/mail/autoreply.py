"""Which mail is no person's question, and which mail may a machine answer (RFC 3834, RFC 5230 section 4.6)?

Judged by the outer message alone: what somebody attached or forwarded is evidence, whatever it is.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot.mail.head import Head
from bot.mail.letter import Letter
from bot.mail.own import Own
from bot.mail.requester import Requester, redirected_by
from bot.mail.self_test import self_test_in
from bot.mail.threading import answers_ticket
from triage.evidence.hosts import domain_of
from triage.model import Evidence

_MACHINES = re.compile(
    r"(?:mailer-daemon|postmaster|mail-daemon|mdaemon|no-?_?\.?reply|do-?_?\.?not-?_?\.?reply|bounces?|"
    r"auto-?reply|abuse-noverify)(?:[+=_-].{0,64})?",
    re.IGNORECASE,
)
_DAEMON = re.compile(
    r"mailer[-_.]?daemon|po{1,2}st[-_.]?master|mail[-_.]?daemon|mdaemon|mail.delivery.(?:sub)?system", re.I
)
_LIST_FIELDS = ("List-Id", "List-Unsubscribe", "List-Post", "Mailing-List")
_AUTO_FIELDS = ("X-Autoreply", "X-Autorespond", "X-Auto-Reply", "X-Autoresponder", "X-Mail-Autoreply")
_REPORT = re.compile(r"multipart/report\b", re.IGNORECASE)
_MAILTO = re.compile(r"<mailto:([^<>?\s]{3,254})", re.IGNORECASE)
_RECEIPT = re.compile(r"report-type\s{0,3}=\s{0,3}\"?disposition-notification", re.IGNORECASE)


@dataclass(frozen=True)
class Reported:
    """`message`: the number of the outgoing message, where the report names it."""

    ticket: int
    message: int | None


def why_set_aside(letter: Letter, own: Own) -> str | None:
    """Why this is never a ticket, for the ledger; `None`: it may be one."""
    head, evidence = letter.head, letter.evidence
    if redirected_by(head, letter.envelope_from) is not None:
        return None
    if self_test_in(head, own) is not None:
        return "the mail that the desk sends to itself once a day"
    return _our_own(head, own) or _report(letter, own) or _automatic(head, evidence) or _list(head, own)


def may_be_answered(letter: Letter, who: Requester, own: Own) -> bool:
    """Whether nothing speaks against automatic mail; the sender must be authenticated beside it."""
    head = letter.head
    submitted = head.word("Auto-Submitted")
    silent = (
        letter.envelope_from == ""
        or submitted not in ("", "no")
        or head.word("Precedence") in ("bulk", "junk", "list", "auto_reply")
        or any(name.lower().startswith("list-") for name, _ in head.fields)
        or head.has("X-Loop", "Mailing-List", "Feedback-ID", *_AUTO_FIELDS)
        or _REPORT.search(head.first("Content-Type") or "") is not None
        or letter.evidence.kind in ("ndr", "auto_reply", "abuse_report")
        or head.has("Resent-From")
    )
    machine = any(_MACHINES.fullmatch(address.partition("@")[0]) for address in (who.author, who.address))
    return not (silent or machine or own.is_address(who.address) or own.is_address(who.author))


def _our_own(head: Head, own: Own) -> str | None:
    ids = head.message_ids("Message-ID")
    if any(own.ticket_of(item) is not None for item in ids):
        return "a loop: this is a message that the desk itself has sent"
    if any(own.is_address(address) for address in head.addresses("X-Loop")):
        return "a loop: it has passed this desk before (X-Loop)"
    authors = head.addresses("From")
    answers = [address for address in head.addresses("Reply-To") if not own.is_address(address)]
    if authors and all(own.is_address(address) for address in authors) and not answers:
        return "a loop: it says that it comes from the desk's own address"
    return None


def _report(letter: Letter, own: Own) -> str | None:
    if _RECEIPT.search(letter.head.first("Content-Type") or ""):
        return "a read receipt"
    if not _from_a_daemon(letter):
        return None
    reported = message_reported(letter, own)
    if reported is None:
        return "a delivery report that came to the desk directly, about a mail that the desk did not send"
    said = _what_it_says(letter.evidence)
    return f"a delivery report about our message on ticket #{reported.ticket}: {said}"


def _from_a_daemon(letter: Letter) -> bool:
    """A delivery report as a mail server sends it; a person may still write a text that reads like one."""
    head, kind, envelope_from = letter.head, letter.evidence.kind, letter.envelope_from
    if kind == "abuse_report":
        return False
    if _REPORT.match(head.first("Content-Type") or ""):
        return True
    senders = " ".join([envelope_from or "", *head.all("From"), *head.all("Return-Path")])
    return kind == "ndr" and (envelope_from == "" or _DAEMON.search(senders) is not None)


def message_reported(letter: Letter, own: Own) -> Reported | None:
    """The message of ours that a mail server reports on; `None`: it is no such report, or names none.

    By its Message-ID, else by the address that the report came to: the envelope sender that we gave it.
    """
    if not _from_a_daemon(letter):
        return None
    report = letter.evidence.ndr
    original = report.original.message_id if report is not None else None
    named = (own.message_of(original) if original else None) or own.message_within(letter.raw)
    if named is not None:
        return Reported(*named)
    ticket = answers_ticket(letter.head, letter.envelope_to, own)
    return Reported(ticket, None) if ticket is not None else None


def _what_it_says(evidence: Evidence) -> str:
    recipients = evidence.ndr.recipients if evidence.ndr is not None else ()
    said = (
        f"{item.address} {item.action} ({item.reason.value.replace('_', ' ')})" for item in recipients[:3]
    )
    return ", ".join(said) or "it did not arrive"


def is_automatic(head: Head, evidence: Evidence) -> bool:
    """A machine's answer: an auto-reply, a receipt."""
    receipt = _RECEIPT.search(head.first("Content-Type") or "") is not None
    return receipt or _automatic(head, evidence) is not None


def _automatic(head: Head, evidence: Evidence) -> str | None:
    automatic = (
        head.word("Auto-Submitted").startswith("auto-replied")
        or head.has(*_AUTO_FIELDS)
        or head.word("Precedence") == "auto_reply"
        or evidence.kind == "auto_reply"
    )
    return "an automatic reply" if automatic else None


def _list(head: Head, own: Own) -> str | None:
    if not head.has(*_LIST_FIELDS):
        return None
    if any(
        own.ticket_of(item) is not None
        for name in ("In-Reply-To", "References")
        for item in head.message_ids(name)
    ):
        return None
    # The help address itself may be a group: its own marks are no reason.
    marks = " ".join(value.lower() for name in _LIST_FIELDS for value in head.all(name))
    if any(address in marks or address.replace("@", ".") in marks for address in own.addresses):
        return None
    # So may another list of the team's, which passes a requester's mail on.
    posts = [address for value in head.all("List-Post") for address in _MAILTO.findall(value)]
    if posts and all(own.is_our_organisation(domain_of(address)) for address in posts):
        return None
    return "a mailing list's or newsletter's mail"
