"""What the desk must know before it may escalate, found in evidence, words, and what is known already.

Each module of this package with a `DETAIL` and a `find(telling)` finds one; adding a detail is adding one.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable
from dataclasses import replace
from functools import cache

from knowledge.vocabulary import Detail, Platform, Problem, ProblemKind
from triage.details.addresses import is_own
from triage.details.meaning import heard
from triage.details.quoted_time import quoted_time
from triage.details.telling import Telling

Value = str | tuple[str, ...]
Finder = Callable[[Telling], Value | None]
_SAMPLES = (
    ProblemKind.SPAM_RECEIVED,
    ProblemKind.SPAM_FLOOD,
    ProblemKind.SPOOFED,
    ProblemKind.JUNKED_WRONGLY,
)
"""What is quoted on these is the mail in question."""
_ROLES = (Detail.SENDER, Detail.RECIPIENT)
"""Who is who depends on who tells it: `roles` looks into what is quoted itself."""


def find_details(telling: Telling) -> dict[str, Value]:
    """Every detail that is there, by name."""
    known = telling.case.known
    found: dict[str, Value] = {}
    for detail, find in finders().items():
        value = find(telling)
        if value is None and detail.value in known:
            value = known[detail.value]
        if value is None and telling.free_answers and detail not in _ROLES:
            value = heard(telling, detail)
        if value is None and telling.earlier is not None and _may_tell(detail, telling):
            value = find(replace(telling.earlier, route=telling.route, problem=telling.problem))
            if value is None and detail is Detail.OCCURRED_AT:
                value = quoted_time(telling)
        if value:
            found[detail.value] = value
    return found


def _may_tell(detail: Detail, telling: Telling) -> bool:
    """May a detail stand in what is quoted? A quoted spam tells nothing but when it came."""
    if detail in _ROLES:
        return False
    author = telling.quoted.author if telling.quoted else ""
    if telling.problem not in _SAMPLES or detail is Detail.OCCURRED_AT:
        return True
    return bool(author) and is_own(author, telling)


def required(problem: ProblemKind | None, platform: Platform, about: Problem | None) -> tuple[Detail, ...]:
    """What must be known for a problem: by the platform's profile, else by the problem itself."""
    if problem is None:
        return ()
    if problem in platform.details:
        return platform.details[problem]
    return about.details if about else ()


@cache
def finders() -> dict[Detail, Finder]:
    """The finder of every detail, in the order of the vocabulary."""
    modules = [importlib.import_module(f"{__name__}.{info.name}") for info in pkgutil.iter_modules(__path__)]
    found = {module.DETAIL: module.find for module in modules if hasattr(module, "DETAIL")}
    return {detail: found[detail] for detail in Detail if detail in found}
