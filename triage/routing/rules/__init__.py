"""Signals in the evidence, one a file, found by scanning: each has `votes(telling, findings)`."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable, Iterable
from functools import cache

from triage.details.telling import Telling
from triage.model import Finding
from triage.routing.vote import Vote

Rule = Callable[[Telling, tuple[Finding, ...]], Iterable[Vote]]


def all_votes(telling: Telling, findings: tuple[Finding, ...]) -> tuple[Vote, ...]:
    """What every rule says of a ticket."""
    return tuple(vote for rule in rules() for vote in rule(telling, findings))


@cache
def rules() -> tuple[Rule, ...]:
    """Every rule of this package, by name."""
    modules = [importlib.import_module(f"{__name__}.{info.name}") for info in pkgutil.iter_modules(__path__)]
    return tuple(module.votes for module in modules if hasattr(module, "votes"))
