"""The words for what the evidence says in codes."""

from __future__ import annotations

import tomllib
from datetime import datetime, timedelta
from functools import lru_cache
from pathlib import Path

import knowledge
from knowledge.vocabulary import Reason, RejectedBy, WhoCanFix
from triage.model import Evidence, RecipientReport

_HEADLINES = {
    "failed": "Not delivered",
    "delayed": "Delayed, still being tried",
    "delivered": "Delivered",
    "relayed": "Passed on to a server that sends no confirmations",
    "expanded": "Sent on to the members of a list",
}
_KINDS = {
    "message": "A mail",
    "headers": "The header of a mail",
    "auto_reply": "An automatic reply",
    "abuse_report": "A complaint about a mail (abuse report)",
    "unreadable": "Could not be read",
    "ndr": "A delivery report",
}
_WHO_SAID = {
    RejectedBy.PLATFORM: "the platform itself",
    RejectedBy.THIRD_PARTY: "another provider",
    RejectedBy.SENDER_SIDE: "the sender's own server",
    RejectedBy.UNKNOWN: "the report does not say",
}
_WHO_FIXES = {
    WhoCanFix.SENDER: "the sender",
    WhoCanFix.RECIPIENT: "the recipient",
    WhoCanFix.PLATFORM: "the platform's support",
    WhoCanFix.THIRD_PARTY: "the other provider",
    WhoCanFix.NOBODY: "nobody needs to: it is being tried again",
}
_MARKS = {"failed": "✗", "delayed": "…", "delivered": "✓", "relayed": "✓", "expanded": "✓"}


def headline(evidence: Evidence) -> tuple[str, str]:
    """A mark and what happened, in a few words."""
    report = evidence.ndr
    if report is None or not report.recipients:
        return "✗" if evidence.kind == "unreadable" else "·", _KINDS.get(evidence.kind, evidence.kind)
    actions = [recipient.action for recipient in report.recipients]
    action = next((known for known in _HEADLINES if known in actions), "failed")
    count = actions.count(action)
    more = f" to {count} recipients" if count > 1 else ""
    return _MARKS[action], _HEADLINES[action] + more


def reason_words(reason: Reason) -> str:
    return _reasons().get(str(reason)) or str(reason).replace("_", " ")


def who_said_no(recipient: RecipientReport) -> str:
    said = _WHO_SAID[recipient.rejected_by]
    return f"{recipient.remote_mta} ({said})" if recipient.remote_mta else said


def who_can_fix(recipient: RecipientReport) -> str:
    return _WHO_FIXES[recipient.who_can_fix]


def codes(recipient: RecipientReport) -> str:
    """The codes as they stand in the report, and for how long they hold."""
    found = [str(code) for code in (recipient.smtp_reply, recipient.status) if code]
    if recipient.permanent is not None:
        found.append("(for good)" if recipient.permanent else "(for now)")
    return " ".join(found)


def moment(at: datetime) -> str:
    return at.strftime("%a %d %b %Y %H:%M:%S %z")


def delay(seconds: float) -> str:
    """`+3 s`, `+2 min 5 s`, `+1 d 3 h`: the two largest units that say something."""
    left = int(timedelta(seconds=seconds).total_seconds())
    parts: list[str] = []
    for unit, size in (("d", 86_400), ("h", 3_600), ("min", 60), ("s", 1)):
        count, left = divmod(left, size)
        if count or (unit == "s" and not parts):
            parts.append(f"{count} {unit}")
    return "+" + " ".join(parts[:2])


@lru_cache(maxsize=1)
def _reasons() -> dict[str, str]:
    table = tomllib.loads((Path(knowledge.__file__).parent / "reasons.toml").read_text("utf-8"))
    return {name: entry.get("says", "") for name, entry in table["reasons"].items()}
