"""Reads damaged mail by the thousand, the same damage every time: `python -m fuzz.mutate --count 100000`.

Every case is made from its seed and number alone, so one that fails can be made again:
`--seed 1 --only 4711 --save case.eml`.
"""

from __future__ import annotations

import argparse
import multiprocessing
import os
import random
import resource
import sys
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from fuzz.corpus import folder, load
from fuzz.guard import limit_memory
from fuzz.mutations import mutate
from fuzz.outlook_mutations import mutate_outlook
from fuzz.target import Outcome, Read, check

_WEIGHTS = {"ndr": 45, "msg": 15, "malformed": 15, "mail": 25}
_MOST_SHOWN = 20


@dataclass
class Figures:
    count: int = 0
    size: int = 0
    kinds: Counter[str] = field(default_factory=Counter)
    slowest: tuple[float, int] = (0.0, -1)
    largest: tuple[int, int] = (0, -1)
    """Resident memory in bytes, with the case."""
    wrong: list[tuple[int, str]] = field(default_factory=list)

    def add(self, number: int, raw: bytes, outcome: Outcome) -> None:
        self.count += 1
        self.size += len(raw)
        self.kinds.update(outcome.kinds)
        self.slowest = max(self.slowest, (outcome.cost.seconds, number))
        self.largest = max(self.largest, (outcome.cost.peak, number))
        self.wrong += [(number, words) for words in outcome.wrong]

    def join(self, other: Figures) -> None:
        self.count += other.count
        self.size += other.size
        self.kinds += other.kinds
        self.slowest = max(self.slowest, other.slowest)
        self.largest = max(self.largest, other.largest)
        self.wrong += other.wrong


class Cases:
    """The damaged mails by number."""

    def __init__(self, corpora: dict[str, list[bytes]], seed: int) -> None:
        self._corpora = corpora
        self._seed = seed
        self._names = list(corpora)
        self._weights = [_WEIGHTS[name] for name in self._names]
        self._texts = [raw for name, files in corpora.items() if name != "msg" for raw in files]

    def make(self, number: int) -> bytes:
        chance = random.Random(f"{self._seed}:{number}")
        (name,) = chance.choices(self._names, self._weights)
        raw = chance.choice(self._corpora[name])
        if name == "msg":
            return mutate_outlook(raw, chance.choice(self._corpora[name]), chance)
        return mutate(raw, chance.choice(self._texts), chance)


def main(arguments: list[str] | None = None) -> int:
    asked = _parser().parse_args(arguments)
    corpora = load(asked.samples)
    if not corpora:
        print(
            f"No samples at {asked.samples}: set MAILTRIAGE_SAMPLES to a folder that has them.",
            file=sys.stderr,
        )
        return 2
    cases = Cases(corpora, asked.seed)
    if asked.only is not None:
        return _only(cases, asked.only, asked.save)
    start = time.monotonic()
    figures = _all(cases, asked)
    _print(figures, time.monotonic() - start)
    return 1 if figures.wrong else 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m fuzz.mutate", description="Read damaged mail by the thousand."
    )
    parser.add_argument("--count", type=int, default=100_000, help="how many")
    parser.add_argument("--start", type=int, default=0, help="the number of the first")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--processes", type=int, default=1)
    parser.add_argument("--samples", type=Path, default=folder(), help="the folder of real mail")
    parser.add_argument(
        "--sandbox", action="store_true", help="read in the child with its limits, as the service does"
    )
    parser.add_argument("--only", type=int, metavar="N", help="this case alone")
    parser.add_argument("--save", type=Path, metavar="FILE", help="with --only: where to write its bytes")
    return parser


def _only(cases: Cases, number: int, save: Path | None) -> int:
    raw = cases.make(number)
    if save is not None:
        save.write_bytes(raw)
    from triage.evidence.reader import read

    outcome = check(read, raw)
    cost = outcome.cost
    print(f"{len(raw):,} bytes, {', '.join(outcome.kinds)}, {cost.seconds:.3f} s, {cost.peak >> 20} MB")
    for words in outcome.wrong:
        print(f"wrong: {words}")
    return 1 if outcome.wrong else 0


def _all(cases: Cases, asked: argparse.Namespace) -> Figures:
    """Shared out among processes by every n-th number; one that dies takes its case's number with it."""
    context = multiprocessing.get_context("fork")
    results: multiprocessing.SimpleQueue[Figures] = context.SimpleQueue()
    now = context.Array("q", asked.processes, lock=False)
    workers = []
    for at in range(asked.processes):
        numbers = range(asked.start + at, asked.start + asked.count, asked.processes)
        workers.append(context.Process(target=_work, args=(cases, numbers, asked.sandbox, now, at, results)))
        workers[-1].start()
    figures = Figures()
    for at, worker in enumerate(workers):
        while worker.is_alive() and results.empty():
            worker.join(0.5)
        if not results.empty():
            figures.join(results.get())
        worker.join()
        if worker.exitcode:
            figures.wrong.append((now[at], f"the process ended with status {worker.exitcode}"))
    return figures


def _work(cases: Cases, numbers: range, in_sandbox: bool, now: list[int], at: int,
          results: multiprocessing.SimpleQueue[Figures]) -> None:  # fmt: skip
    if in_sandbox:
        from triage.evidence.sandbox import Sandbox

        with Sandbox(children=1) as sandbox:
            results.put(_read_all(cases, numbers, sandbox.read, now, at, in_child=True))
    else:
        from triage.evidence.reader import read

        corpus = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
        limit_memory(512 * 1024 * 1024 + corpus)
        results.put(_read_all(cases, numbers, read, now, at))


def _read_all(
    cases: Cases, numbers: range, read: Read, now: list[int], at: int, in_child: bool = False
) -> Figures:
    figures = Figures()
    parent = os.getppid()
    for done, number in enumerate(numbers):
        if os.getppid() != parent:
            break  # nobody waits any more
        now[at] = number
        raw = cases.make(number)
        outcome = check(read, raw, in_child=in_child)
        figures.add(number, raw, outcome)
        for words in outcome.wrong:
            print(f"case {number}: {words}", file=sys.stderr, flush=True)
        if done and done % 5_000 == 0:
            print(f"{done:,} read, {len(figures.wrong)} wrong …", file=sys.stderr, flush=True)
    return figures


def _print(figures: Figures, seconds: float) -> None:
    print(
        f"read       {figures.count:,} damaged mails twice, {figures.size / 1e6:,.0f} MB, in {seconds:,.0f} s"
    )
    print(f"slowest    {figures.slowest[0]:.3f} s (case {figures.slowest[1]})")
    print(f"memory     {figures.largest[0] / 1e6:,.0f} MB resident at most (case {figures.largest[1]})")
    print(f"kinds      {', '.join(f'{name} {count:,}' for name, count in figures.kinds.most_common())}")
    print(f"wrong      {len(figures.wrong)}")
    shown: Counter[str] = Counter()
    for number, words in figures.wrong:
        shown[words.partition(":")[0]] += 1
        if shown[words.partition(":")[0]] <= 3 and sum(shown.values()) <= 500:
            print(f"  case {number}: {words}")
    for words, count in shown.most_common(_MOST_SHOWN):
        print(f"  {count:,} times: {words}")


if __name__ == "__main__":
    sys.exit(main())
