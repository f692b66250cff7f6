"""What is known of a case from what was sent along, each value with where it stands.

Each module of this package that has an `extract(picture)` is asked, in the order of its `ORDER`
(lower first; the first fact of a name is the best one). Adding facts is adding such a module.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable, Iterable
from functools import cache

from triage.facts.picture import Picture, look
from triage.model import Case, Fact, Facts

Extractor = Callable[[Picture], Iterable[Fact]]


def gather(case: Case) -> Facts:
    """All facts of a case, best first for each name. Never raises for what strangers wrote."""
    return gather_from(look(case))


def gather_from(picture: Picture) -> Facts:
    """The same for a case that has been sorted already."""
    found: dict[tuple[str, str], Fact] = {}
    for extract in extractors():
        for fact in extract(picture):
            if fact.value:
                found.setdefault((fact.name, fact.value), fact)
    return Facts(tuple(found.values()))


@cache
def extractors() -> tuple[Extractor, ...]:
    """Every extractor of this package, found by scanning."""
    modules = [importlib.import_module(f"{__name__}.{info.name}") for info in pkgutil.iter_modules(__path__)]
    found = [module for module in modules if hasattr(module, "extract")]
    return tuple(module.extract for module in sorted(found, key=lambda module: module.ORDER))
