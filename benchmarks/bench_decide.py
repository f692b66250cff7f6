"""How many tickets a second are decided, without DNS, once their evidence is read?"""

from __future__ import annotations

import statistics
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence

from benchmarks.figure import Figure, rate
from benchmarks.mails import MAILS, NOW
from knowledge.labelled import read_examples
from knowledge.library import Library, load_library
from triage.arrival import arrived
from triage.evidence.quotes import new_text
from triage.evidence.reader import read
from triage.model import Case, CaseMessage
from triage.pipeline import triage
from triage.routing.through import as_mail
from triage.routing.train import kept_at, load_or_train
from triage.tools.clock import SystemClock
from triage.tools.protocols import Tools
from triage.tools.resolver import OfflineResolver

_EVERY = 16
"""Which of the labelled tickets are decided: in nine languages, of every route and problem."""
_LOAD = (
    "import time; began = time.perf_counter()\n"
    "from triage.routing.model_file import load\n"
    "from pathlib import Path; import sys\n"
    "load(Path(sys.argv[1])).read('Where is my mail?')\n"
    "print(time.perf_counter() - began)"
)


def run() -> Iterator[Figure]:
    library = load_library(None)
    started = time.perf_counter()
    classifier = load_or_train(None, library)
    yield Figure("the classifier is there (trained, the first time)", time.perf_counter() - started, "s")
    path = kept_at(None, library)
    if path is not None:
        loads = [_load(str(path)) for _ in range(5)]
        yield Figure("a new process loads it and reads a text", statistics.median(loads), "s", "< 1 s")
        yield Figure("its size", path.stat().st_size / 1e6, "MB", "< 20 MB")
    tools = Tools(OfflineResolver(), SystemClock(), classifier)
    texts = [example.words for example in read_examples(library.example_files())[::_EVERY]]
    yield Figure("texts read by the classifier alone", rate(lambda: _read(texts, tools)), "texts/s")
    yield from _decisions("mails with evidence", _mails(library) * 5, library, tools)
    yield from _decisions("tickets in nine languages", _tickets(library), library, tools)


def _load(path: str) -> float:
    ended = subprocess.run([sys.executable, "-c", _LOAD, path], capture_output=True, check=True, text=True)
    return float(ended.stdout)


def _read(texts: Sequence[str], tools: Tools) -> int:
    for text in texts:
        tools.classifier.read(text)
    return len(texts)


def _mails(library: Library) -> list[Case]:
    platform = library.platform("oss")
    found = []
    for raw in MAILS:
        evidence = read(raw, "mail.eml", platform)[0]
        message = CaseMessage(evidence, new_text(evidence.text), NOW)
        found.append(Case((message,), platform, requester=evidence.message.from_))
    return found


def _tickets(library: Library) -> list[Case]:
    platform = library.platform("oss")
    chosen = read_examples(library.example_files())[::_EVERY]
    return [arrived(read(as_mail(example), "mail.eml", platform)[0], platform) for example in chosen]


def _decisions(name: str, cases: Sequence[Case], library: Library, tools: Tools) -> Iterator[Figure]:
    """In seconds of one core, so that what else the machine does is not counted."""
    rounds: list[list[float]] = []
    for _ in range(3):
        times = []
        for case in cases:
            began = time.process_time()
            triage(case, library, tools)
            times.append(time.process_time() - began)
        rounds.append(times)
    best = min(rounds, key=sum)
    yield Figure(f"decisions by one core, without DNS: {name}", len(best) / sum(best), "tickets/s", "≥ 100")
    yield Figure("  95th percentile of one", statistics.quantiles(best, n=20)[-1] * 1000, "ms", "≤ 30 ms")
