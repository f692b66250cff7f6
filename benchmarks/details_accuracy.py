"""Which missing details are asked for? `python -m benchmarks.details_accuracy FILE... [-v] [--whole]`

FILE: tickets, of which those with a `missing` count (`knowledge/examples/*.jsonl`). Prints precision and
recall by detail and by language, and with `-v` every disagreement. The problem is taken from the file; with
`--whole` from the whole pipeline.
"""

from __future__ import annotations

import sys
from collections import defaultdict
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from knowledge.labelled import Example, read_examples
from knowledge.library import Library, load_library
from triage.arrival import arrived
from triage.details import find_details, required
from triage.details.telling import listen
from triage.evidence.reader import read
from triage.model import Case
from triage.pipeline import triage
from triage.routing.through import PLATFORM, as_mail
from triage.tools.clock import SystemClock
from triage.tools.protocols import Tools
from triage.tools.resolver import OfflineResolver


@dataclass
class Tally:
    """Asked rightly, asked in vain, and not asked though missing."""

    right: int = 0
    in_vain: int = 0
    forgotten: int = 0

    @property
    def precision(self) -> float:
        asked = self.right + self.in_vain
        return self.right / asked if asked else 1.0

    @property
    def recall(self) -> float:
        missing = self.right + self.forgotten
        return self.right / missing if missing else 1.0

    def add(self, asked: set[str], missing: set[str]) -> None:
        self.right += len(asked & missing)
        self.in_vain += len(asked - missing)
        self.forgotten += len(missing - asked)


def case_of(ticket: Example, library: Library) -> Case:
    """The case of one ticket, as its mail would arrive."""
    platform = library.platform(ticket.platform or PLATFORM)
    return arrived(read(as_mail(ticket), "ticket.eml", platform)[0], platform)


def missing_of(ticket: Example, library: Library, *, whole: bool = False) -> set[str]:
    """What the desk would ask for."""
    case = case_of(ticket, library)
    if whole:
        return set(triage(case, library, _tools(library)).missing)
    if ticket.problem is None:
        return set()
    found = find_details(replace(listen(case), route=ticket.route, problem=ticket.problem))
    wanted = required(ticket.problem, case.platform, library.problems.get(ticket.problem.value))
    return {detail.value for detail in wanted if not found.get(detail.value)}


@cache
def _tools(library: Library) -> Tools:
    from triage.routing.train import load_or_train

    return Tools(OfflineResolver(), SystemClock(), load_or_train(None, library))


def measure(paths: list[Path], *, whole: bool = False) -> tuple[dict[str, Tally], list[str]]:
    """Tallies by language, detail and in all, and the disagreements in words."""
    library = load_library(None)
    tallies: dict[str, Tally] = defaultdict(Tally)
    wrong: list[str] = []
    for ticket in read_examples(paths):
        if ticket.missing is None:
            continue
        asked, missing = missing_of(ticket, library, whole=whole), set(ticket.missing)
        tallies["all"].add(asked, missing)
        tallies[f"language {ticket.lang}"].add(asked, missing)
        for name in asked | missing:
            tallies[f"detail {name}"].add(asked & {name}, missing & {name})
        if asked != missing:
            kept = ", ".join(sorted(asked - missing)) or "-"
            lost = ", ".join(sorted(missing - asked)) or "-"
            wrong.append(
                f"{ticket.id} ({ticket.problem}): asked in vain: {kept}; forgotten: {lost}\n"
                f"    {ticket.text[:300]!r}"
            )
    return tallies, wrong


def main(words: list[str]) -> int:
    paths = [Path(word) for word in words if not word.startswith("-")]
    tallies, wrong = measure(paths, whole="--whole" in words)
    for name in sorted(tallies):
        tally = tallies[name]
        print(
            f"{name:<28} precision {tally.precision:.3f}  recall {tally.recall:.3f}"
            f"  ({tally.right} right, {tally.in_vain} in vain, {tally.forgotten} forgotten)"
        )
    if "-v" in words:
        print("\n".join(wrong))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
