"""Do those who know the accounts, the traces and the customers answer? Each is really asked, once."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine, Iterator
from datetime import timedelta
from typing import Any

from bot.backends import open_backends
from bot.doctor.complaint import Complaint
from bot.settings import Settings, SettingsError
from triage.tools.clock import SystemClock
from triage.tools.lookups import AccountAnswer, CustomerAnswer, TraceAnswer, TraceQuery

ORDER = 50
_NOBODY = "mailtriage-doctor@example.invalid"
_DEADLINE_S = 6.0


def look(settings: Settings) -> Iterator[Complaint]:
    """Asks for an address that nobody has: "there is none" is a good answer."""
    clock = SystemClock()
    try:
        backends = open_backends(settings, clock)
    except SettingsError as error:
        for problem in error.problems:
            yield Complaint(
                "look-ups", problem, "see docs/operating.md, What the desk may look up", fatal=True
            )
        return
    if backends.accounts:
        yield from _told("ACCOUNTS", backends.accounts.look_up(_NOBODY))
    if backends.customers:
        yield from _told("CUSTOMERS", backends.customers.find((_NOBODY, "example.invalid")))
    if backends.trace:
        now = clock.now()
        query = TraceQuery(now - timedelta(minutes=1), now, sender=_NOBODY, recipient=_NOBODY)
        yield from _told("TRACE", backends.trace.trace(query))


def _told(
    name: str, asking: Coroutine[Any, Any, AccountAnswer | CustomerAnswer | TraceAnswer]
) -> Iterator[Complaint]:
    try:
        answer = asyncio.run(asyncio.wait_for(asking, _DEADLINE_S))
    except TimeoutError:
        yield Complaint(name.lower(), f"no answer within {_DEADLINE_S:g} s", f"look at MAILTRIAGE_{name}_URL")
        return
    if not answer.ended.is_answer:
        yield Complaint(
            name.lower(),
            f"{answer.source}: {answer.why or 'no answer'}",
            f"look at MAILTRIAGE_{name}_URL, and whether it can be reached from here",
        )
