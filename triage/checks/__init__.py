"""The checks: one question a file, found by scanning this folder, asked side by side under one deadline."""

from __future__ import annotations

import functools
import importlib
import pkgutil
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass

from knowledge.vocabulary import Platform
from triage.model import Facts, Finding
from triage.tools.protocols import Tools

Asked = Finding | tuple[Finding, ...] | None
CheckFunction = Callable[[Facts, Platform, Tools], Awaitable[Asked]]


@dataclass(frozen=True)
class Check:
    """One question: it runs when every fact of `needs` is there, and one of `any_of` where that is given.

    `codes`: everything that it may say of its own, code -> what it means.
    """

    name: str
    needs: tuple[str, ...]
    any_of: tuple[str, ...]
    codes: Mapping[str, str]
    ask: CheckFunction

    def can_run(self, facts: Facts) -> bool:
        if not all(facts.get(name) for name in self.needs):
            return False
        return not self.any_of or any(facts.get(name) for name in self.any_of)


def check(
    name: str,
    *,
    codes: Mapping[str, str],
    needs: tuple[str, ...] = (),
    any_of: tuple[str, ...] = (),
) -> Callable[[CheckFunction], Check]:
    """Make an async function `(facts, platform, tools) -> Finding | tuple | None` a check."""

    def make(ask: CheckFunction) -> Check:
        return Check(name, needs, any_of, codes, ask)

    return make


@functools.cache
def all_checks() -> tuple[Check, ...]:
    """Every check in this folder, by name."""
    found: dict[str, Check] = {}
    for info in pkgutil.iter_modules(__path__):
        if info.ispkg:
            continue
        module = importlib.import_module(f"{__name__}.{info.name}")
        found.update({value.name: value for value in vars(module).values() if isinstance(value, Check)})
    return tuple(found[name] for name in sorted(found))


def run_checks(
    facts: Facts, platform: Platform, tools: Tools, deadline_s: float = 5.0, *, max_queries: int = 100
) -> tuple[Finding, ...]:
    """Ask all checks whose facts are there. For code without an event loop; safe from several threads."""
    import asyncio

    return asyncio.run(arun_checks(facts, platform, tools, deadline_s, max_queries=max_queries))


async def arun_checks(
    facts: Facts, platform: Platform, tools: Tools, deadline_s: float = 5.0, *, max_queries: int = 100
) -> tuple[Finding, ...]:
    """The same inside an event loop. Findings come in the order of the checks' names, whoever was first."""
    from triage.checks.standards.running import run

    ready = [one for one in all_checks() if one.can_run(facts)]
    return await run(ready, facts, platform, tools, deadline_s, max_queries)
