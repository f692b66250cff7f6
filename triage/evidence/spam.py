"""What did the spam filter say: SpamAssassin's kin (X-Spam-*), rspamd, Exchange (SCL), appliances?"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from triage.evidence import appliances, exchange
from triage.evidence.appliances import as_status
from triage.evidence.exchange import with_exchange
from triage.evidence.fields import Field
from triage.evidence.meanings import meaning_of
from triage.model import SpamTest, SpamVerdict

_NUMBER = r"(-?\d{1,6}(?:\.\d{1,6})?)"
_SCORE = re.compile(rf"\b(?:score|hits)\s?=\s?(?:{_NUMBER}|([Xx])(?![\w.]))")
_REQUIRED = re.compile(rf"\b(?:required|tagged_above)\s?=\s?{_NUMBER}")
_REQUIRED_ONLY = re.compile(rf"\brequired\s?=\s?{_NUMBER}")
_TESTS = re.compile(r"\btests\s?=\s?")
_TESTS_END = re.compile(r"\s[a-z_]{2,30}\s?=|\]")
_TEST = re.compile(rf"([A-Z][A-Z0-9_]{{1,63}})(?:\s?=\s?{_NUMBER})?(?![A-Za-z0-9])")
_REPORT_LINE = re.compile(rf"(?:^|[*\n]|\s)\s{{0,8}}{_NUMBER}\s{{1,8}}([A-Z][A-Z0-9_]{{2,63}})(?=\s|$|:)")
_RSPAMD = re.compile(rf"\[\s?{_NUMBER}\s?/\s?{_NUMBER}\s?\]")
_RSPAMD_TEST = re.compile(rf"\b([A-Z][A-Z0-9_]{{1,63}})\s?\({_NUMBER}\)")
_FIRST_NUMBER = re.compile(rf"\s*{_NUMBER}(?![\w.]\w)")
_BARS = ("x-spam-level", "x-spamd-bar", "x-rspamd-bar", "x-spam-bar")
_ACTIONS = {
    "no action": False, "greylist": False, "soft reject": False, "add header": True, "rewrite subject": True,
    "reject": True, "quarantine": True, "discard": True,
}  # fmt: skip
_FIELDS = frozenset((*exchange.FIELDS, *appliances.FIELDS))
_STARTS = ("x-spam", "x-rspamd", "x-ms-", "x-microsoft", "x-forefront", "x-barracuda", "x-proofpoint")
_NOTHING = SpamVerdict()
_MAX_TESTS = 300


def read_spam(fields: Iterable[Field]) -> SpamVerdict:
    """The verdict in these fields (topmost first; of several the topmost counts). All `None` without any."""
    found: dict[str, str] = {}
    for name, value in fields:
        key = name.lower()
        if key.startswith(_STARTS) and (key.startswith(("x-spam", "x-rspamd")) or key in _FIELDS):
            found.setdefault(key, value)
    if not found:
        return _NOTHING
    verdict = _from_status(_NOTHING, found.get("x-spam-status") or as_status(found))
    verdict = _from_rspamd(verdict, found.get("x-spamd-result") or found.get("x-rspamd-result"))
    verdict = _from_plain(verdict, found)
    tests = _with_report(verdict.tests, found.get("x-spam-report", ""))
    return with_exchange(replace(verdict, tests=tests), found)


def _from_status(verdict: SpamVerdict, status: str | None) -> SpamVerdict:
    """`Yes, score=8.1 required=5.0 tests=…`; a score of `X`: allow-listed, and no test ran."""
    if not status:
        return verdict
    word = status.lstrip().lower()
    score = _SCORE.search(status)
    required = _REQUIRED_ONLY.search(status) or _REQUIRED.search(status)
    begin = _TESTS.search(status)
    tests = _tests(_TESTS_END.split(status[begin.end() :], maxsplit=1)[0]) if begin else ()
    return replace(
        verdict,
        flag=True if word.startswith("yes") else False if word.startswith("no") else None,
        score=float(score.group(1)) if score and score.group(1) else None,
        required=float(required.group(1)) if required else None,
        tests=tests,
        allowlisted=bool(score.group(2)) if score else None,
    )


def _from_rspamd(verdict: SpamVerdict, result: str | None) -> SpamVerdict:
    """`default: False [3.50 / 15.00]; RULE(1.00)[…]; …`"""
    numbers = _RSPAMD.search(result or "")
    if not result or numbers is None:
        return verdict
    tests = tuple(
        SpamTest(name, float(score), meaning_of(name, "rspamd"))
        for name, score in _RSPAMD_TEST.findall(result)[:_MAX_TESTS]
    )
    return replace(
        verdict,
        flag="true" in result[: numbers.start()].lower(),
        score=float(numbers.group(1)),
        required=float(numbers.group(2)),
        tests=tests,
    )


def _from_plain(verdict: SpamVerdict, found: dict[str, str]) -> SpamVerdict:
    """X-Spam-Flag, -Score, -Level and rspamd's: what each says for itself wins over what a list implies."""
    flag = found.get("x-spam-flag", found.get("x-spam", "")).strip().lower()
    said = found.get("x-spam-score") or found.get("x-rspamd-score", "")
    score = _FIRST_NUMBER.match(said)
    level = next((found[name] for name in _BARS if name in found), None)
    action = _ACTIONS.get(found.get("x-rspamd-action", "").strip().lower())
    if verdict.flag is None:
        verdict = replace(verdict, flag=action)
    if flag[:3] in ("yes", "tru") or flag[:2] == "no" or flag.startswith("false"):
        verdict = replace(verdict, flag=flag[:3] in ("yes", "tru"))
    if verdict.score is None and score and verdict.allowlisted is not True:
        verdict = replace(verdict, score=float(score.group(1)))
    if said.strip().upper() == "X":
        verdict = replace(verdict, allowlisted=True)
    if level is not None:
        # rspamd: "+" a point each, "-" a point below nothing, "/" nothing.
        stars = level.partition("(")[0].strip()
        counted = len(stars) if not stars.strip("*+sSxX") else 0 if not stars.strip("/-") else None
        verdict = replace(verdict, level=counted)
    if verdict.allowlisted is None and verdict.score is not None:
        verdict = replace(verdict, allowlisted=False)
    return verdict


def _tests(listed: str) -> tuple[SpamTest, ...]:
    found: dict[str, SpamTest] = {}
    for name, score in _TEST.findall(listed)[:_MAX_TESTS]:
        found.setdefault(name, SpamTest(name, float(score) if score else None, meaning_of(name)))
    return tuple(found.values())


def _with_report(tests: Sequence[SpamTest], report: str) -> tuple[SpamTest, ...]:
    """Points for each test from the report (` 1.2 RULE  what it is`), and tests that only it names."""
    if not report:
        return tuple(tests)
    points = {name: float(score) for score, name in _REPORT_LINE.findall(report)[:_MAX_TESTS]}
    known = [
        replace(test, score=points.pop(test.name, None) if test.score is None else test.score)
        for test in tests
    ]
    names = {test.name for test in known}
    added = [SpamTest(name, score, meaning_of(name)) for name, score in points.items() if name not in names]
    return tuple(known + added)
