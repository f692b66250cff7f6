"""How far did a mail come, for one recipient? The stations of a picture, and the one where it stopped."""

from __future__ import annotations

from dataclasses import dataclass

from bot.terminal import words
from knowledge.vocabulary import RejectedBy
from triage.model import DeliveryReport, RecipientReport

_ENDS = {
    "failed": "not reached",
    "delayed": "not reached yet",
    "delivered": "delivered",
    "relayed": "passed on, no word since",
    "expanded": "sent on to a list's members",
}


@dataclass(frozen=True)
class Station:
    """`state`: `passed`, `stopped`, `waiting` or `unreached`."""

    role: str
    name: str | None
    state: str
    said: str | None = None


def journey(report: DeliveryReport, recipient: RecipientReport) -> tuple[Station, ...]:
    """From the author to the mailbox; a server that the report does not name is left out, or unnamed.

    Who refused is where it stopped. A report that does not say who refused stops at the last server named.
    """
    state = {"failed": "stopped", "delayed": "waiting"}.get(recipient.action, "passed")
    at_home = recipient.rejected_by is RejectedBy.SENDER_SIDE or not _has_remote(report, recipient)
    said = _said(recipient) if state != "passed" else None
    stations = [Station("written by", report.original.from_, "passed")]
    if report.reporting_mta or at_home:
        here = state if at_home else "passed"
        stations.append(Station("sent by", report.reporting_mta, here, said if at_home else None))
    if not at_home:
        stations.append(Station("received by", recipient.remote_mta, state, said))
    end = "passed" if state == "passed" else "unreached"
    stations.append(Station("mailbox", recipient.address, end, _ENDS.get(recipient.action)))
    return tuple(stations)


def _has_remote(report: DeliveryReport, recipient: RecipientReport) -> bool:
    if recipient.remote_mta:
        return recipient.remote_mta != report.reporting_mta
    return recipient.rejected_by is RejectedBy.THIRD_PARTY


def _said(recipient: RecipientReport) -> str:
    code = " ".join(str(code) for code in (recipient.smtp_reply, recipient.status) if code)
    word = "still trying" if recipient.action == "delayed" else "said no"
    return f"{word}: {code}" if code else word


def why(recipient: RecipientReport) -> str:
    """The reason as a sentence's words."""
    return words.reason_words(recipient.reason)
