"""From examples to a new version: learnt, compared with the one in use, taken or kept as refused."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from knowledge.labelled import Example, read_examples
from knowledge.library import PACKAGE, Library
from triage.routing import versions
from triage.routing.candidate import Comparison, compare, counts, digest_of, without_twins
from triage.routing.train import Lesson, alone, cues, models_folder
from triage.routing.versions import BUILT, Version


@dataclass(frozen=True)
class Made:
    """What came of it."""

    outcome: str
    """`taken`, `refused`, or `nothing_new`: the model in use, or one that was refused, knows all of it."""
    version: Version | None
    """The new one; for `nothing_new` the one that knows all of it, `None` for the built one."""
    in_use: int
    comparison: Comparison | None = None
    passed_over: tuple[str, ...] = ()
    dropped: tuple[int, ...] = ()
    """Old versions that were removed."""


@dataclass(frozen=True)
class _Stock:
    """All examples, twins as one family, with how many came from where."""

    examples: tuple[Example, ...]
    digests: tuple[str, ...]
    library: frozenset[str]
    """The digests of those that the built model learns from."""
    counts: dict[str, int]


def make_model(
    data: Path, library: Library, decided: Sequence[Example], made_at: str, *, dry_run: bool = False
) -> Made:
    """Learn from the package's examples, the data folder's and the agents' decisions, and compare.

    One process at a time; a second one waits, and then finds nothing new. With `dry_run` nothing is kept.
    Raises `KnowledgeError` (a wrong example), and `OSError` where the data folder cannot be written.
    """
    stock = _stock(library, decided)
    with alone(models_folder(data), "candidate.lock"):
        now = versions.find_model(data, library)
        known = _known(data, stock, now.number)
        if known is not None:
            return Made("nothing_new", known[0], now.number, passed_over=now.passed_over)
        teachers = _learnt_by(data, now.number, stock)
        phrases = cues(library)
        found = compare(teachers, stock.examples, phrases)
        version = Version(
            number=versions.next_number(data),
            made_at=made_at,
            taken=not found.why_not,
            why=found.why_not,
            sha256="",
            reads_as=versions.reads_as(),
            learnt=stock.counts,
            compared_with=now.number,
            figures=found.as_json(),
            learnt_from=stock.digests,
        )
        if not dry_run:
            lesson = Lesson((*stock.examples, *phrases))
            model = lesson.learn(np.ones(len(lesson.labels), dtype=bool), found.temperature)
            version = versions.keep(data, model, version)
            if version.taken:
                versions.use(data, version.number)
        dropped = () if dry_run else versions.prune(data)
    outcome = "taken" if version.taken else "refused"
    in_use = version.number if version.taken and not dry_run else now.number
    return Made(outcome, version, in_use, found, now.passed_over, dropped)


def _stock(library: Library, decided: Sequence[Example]) -> _Stock:
    files = library.example_files()
    package = read_examples(path for path in files if path.is_relative_to(PACKAGE))
    own = read_examples(path for path in files if not path.is_relative_to(PACKAGE))
    origins = [*["package"] * len(package), *["own"] * len(own)]
    origins += [example.decision or "decided" for example in decided]
    examples = without_twins((*package, *own, *decided))
    digests = [digest_of(example) for example in examples]
    return _Stock(
        examples=examples,
        digests=tuple(sorted(digests)),
        library=frozenset(digests[: len(package) + len(own)]),
        counts=counts(origins),
    )


def learnt_already(data: Path, number: int, library: Library, tickets: Sequence[Example]) -> int:
    """How many of these tickets a model has learnt from: on them it shows nothing of what it can do."""
    version = versions.story(data, number) if number != BUILT else None
    learnt = read_examples(library.example_files()) if version is None else ()
    seen = set(version.learnt_from) if version is not None else {digest_of(one) for one in learnt}
    return sum(digest_of(one) in seen for one in tickets)


def _known(data: Path, stock: _Stock, in_use: int) -> tuple[Version | None] | None:
    """The version that has learnt the very same: the one in use, or one that was refused beside it."""
    if in_use == BUILT and set(stock.digests) <= stock.library:
        return (None,)
    for version in versions.stories(data):
        same = version.learnt_from == stock.digests and version.reads_as == versions.reads_as()
        if same and (version.number == in_use or (not version.taken and version.compared_with == in_use)):
            return (version,)
    return None


def _learnt_by(data: Path, number: int, stock: _Stock) -> tuple[Example, ...]:
    """Of today's examples those that the model in use has learnt from."""
    version = versions.story(data, number) if number != BUILT else None
    seen = frozenset(version.learnt_from) if version is not None else stock.library
    return tuple(example for example in stock.examples if digest_of(example) in seen)
