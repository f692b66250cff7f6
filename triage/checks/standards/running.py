"""Running checks side by side: one deadline, each question asked once, and never more than so many."""

from __future__ import annotations

import asyncio
import dataclasses
import logging
from collections.abc import Sequence

from knowledge.vocabulary import Platform, Status
from triage.checks import Check
from triage.checks.standards.asking import AskOnce, LookUpOnce, stop
from triage.model import Facts, Finding
from triage.tools.protocols import Outcome, Tools

log = logging.getLogger(__name__)


async def run(
    checks: Sequence[Check],
    facts: Facts,
    platform: Platform,
    tools: Tools,
    deadline_s: float,
    max_queries: int,
) -> tuple[Finding, ...]:
    """Their findings, in the order of `checks`."""
    if not checks:
        return ()
    asking = AskOnce(tools.resolver, max_queries)
    accounts = LookUpOnce(tools.accounts) if tools.accounts else None
    shared = dataclasses.replace(tools, resolver=asking, accounts=accounts)
    tasks = [asyncio.create_task(_guarded(one, facts, platform, shared)) for one in checks]
    try:
        await asyncio.wait(tasks, timeout=deadline_s)
        late = {one.name for one, task in zip(checks, tasks, strict=True) if not task.done()}
    finally:
        await stop(tasks)
        await asking.close()
        if accounts:
            await accounts.close()
    found: list[Finding] = []
    for one, task in zip(checks, tasks, strict=True):
        found.extend((_too_late(one, deadline_s),) if one.name in late else task.result())
    return tuple(found)


async def _guarded(one: Check, facts: Facts, platform: Platform, tools: Tools) -> tuple[Finding, ...]:
    try:
        said = await one.ask(facts, platform, tools)
    except Exception:
        log.exception("check %s broke", one.name)
        return (_crashed(one),)
    if said is None:
        return ()
    return (said,) if isinstance(said, Finding) else said


def _too_late(one: Check, deadline_s: float) -> Finding:
    return Finding(
        one.name,
        f"{one.name}.timeout",
        Status.TEMPERROR,
        f"{one.name} could not be checked: it was not done within {deadline_s:g} s.",
        "Nothing is known yet: check again in a few minutes.",
        data={"outcome": Outcome.TIMEOUT.value},
    )


def _crashed(one: Check) -> Finding:
    return Finding(
        one.name,
        f"{one.name}.crashed",
        Status.PERMERROR,
        f"{one.name} could not be checked: the check itself broke.",
        "The log says why. Please report it: this is a mistake in mailtriage.",
    )
