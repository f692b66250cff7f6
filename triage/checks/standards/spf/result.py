"""How an SPF evaluation ended."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from triage.tools.protocols import Answer


class Verdict(StrEnum):
    """RFC 7208 section 2.6."""

    NONE = "none"
    NEUTRAL = "neutral"
    PASS = "pass"  # noqa: S105  (a verdict, no secret)
    FAIL = "fail"
    SOFTFAIL = "softfail"
    TEMPERROR = "temperror"
    PERMERROR = "permerror"


class Problem(StrEnum):
    """What is wrong with a record, for a permanent error."""

    SYNTAX = "syntax"
    MULTIPLE_RECORDS = "multiple_records"
    TOO_MANY_LOOKUPS = "too_many_lookups"
    TOO_MANY_VOID_LOOKUPS = "too_many_void_lookups"
    TOO_MANY_MX = "too_many_mx"
    MISSING_INCLUDE = "missing_include"


@dataclass(frozen=True)
class SpfResult:
    """`record` is that of the domain asked about; `matched` the mechanism that decided, in `matched_in`.

    `problem_in` and `problem_text` say where a permanent error is; `trouble` is the answer that was none.
    `lookups` and `void_lookups` count as section 4.6.4 does.
    """

    verdict: Verdict
    domain: str
    record: str | None = None
    matched: str | None = None
    matched_in: str | None = None
    problem: Problem | None = None
    problem_in: str | None = None
    problem_text: str = ""
    trouble: Answer | None = None
    answer: Answer | None = None
    lookups: int = 0
    void_lookups: int = 0
    explanation: str | None = None
