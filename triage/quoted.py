"""A quoted line of a report, read as a report: of mail to the requester's own side, or elsewhere."""

from __future__ import annotations

import re
from dataclasses import replace

from knowledge.vocabulary import Reason, RejectedBy, WhoCanFix
from triage.details.ndr import told_line
from triage.details.roles import roles
from triage.details.telling import Telling
from triage.evidence.ndr.draft import Draft, DraftRecipient
from triage.evidence.ndr.verdict import judge
from triage.facts.picture import is_ours
from triage.facts.requester import is_own_side
from triage.model import RecipientReport

ADDRESS = re.compile(r"<([^<>@\s]{1,64}@[A-Za-z0-9.-]{3,253})>")
OF_A_MAILBOX = re.compile(r"unknown|recipient|mailbox|quota|full|no such|not found|exist", re.I)
_OF_THE_SENDER = re.compile(r"sender|mail from|return.?path|spf|dkim|dmarc|\bfrom\b", re.I)
_ANY_ADDRESS = re.compile(r"(?<![\w.+%-])[\w.+%-]{1,64}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){1,8}")
_BEGINS = (
    re.compile(
        r"(?:<[^<>@\s]{1,64}@[^<>@\s]{3,253}>:? )?"
        r"\bhost [A-Za-z0-9.-]{1,253} ?\[[0-9A-Fa-f.:]{3,45}\](?: said)?:"
    ),
    re.compile(r"(?<![\d.,:+-])[45]\d\d[ -]{1,2}#?[45]\.\d{1,3}\.\d{1,3}"),
    re.compile(r"(?<![\d.,:+-])[45]\d\d[ -]"),
    re.compile(r"(?<![\d.])[45]\.\d{1,3}\.\d{1,3}(?![\d.])"),
)
"""Where the server's words begin on a line, the surest sign first."""
_IN_REPLY = re.compile(r"\(in reply to [^()]{1,80}\)")
_SENTENCE_ENDS = re.compile(r"(?<=[^\W\d]{2})[.!?](?=\s)|(?<=[)>])[.!?](?=\s)")
_ASKED = re.compile(r"[,;:.!\u2013\u2014-]\s[^,;:.!?]{1,80}\?\W{0,3}$")
"""A question at the end: the requester's, no server asks one."""
_QUOTES = {'"': '"', "'": "'", "\u201c": "\u201d", "\u201e": "\u201c", "\u00ab": "\u00bb", "`": "`"}
_SETS_OFF = frozenset(_QUOTES) | set(":>(")
_NOT_THERE = frozenset({Reason.BAD_DOMAIN, Reason.UNREACHABLE, Reason.RELAY_DENIED})
"""What the sending side says as often, or before it reaches anybody: no proof that others refused."""


def own_refusal(telling: Telling) -> RecipientReport | None:
    """What the quoted line says of the requester's own mailbox, or `None`: it is about something else."""
    line = told_line(telling) if not telling.picture.reports else None
    if line is None or _OF_THE_SENDER.search(line) or not OF_A_MAILBOX.search(line):
        return None
    found = ADDRESS.findall(line)
    if len(found) != 1 or not is_own_side(found[0], telling.picture):
        return None
    one = DraftRecipient(found[0], diagnostic=line)
    return judge(one, Draft(recipients=(one,)), None, telling.case.platform)


def foreign_refusal(telling: Telling) -> RecipientReport | None:
    """What the quoted line says of mail to somebody elsewhere, or `None`: it proves no refusal there.

    `address` is empty where neither the line nor the ticket names one recipient. A 4xx reply (RFC 5321
    section 4.2.1) is a refusal that need not last: whether the mail still waits, the line does not say.
    """
    line = told_line(telling) if not telling.picture.reports else None
    if line is None or own_refusal(telling) is not None:
        return None
    words = server_words(line)
    address = _recipient(words, telling)
    if address and is_ours(address, telling.picture):
        return None
    one = DraftRecipient(address or "", action="failed", diagnostic=words)
    item = judge(one, Draft(recipients=(one,)), None, telling.case.platform)
    there = item.rejected_by is RejectedBy.THIRD_PARTY
    if item.rejected_by not in (RejectedBy.THIRD_PARTY, RejectedBy.UNKNOWN):
        return None
    if not there and (item.reason in _NOT_THERE or not (item.status or _is_set_off(words, line))):
        return None
    if item.who_can_fix is WhoCanFix.NOBODY:
        # that somebody still tries it again is not in the line
        return replace(item, who_can_fix=WhoCanFix.SENDER)
    return item


def server_words(line: str) -> str:
    """The server's own words on a line that may hold the requester's around them; rather less than more."""
    begins = next((found.start() for sign in _BEGINS if (found := sign.search(line))), 0)
    words = line[begins:]
    if found := _IN_REPLY.search(words):
        return words[: found.end()]
    closes = words.find(_QUOTES[line[begins - 1]]) if begins and line[begins - 1] in _QUOTES else -1
    if closes > 0:
        return words[:closes]
    if begins and (end := _SENTENCE_ENDS.search(words)):
        words = words[: end.start()]
    return _ASKED.sub("", words).strip()


def _is_set_off(words: str, line: str) -> bool:
    """Do the words begin the line, or follow a colon or quote? "We have 500 users blocked" quotes nobody."""
    before = line[: line.find(words)].rstrip()
    return not before or before[-1] in _SETS_OFF


def _recipient(words: str, telling: Telling) -> str | None:
    """The one recipient whom the line names, else the ticket's, where it has one."""
    named = [] if _OF_THE_SENDER.search(words) else _ANY_ADDRESS.findall(words)
    for found in (named, roles(telling).recipients):
        others = {one.lower(): one for one in found if not _is_requester(one, telling)}
        if others:
            return next(iter(others.values())) if len(others) == 1 else None
    return None


def _is_requester(address: str, telling: Telling) -> bool:
    return address.lower() == telling.picture.requester or is_own_side(address, telling.picture)
