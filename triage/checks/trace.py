"""What did the platform's own servers do with the mail?"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from knowledge.vocabulary import Platform, Status, WhoCanFix
from triage.checks import check
from triage.checks.standards.findings import Data, printable
from triage.model import Facts, Finding
from triage.tools.protocols import Ended, Fate, Tools, TraceAnswer, TraceEvent, TraceQuery

CODES = {
    "trace.delivered": "the mail was delivered into the inbox",
    "trace.filed": "the mail was filed into another folder",
    "trace.refused": "the platform refused the mail",
    "trace.discarded": "the mail was thrown away by a filter",
    "trace.quarantined": "the mail is held back, in quarantine",
    "trace.forwarded": "the mail was sent on to another address",
    "trace.greylisted": "the mail was put off, and its sender has not tried again",
    "trace.deferred": "the mail is waiting: the next server does not take it yet",
    "trace.bounced": "the next server refused the mail",
    "trace.sent": "the next server took the mail",
    "trace.received": "the mail was taken in, and the log says no more of it",
    "trace.never_came": "the log holds the time in question, and the mail is not in it",
    "trace.unasked": "the log could not be asked, or does not hold the time in question: nothing is known",
}
_AROUND = timedelta(hours=3)
_BACK = timedelta(days=3)
_LOST = (Fate.QUARANTINED, Fate.DISCARDED, Fate.FILED, Fate.FORWARDED)
_GOOD = (Fate.DELIVERED, Fate.SENT)


@check("trace", codes=CODES, any_of=("message_id", "recipient"))
async def trace(facts: Facts, platform: Platform, tools: Tools) -> Finding | None:
    query = _query(facts, tools.clock.now())
    if tools.trace is None or query is None:
        return None
    answer = await tools.trace.trace(query)
    if answer.ended is Ended.FOUND and answer.events:
        return _happened(query, answer, _telling(answer.events))
    if answer.ended is Ended.ABSENT:
        return None if facts.get("direction") == "outbound" else _never_came(query, answer)
    return _made(
        query,
        answer,
        "unasked",
        Status.TEMPERROR,
        f"The way of the mail could not be traced: {answer.why or 'no answer'}.",
        "Look into the platform's logs by hand, or check again in a few minutes.",
    )


def _query(facts: Facts, now: datetime) -> TraceQuery | None:
    message_id, sender, recipient = (facts.get(name) for name in ("message_id", "sender", "recipient"))
    if not message_id and not (sender and recipient):
        return None
    at = _moment(facts.get("occurred_at"))
    since, until = (at - _AROUND, at + _AROUND) if at else (now - _BACK, now)
    return TraceQuery(since, min(until, now), message_id, sender, recipient)


def _moment(text: str | None) -> datetime | None:
    try:
        found = datetime.fromisoformat(text or "")
    except ValueError:
        return None
    return found.astimezone(UTC) if found.tzinfo else None


def _telling(events: tuple[TraceEvent, ...]) -> TraceEvent:
    """How it ended: the last event, unless a filter did something around the delivery."""
    last = events[-1]
    if last.fate in _GOOD:
        return next((event for event in reversed(events) if event.fate in _LOST), last)
    settled = [event for event in events if event.fate not in (Fate.RECEIVED, Fate.GREYLISTED)]
    return settled[-1] if settled else last


def _happened(query: TraceQuery, answer: TraceAnswer, event: TraceEvent) -> Finding:
    said, advice, who = _words(event)
    good = event.fate in _GOOD or event.fate is Fate.RECEIVED
    status = Status.PASS if event.fate in _GOOD else Status.NEUTRAL if good else Status.WARN
    when = event.at.astimezone(UTC)
    summary = f"The mail {said} on {when:%Y-%m-%d} at {when:%H:%M} UTC{_with(event)}."
    data: Data = {
        "fate": event.fate.value,
        "folder": event.folder,
        "at": event.at.isoformat(),
        "reply": printable(" ".join(event.reply.split()), 200) if event.reply else None,
    }
    return _made(query, answer, event.fate.value, status, summary, advice, who, data)


def _words(event: TraceEvent) -> tuple[str, str, WhoCanFix | None]:
    by = "by the user's own filter" if event.by == "user" else "by a filter"
    to = printable(event.folder or "another folder", 80)
    return {
        Fate.REFUSED: (
            "was refused",
            "What the refusal says has to be mended before the sender tries again.",
            WhoCanFix.SENDER,
        ),
        Fate.GREYLISTED: (
            "was put off for a first time",
            "A proper mail server tries again by itself: let the sender look whether theirs did.",
            WhoCanFix.SENDER,
        ),
        Fate.FILED: (f"was filed into {to} {by}", f"Look into the folder {to}.", WhoCanFix.RECIPIENT),
        Fate.DISCARDED: (f"was thrown away {by}", "Take that rule out of the filter.", WhoCanFix.RECIPIENT),
        Fate.QUARANTINED: ("was put into quarantine", "It can be released from there.", WhoCanFix.PLATFORM),
        Fate.FORWARDED: (f"was sent on {by}", "Look for it where it was sent to.", WhoCanFix.RECIPIENT),
        Fate.DEFERRED: (
            "could not be handed on yet, and waits",
            "It is tried again by itself for some days.",
            WhoCanFix.NOBODY,
        ),
        Fate.BOUNCED: (
            "was refused by the next server",
            "The sender has got a report that says why.",
            WhoCanFix.SENDER,
        ),
        Fate.DELIVERED: ("was delivered", "", None),
        Fate.SENT: ("was taken by the next server", "", None),
        Fate.RECEIVED: ("was taken in; what came then is not in the log,", "", None),
    }[event.fate]


def _with(event: TraceEvent) -> str:
    if not event.reply or event.fate in (Fate.DELIVERED, Fate.RECEIVED, Fate.FILED):
        return ""
    return f' with "{printable(" ".join(event.reply.split()), 200)}"'


def _never_came(query: TraceQuery, answer: TraceAnswer) -> Finding:
    whom = f" from {printable(query.sender, 100)}" if query.sender else ""
    return _made(
        query,
        answer,
        "never_came",
        Status.WARN,
        f"A mail{whom} never reached the platform between {query.since.astimezone(UTC):%Y-%m-%d %H:%M} "
        f"and {query.until.astimezone(UTC):%Y-%m-%d %H:%M} UTC.",
        "Let the sender look whether it left their side, whether a report came back, and whether address and "
        "time are right.",
        WhoCanFix.SENDER,
        {"since": query.since.isoformat(), "until": query.until.isoformat()},
    )


def _made(
    query: TraceQuery,
    answer: TraceAnswer,
    word: str,
    status: Status,
    summary: str,
    advice: str = "",
    who: WhoCanFix | None = None,
    data: Data | None = None,
) -> Finding:
    when = f" (asked {answer.at:%Y-%m-%d %H:%M} UTC)" if answer.at else ""
    lines = tuple(printable(event.line) for event in answer.events[-10:])
    about: Data = {"sender": query.sender, "recipient": query.recipient, "message_id": query.message_id}
    return Finding(
        "trace",
        f"trace.{word}",
        status,
        summary,
        advice,
        who,
        f"{answer.source}{when}",
        {**about, "lines": lines, **(data or {})},
    )
