"""How long does the search of the articles take for one question? One thread, the index in memory."""

from __future__ import annotations

import time
from collections.abc import Iterator

from benchmarks.figure import Figure
from knowledge.library import load_library
from knowledge.search import Search

QUESTIONS = (
    "recipient mailbox is full",
    "SPF passes but DMARC fails for our newsletter tool",
    "Wie sperre ich einen Absender für die ganze Firma?",
    "le message est revenu avec une erreur 550 5.7.1",
    "nem érkezett meg a levél " * 20,
)
ROUNDS = 40


def run() -> Iterator[Figure]:
    library = load_library()
    started = time.perf_counter()
    search = Search(library.articles, library.problems)
    search.find("spam")
    yield Figure("articles read and indexed", (time.perf_counter() - started) * 1000, "ms")
    times = sorted(_asked(search, question) for _ in range(ROUNDS) for question in QUESTIONS)
    yield Figure("one question, median", times[len(times) // 2] * 1000, "ms", "< 10 ms")
    yield Figure("one question, slowest", times[-1] * 1000, "ms", "< 10 ms")


def _asked(search: Search, question: str) -> float:
    started = time.perf_counter()
    search.find(question)
    return time.perf_counter() - started
