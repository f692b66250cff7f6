"""One input through the reader: is what comes back what was promised?"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from fuzz.guard import MOST_SECONDS, Cost, TooSlow, measured
from fuzz.shape import faults
from knowledge.vocabulary import Platform
from triage.contract import evidence_json
from triage.model import Evidence

Read = Callable[[bytes, str, Platform], tuple[Evidence, ...]]

PLATFORM = Platform(
    "fuzz", "Fuzzed platform", mail_hosts=("*.platform.test", "*.example.org"), domains=("example.net",)
)
# Where these stand, a code can be in the mail without standing in its bytes.
_HIDES = re.compile(
    rb"base64|quoted-printable|uuencode|utf-?(?:7|16|32)|iso-2022|&#|=\?|\x1b|hz|[\r\0]|\xd0\xcf",
    re.IGNORECASE,
)
_MOST_JSON = 64 * 1024 * 1024


@dataclass
class Outcome:
    kinds: tuple[str, ...] = ()
    cost: Cost = field(default_factory=Cost)
    wrong: list[str] = field(default_factory=list)


def check(read: Read, raw: bytes, name: str = "", in_child: bool = False) -> Outcome:
    """Read it once for the cost and the shape, and once more for the same answer."""
    outcome = Outcome()
    first = _once(read, raw, name, outcome, in_child)
    if first is None:
        return outcome
    outcome.kinds = tuple(line["kind"] for line in first)
    outcome.wrong += _wrong(first, raw)
    if not outcome.wrong:
        second = _once(read, raw, name, Outcome(), in_child)
        if json.dumps(first) != json.dumps(second):
            outcome.wrong.append("the same bytes read twice gave two answers")
    return outcome


def _once(read: Read, raw: bytes, name: str, outcome: Outcome, in_child: bool) -> list[dict[str, Any]] | None:
    lines: list[dict[str, Any]] | None = None
    try:
        with measured(by_the_clock=in_child) as outcome.cost:
            found = read(raw, name, PLATFORM)
            lines = [evidence_json(evidence) for evidence in found]
            if not isinstance(found, tuple) or not found:
                outcome.wrong.append("no tuple of evidence")
    except TooSlow:
        outcome.wrong.append(f"slower than {MOST_SECONDS:g} s")
    except Exception as error:
        outcome.wrong.append(_where(error))
    return lines


def _wrong(lines: list[dict[str, Any]], raw: bytes) -> Iterator[str]:
    for line in lines:
        yield from faults(line)
        if not _HIDES.search(raw):
            yield from (f"status {code} stands nowhere" for code in _codes(line) if code.encode() not in raw)
        if any("error of its own" in problem for problem in line["problems"]):
            yield f"the sandbox met an error: {line['problems']}"
    if sum(len(json.dumps(line)) for line in lines) > _MOST_JSON:
        yield "the answer is too large"


def _codes(line: dict[str, Any]) -> Iterator[str]:
    for recipient in (line["ndr"] or {}).get("recipients", ()):
        if recipient["status"]:
            yield recipient["status"]
    for nested in line["nested"]:
        yield from _codes(nested)


def _where(error: Exception) -> str:
    """The exception, and the last line of the project that it came through."""
    trace = error.__traceback__
    place = ""
    while trace is not None:
        file = trace.tb_frame.f_code.co_filename
        if "/triage/" in file:
            place = f"{file.rpartition('/triage/')[2]}:{trace.tb_lineno}"
        trace = trace.tb_next
    return f"{type(error).__name__} at {place}: {str(error)[:80]}"
