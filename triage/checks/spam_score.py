"""What did the filter's score page say, when the ticket came in? Such a page is gone after some days."""

from __future__ import annotations

from knowledge.vocabulary import Platform, Status
from triage.checks import check
from triage.checks.standards.findings import Data, printable
from triage.checks.standards.score_page import read_score_page
from triage.model import Facts, Finding, SpamTest, SpamVerdict
from triage.tools.protocols import Ended, Page, Tools

CODES = {
    "spam_score.read": "the page tells the points of each test",
    "spam_score.expired": "the page is no longer there: only the platform's logs can still tell the points",
    "spam_score.unreachable": "the page could not be reached, so nothing is known; it may still be there",
    "spam_score.unreadable": "the page was opened, and names no test that could be understood",
    "spam_score.not_listed": "the page was not opened, because the profile does not list its host",
    "spam_score.no_fetch": "the page was not opened, because this run opens no pages",
}
_GONE = (404, 410)
_SHOWN = 5


@check("spam_score", codes=CODES, needs=("spam_score_url",))
async def spam_score(facts: Facts, platform: Platform, tools: Tools) -> Finding:
    url = facts.get("spam_score_url") or ""
    if tools.fetch is None:
        return _finding(url, "no_fetch", Status.SKIPPED, "The spam score page was not opened.", "")
    page = await tools.fetch.fetch(url, platform.spam_score_hosts)
    if page.ended is Ended.REFUSED:
        advice = (
            "If it is a page of the platform, list its host under spam_score_hosts in the platform's profile."
        )
        return _finding(
            url,
            "not_listed",
            Status.NEUTRAL,
            f"The spam score page was not opened: {page.why}.",
            advice,
            page,
        )
    if page.ended is not Ended.FOUND:
        return _unreachable(url, page, page.why or "no answer")
    if page.status in _GONE:
        return _expired(url, page)
    if page.status is None or page.status >= 300:
        return _unreachable(url, page, f"it answered with HTTP status {page.status}")
    return _read(url, page)


def _read(url: str, page: Page) -> Finding:
    said = read_score_page(page.body, page.content_type)
    if said.verdict is not None:
        return _told(url, page, said.verdict)
    if said.expired:
        return _expired(url, page)
    return _finding(
        url,
        "unreadable",
        Status.WARN,
        "The spam score page was opened, but names no test that could be understood.",
        "Look at the page as it was kept.",
        page,
    )


def _told(url: str, page: Page, verdict: SpamVerdict) -> Finding:
    limit = f", and {verdict.required:g} make it spam" if verdict.required is not None else ""
    total = f"The filter gave the mail {verdict.score:g} points{limit}. " if verdict.score is not None else ""
    weighty = sorted(verdict.tests, key=lambda test: -(test.score or 0))
    most = "; ".join(_in_words(test) for test in weighty[:_SHOWN] if (test.score or 0) > 0)
    data: Data = {
        "score": verdict.score,
        "required": verdict.required,
        "tests": tuple(_in_words(test) for test in weighty),
    }
    summary = f"{total}Most of it: {most}." if most else f"{total}No test added points."
    return _finding(url, "read", Status.NEUTRAL, summary, "", page, data)


def _in_words(test: SpamTest) -> str:
    points = f" {test.score:+g}" if test.score is not None else ""
    return f"{test.name}{points}{f' ({test.meaning})' if test.meaning else ''}"


def _expired(url: str, page: Page) -> Finding:
    return _finding(
        url,
        "expired",
        Status.WARN,
        "The spam score page has expired.",
        "Ask the platform's support for the points of each test, from its logs.",
        page,
    )


def _unreachable(url: str, page: Page, why: str) -> Finding:
    return _finding(
        url,
        "unreachable",
        Status.TEMPERROR,
        f"The spam score page could not be reached: {why}.",
        "It may still be there: look again soon, before it expires.",
        page,
    )


def _finding(
    url: str,
    word: str,
    status: Status,
    summary: str,
    advice: str,
    page: Page | None = None,
    data: Data | None = None,
) -> Finding:
    when = f" (opened {page.at:%Y-%m-%d %H:%M} UTC)" if page and page.at else ""
    kept = page.sha256 if page else None
    return Finding(
        "spam_score",
        f"spam_score.{word}",
        status,
        summary,
        advice,
        source=f"{printable(url)}{when}",
        data={"url": url, "sha256": kept, **(data or {})},
    )
