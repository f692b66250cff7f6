"""Answers kept for as long as their TTL allows, for all threads."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable

from triage.tools.protocols import Answer

_LONGEST_S = 3600
_MOST = 10_000


class AnswerCache:
    """A cache of DNS answers, also of "there is none" (RFC 2308); trouble is never kept.

    `monotonic` gives seconds. At most 10,000 answers, the longest unused goes first.
    """

    def __init__(self, monotonic: Callable[[], float]) -> None:
        self._monotonic = monotonic
        self._kept: OrderedDict[tuple[str, str], tuple[float, Answer]] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, name: str, rdtype: str) -> Answer | None:
        with self._lock:
            found = self._kept.get((name, rdtype))
            if found is None:
                return None
            until, answer = found
            if self._monotonic() >= until:
                del self._kept[(name, rdtype)]
                return None
            self._kept.move_to_end((name, rdtype))
            return answer

    def put(self, answer: Answer) -> None:
        if not answer.outcome.is_answer or not answer.ttl:
            return
        with self._lock:
            until = self._monotonic() + min(answer.ttl, _LONGEST_S)
            self._kept[(answer.name, answer.rdtype)] = (until, answer)
            self._kept.move_to_end((answer.name, answer.rdtype))
            while len(self._kept) > _MOST:
                self._kept.popitem(last=False)
