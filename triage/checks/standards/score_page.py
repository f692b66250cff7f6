"""A spam filter's score page read into the form of X-Spam-Status, whether it is a table or plain text."""

from __future__ import annotations

import re
from dataclasses import dataclass

from triage.evidence.html_text import html_text
from triage.evidence.meanings import meaning_of
from triage.evidence.spam import read_spam
from triage.model import SpamTest, SpamVerdict

_MOST_TEXT = 400_000
_MOST_LINES = 5_000
_MOST_TESTS = 300
_LONGEST_LINE = 1_000
_NAME = re.compile(r"(?<![A-Za-z0-9_.@-])[A-Z][A-Z0-9_]{2,63}(?![A-Za-z0-9_.@-])")
_POINTS = re.compile(r"(?<![\w.,:/-])([+-]?\d{1,4}(?:[.,]\d{1,4})?)(?![\w:/%]|[.,]\d)")
_TOTAL = re.compile(
    r"\b(?:total|score|points|hits|sum|summe|gesamt\w*|punkte|punktzahl)\b[^\d\n+-]{0,30}"
    r"([+-]?\d{1,4}(?:[.,]\d{1,4})?)(?:\s?(?:/|of|out of|von)\s?(\d{1,4}(?:[.,]\d{1,4})?))?",
    re.I,
)
_BOTH = re.compile(r"([+-]?\d{1,4}(?:\.\d{1,4})?) (?:points|hits), (\d{1,4}(?:\.\d{1,4})?) required")
_REQUIRED = re.compile(
    r"\b(?:required|threshold|limit|needed|schwelle\w*|grenze|grenzwert)\b[^\d\n]{0,30}(\d{1,4}(?:[.,]\d{1,4})?)",
    re.I,
)
_EXPIRED = re.compile(
    r"\bexpired\b|\bno longer (?:available|exists?|valid|kept)|\bhas been (?:deleted|removed)|\bnot found\b"
    r"|\babgelaufen\b|nicht mehr (?:verf\u00fcgbar|vorhanden)|\bexpir\u00e9e?s?\b|\bplus disponible"
    r"|\blej\u00e1rt\b|\bscadut[oa]\b|\bcaducad[oa]\b|\bexpirad[oa]\b|\bwygas\u0142|\bverlopen\b",
    re.I,
)


@dataclass(frozen=True)
class ScorePage:
    """`verdict` is `None` where the page names no test; `expired`: it says that it is no longer there."""

    verdict: SpamVerdict | None
    expired: bool = False


def read_score_page(body: bytes, content_type: str) -> ScorePage:
    """What a page says. Bounded, linear, and never raises for what it holds."""
    text = _text(body, content_type)
    lines = [line[:_LONGEST_LINE] for line in text.splitlines()[:_MOST_LINES]]
    status = next((line for line in lines if "tests=" in line.replace(" ", "")), None)
    stated = read_spam([("X-Spam-Status", status)]) if status else SpamVerdict()
    tests = {test.name: test for test in stated.tests}
    for line in lines:
        for test in _tests_of(line):
            if len(tests) < _MOST_TESTS and (test.name not in tests or tests[test.name].score is None):
                tests[test.name] = test
    if not tests:
        return ScorePage(None, expired=bool(_EXPIRED.search("\n".join(lines))))
    score, required = _sums(lines)
    score = stated.score if stated.score is not None else score
    required = stated.required if stated.required is not None else required
    flag = score >= required if score is not None and required is not None else stated.flag
    return ScorePage(SpamVerdict(flag=flag, score=score, required=required, tests=tuple(tests.values())))


def _text(body: bytes, content_type: str) -> str:
    named = re.search(r"charset=\"?([A-Za-z0-9_-]{2,30})", content_type)
    try:
        text = body[:_MOST_TEXT].decode(named.group(1) if named else "utf-8", "replace")
    except LookupError:
        text = body[:_MOST_TEXT].decode("utf-8", "replace")
    is_html = "html" in content_type.lower() or text.lstrip()[:1] == "<"
    return html_text(text) if is_html else text


def _tests_of(line: str) -> list[SpamTest]:
    """` 3.5 BAYES_99 what it is`, or a row of a table: the name and the points in either order."""
    names = [name for name in _NAME.findall(line) if "_" in name or meaning_of(name)]
    points = _POINTS.findall(line)
    if len(names) != 1 or not points:
        return []
    return [SpamTest(names[0], _number(points[0]), meaning_of(names[0]))]


def _sums(lines: list[str]) -> tuple[float | None, float | None]:
    """The total and the limit, where a line names them."""
    score = required = None
    for line in lines:
        if any("_" in name for name in _NAME.findall(line)):
            continue
        both = _BOTH.search(line)
        if both:
            return _number(both.group(1)), _number(both.group(2))
        total, limit = _TOTAL.search(line), _REQUIRED.search(line)
        if total and score is None and not (limit and limit.start() <= total.start()):
            score = _number(total.group(1))
            required = _number(total.group(2)) if total.group(2) and required is None else required
        if limit and required is None:
            required = _number(limit.group(1))
    return score, required


def _number(text: str) -> float:
    return float(text.replace(",", "."))
