"""The filter's score page: read from table or text; gone, out of reach and not understood are told apart."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime

import pytest

from knowledge.vocabulary import Platform
from triage.checks import all_checks
from triage.checks.standards.score_page import read_score_page
from triage.model import Facts, Finding
from triage.tools.lookups import Ended, Page
from triage.tools.protocols import Tools
from triage.tools.resolver import OfflineResolver

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
URL = "https://score.hosting.test/s/abc123"
TABLE = """<!doctype html><html><head><title>Score 404</title><style>.A_B{x:9}</style></head><body>
<h1>Message refused</h1><table><tr><th>Points</th><th>Rule</th><th>Description</th></tr>
<tr><td>3.5</td><td>BAYES_99</td><td>Bayes spam probability is 99 to 100%</td></tr>
<tr><td>2.7</td><td>URIBL_BLACK</td><td>Contains an URL listed</td></tr>
<tr><td>-0.1</td><td>DKIM_VALID</td><td>signature</td></tr>
<tr><td>2.0</td><td><b>MISSING_MID</b></td><td>No Message-Id</td></tr></table>
<p>Total: 8.1 points, required 5.0</p></body></html>"""
SWAPPED = "<table><tr><td>BAYES_99</td><td>3,5</td></tr><tr><td>SPF_FAIL</td><td>0,9</td></tr></table>"
REPORT = """Content analysis details:   (8.1 points, 5.0 required)

 pts rule name              description
---- ---------------------- --------------------------------------------------
 3.5 BAYES_99               BODY: Bayes spam probability is 99 to 100%
                            [score: 1.0000]
 2.7 URIBL_BLACK            Contains an URL listed in the URIBL blacklist
                            [URIs: shop.example]
"""
STATUS = "X-Spam-Status: Yes, score=8.1 required=5.0 tests=BAYES_99=3.5,URIBL_BLACK=2.7,HTML_MESSAGE=0.001"


@pytest.mark.parametrize(
    ("page", "kind", "tests", "score", "required"),
    [
        (
            TABLE,
            "text/html",
            {"BAYES_99": 3.5, "URIBL_BLACK": 2.7, "DKIM_VALID": -0.1, "MISSING_MID": 2.0},
            8.1,
            5.0,
        ),
        (SWAPPED, "text/html", {"BAYES_99": 3.5, "SPF_FAIL": 0.9}, None, None),
        (REPORT, "text/plain", {"BAYES_99": 3.5, "URIBL_BLACK": 2.7}, 8.1, 5.0),
        (STATUS, "text/plain", {"BAYES_99": 3.5, "URIBL_BLACK": 2.7, "HTML_MESSAGE": 0.001}, 8.1, 5.0),
        ("Score: 8.1 / 5.0\nBAYES_99 +3.5", "", {"BAYES_99": 3.5}, 8.1, 5.0),
        ("Punktzahl: 8,1 von 5,0\nBAYES_99 3,5", "", {"BAYES_99": 3.5}, 8.1, 5.0),
    ],
)
def test_a_page_is_read(
    page: str, kind: str, tests: dict[str, float], score: float | None, required: float | None
) -> None:
    verdict = read_score_page(page.encode(), kind).verdict
    assert verdict is not None
    assert {test.name: test.score for test in verdict.tests} == tests
    assert (verdict.score, verdict.required) == (score, required)
    assert verdict.flag is (True if required else None)


def test_the_tests_are_explained() -> None:
    verdict = read_score_page(TABLE.encode(), "text/html").verdict
    assert verdict is not None
    assert {test.name for test in verdict.tests if test.meaning} >= {"BAYES_99", "DKIM_VALID"}


@pytest.mark.parametrize(
    "noise",
    [
        b"",
        b"\xff\xfe\x00" * 1000,
        b"<" * 300_000,
        b"A_B" * 100_000,
        b"1.0 " * 100_000,
        b"Total " * 50_000,
        b"<tr>" * 60_000 + b"9 A_B",
        ("X" * 900 + "_1 9\n").encode() * 400,
        b"GIF89a 4.2",
        b"Order No 4711 of 12.50 EUR",
    ],
)
def test_noise_holds_no_test(noise: bytes) -> None:
    page = read_score_page(noise, "text/html; charset=nonsense")
    assert page.verdict is None or {test.name for test in page.verdict.tests} == {"A_B"}


@dataclass
class OnePage:
    page: Page

    async def fetch(self, url: str, hosts: tuple[str, ...]) -> Page:
        assert hosts == ("score.hosting.test",)
        return replace(self.page, url=url)


def found(status: int, body: str = "", kind: str = "text/html") -> Page:
    return Page(URL, Ended.FOUND, status, kind, body.encode(), NOON, sha256="ab" * 32)


@pytest.mark.parametrize(
    ("page", "code", "said"),
    [
        (found(200, TABLE), "spam_score.read", "8.1 points, and 5 make it spam. Most of it: BAYES_99 +3.5"),
        (found(200, "<p>This page has expired.</p>"), "spam_score.expired", "expired"),
        (found(200, "<p>Die Seite ist abgelaufen.</p>"), "spam_score.expired", "expired"),
        (found(404), "spam_score.expired", "expired"),
        (found(410), "spam_score.expired", "expired"),
        (found(404, TABLE), "spam_score.expired", "expired"),
        (found(200, "<p>Welcome</p>"), "spam_score.unreadable", "no test"),
        (found(302), "spam_score.unreachable", "HTTP status 302"),
        (found(403), "spam_score.unreachable", "HTTP status 403"),
        (found(500), "spam_score.unreachable", "HTTP status 500"),
        (Page(URL, Ended.TIMEOUT, at=NOON, why="no answer came"), "spam_score.unreachable", "no answer came"),
        (Page(URL, Ended.UNREACHABLE, at=NOON), "spam_score.unreachable", "no answer"),
        (Page(URL, Ended.BROKEN, at=NOON, why="not HTTP"), "spam_score.unreachable", "not HTTP"),
        (Page(URL, Ended.REFUSED, at=NOON, why="not listed"), "spam_score.not_listed", "not listed"),
        (None, "spam_score.no_fetch", "not opened"),
    ],
)
def test_what_became_of_the_page(
    page: Page | None,
    code: str,
    said: str,
    tools: Callable[..., Tools],
    facts: Callable[..., Facts],
    platform: Platform,
) -> None:
    check = next(one for one in all_checks() if one.name == "spam_score")
    world = replace(tools(OfflineResolver()), fetch=OnePage(page) if page else None)
    here = replace(platform, spam_score_hosts=("score.hosting.test",))
    finding = asyncio.run(_ask(check.ask(facts({"spam_score_url": URL}), here, world)))
    assert (finding.code, said in finding.summary) == (code, True), finding.summary
    assert finding.data["sha256"] == (page.sha256 if page else None)


async def _ask(waiting: object) -> Finding:
    found = await waiting  # type: ignore[misc]
    assert isinstance(found, Finding)
    return found
