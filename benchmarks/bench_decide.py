"""How many tickets a second are decided, without DNS, once their evidence is read?"""

from __future__ import annotations

import statistics
import time
from collections.abc import Iterator

from benchmarks.figure import Figure, rate
from benchmarks.mails import MAILS, NOW
from knowledge.library import load_library
from triage.evidence.quotes import new_text
from triage.evidence.reader import read
from triage.model import Case, CaseMessage
from triage.pipeline import triage
from triage.routing.train import load_or_train
from triage.tools.clock import SystemClock
from triage.tools.protocols import Tools
from triage.tools.resolver import OfflineResolver


def run() -> Iterator[Figure]:
    library = load_library(None)
    platform = library.platform("oss")
    started = time.perf_counter()
    classifier = load_or_train(None, library)
    yield Figure("the classifier is loaded (or trained, the first time)", time.perf_counter() - started, "s")
    tools = Tools(OfflineResolver(), SystemClock(), classifier)
    cases = []
    for raw in MAILS:
        evidence = read(raw, "mail.eml", platform)[0]
        message = CaseMessage(evidence, new_text(evidence.text), NOW)
        cases.append(Case((message,), platform, requester=evidence.message.from_))
    times: list[float] = []

    def decide() -> int:
        for case in cases * 5:
            began = time.perf_counter()
            triage(case, library, tools)
            times.append(time.perf_counter() - began)
        return len(cases) * 5

    yield Figure("decisions, without DNS", rate(decide), "tickets/s", "≥ 100")
    yield Figure("95th percentile of one", statistics.quantiles(times, n=20)[-1] * 1000, "ms", "≤ 30 ms")
