"""What is said of a mail's way, and that silence of a log that was not asked is never "it never came"."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from knowledge.vocabulary import Platform, Status
from triage.checks import run_checks
from triage.model import Facts, Finding
from triage.tools.lookups import Ended, Fate, TraceAnswer, TraceEvent, TraceQuery
from triage.tools.protocols import Tools
from triage.tools.resolver import OfflineResolver

AT = datetime(2026, 3, 2, 11, 5, tzinfo=UTC)
WHO = {"sender": "bob@partner.test", "recipient": "anna@hosted.test"}


def event(fate: Fate, minutes: int = 0, **more: Any) -> TraceEvent:
    return TraceEvent(fate, AT + timedelta(minutes=minutes), f"line {fate}\x1b[31m", **more)


@dataclass
class Log:
    answer: TraceAnswer
    asked: list[TraceQuery] = field(default_factory=list)

    async def trace(self, query: TraceQuery) -> TraceAnswer:
        await asyncio.sleep(0)
        self.asked.append(query)
        return self.answer


Run = Callable[..., Finding | None]


@pytest.fixture
def run(tools: Callable[..., Tools], facts: Callable[..., Facts], platform: Platform) -> Run:
    def ask(values: dict[str, str], log: Log | None) -> Finding | None:
        world = replace(tools(OfflineResolver()), trace=log)
        found = [one for one in run_checks(facts(values), platform, world) if one.check == "trace"]
        assert len(found) <= 1
        return found[0] if found else None

    return ask


@pytest.mark.parametrize(
    ("events", "code", "said"),
    [
        (
            [event(Fate.REFUSED, reply="554 5.7.1 blocked")],
            "trace.refused",
            'at 11:05 UTC with "554 5.7.1 blocked"',
        ),
        ([event(Fate.GREYLISTED)], "trace.greylisted", "put off"),
        (
            [event(Fate.GREYLISTED), event(Fate.RECEIVED, 5), event(Fate.DELIVERED, 6)],
            "trace.delivered",
            "11:11",
        ),
        (
            [event(Fate.DELIVERED), event(Fate.FILED, folder="Junk", by="user")],
            "trace.filed",
            "Junk by the user's own",
        ),
        ([event(Fate.FILED, folder="Junk"), event(Fate.DELIVERED, 1)], "trace.filed", "Junk by a filter"),
        ([event(Fate.DISCARDED, by="user"), event(Fate.DELIVERED, 1)], "trace.discarded", "thrown away"),
        ([event(Fate.RECEIVED), event(Fate.QUARANTINED)], "trace.quarantined", "quarantine"),
        ([event(Fate.DELIVERED), event(Fate.FORWARDED)], "trace.forwarded", "sent on"),
        ([event(Fate.RECEIVED), event(Fate.DEFERRED, reply="timed out")], "trace.deferred", '"timed out"'),
        ([event(Fate.RECEIVED), event(Fate.BOUNCED, reply="550 no")], "trace.bounced", "next server"),
        (
            [event(Fate.REFUSED), event(Fate.RECEIVED, 5), event(Fate.SENT, 6)],
            "trace.sent",
            "taken by the next",
        ),
        ([event(Fate.RECEIVED)], "trace.received", "taken in"),
        ([event(Fate.REFUSED, reply="554 \x1b[31m\u202e" + "x" * 999)], "trace.refused", "554"),
    ],
)
def test_how_it_ended(run: Run, events: list[TraceEvent], code: str, said: str) -> None:
    log = Log(TraceAnswer(Ended.FOUND, "mail.log", tuple(events), AT))
    found = run(WHO | {"occurred_at": AT.isoformat()}, log)
    assert found is not None
    assert (found.code, said in found.summary) == (code, True), found.summary
    assert found.summary.isprintable()
    assert len(found.summary) < 350
    assert all(line.isprintable() for line in found.data["lines"])  # type: ignore[union-attr]
    assert (found.status is Status.PASS) is (code in ("trace.delivered", "trace.sent"))


@pytest.mark.parametrize(
    ("values", "ended", "code"),
    [
        (WHO, Ended.ABSENT, "trace.never_came"),
        (WHO | {"direction": "inbound"}, Ended.ABSENT, "trace.never_came"),
        (WHO | {"direction": "outbound"}, Ended.ABSENT, None),
        (WHO, Ended.BROKEN, "trace.unasked"),
        (WHO, Ended.TIMEOUT, "trace.unasked"),
        ({"recipient": "anna@hosted.test"}, Ended.ABSENT, None),
        ({"message_id": "<1@partner.test>"}, Ended.ABSENT, "trace.never_came"),
    ],
)
def test_when_there_is_nothing(run: Run, values: dict[str, str], ended: Ended, code: str | None) -> None:
    found = run(values, Log(TraceAnswer(ended, "mail.log", at=AT)))
    assert (found.code if found else None) == code
    assert run(values, None) is None


@pytest.mark.parametrize(
    ("occurred_at", "since", "until"),
    [
        ("2026-03-02T10:00:00+01:00", "2026-03-02T06:00:00+00:00", "2026-03-02T12:00:00+00:00"),
        ("2026-03-01T10:00:00+00:00", "2026-03-01T07:00:00+00:00", "2026-03-01T13:00:00+00:00"),
        ("2026-03-02T10:00:00", "2026-02-27T12:00:00+00:00", "2026-03-02T12:00:00+00:00"),
        ("yesterday", "2026-02-27T12:00:00+00:00", "2026-03-02T12:00:00+00:00"),
    ],
)
def test_the_time_that_is_searched(run: Run, occurred_at: str, since: str, until: str) -> None:
    """Three hours around it, else the last three days; never the future (it is noon of 2 March)."""
    log = Log(TraceAnswer(Ended.ABSENT, "mail.log", at=AT))
    run(WHO | {"occurred_at": occurred_at}, log)
    assert (log.asked[0].since.isoformat(), log.asked[0].until.isoformat()) == (since, until)
