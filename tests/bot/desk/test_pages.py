"""A page is opened once and kept as it came; what was not reached is tried again."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import pytest

from bot.desk.pages import KeptFetch
from triage.tools.lookups import Ended, Page

if TYPE_CHECKING:
    from tests.bot.conftest import Bench

URL = "https://score.hosting.test/s/1"


@dataclass
class Changing:
    """A web that says the first page first, and then the next."""

    says: list[Page]
    opened: list[str] = field(default_factory=list)

    async def fetch(self, url: str, hosts: tuple[str, ...]) -> Page:
        self.opened.append(url)
        return replace(self.says[min(len(self.opened), len(self.says)) - 1], url=url)


def two_looks(bench: Bench, *says: Page) -> tuple[Page, Page, Changing]:
    at = bench.desk.now()
    web = Changing([replace(page, at=at) for page in says])
    kept = KeptFetch(web, bench.desk.store, bench.desk.raw)
    first = asyncio.run(kept.fetch(URL, ()))
    return first, asyncio.run(kept.fetch(URL, ())), web


@pytest.mark.parametrize("status", [200, 404, 410])
def test_what_it_said_first_is_what_counts(bench: Bench, status: int) -> None:
    first, second, web = two_looks(
        bench,
        Page(URL, Ended.FOUND, status, "text/html", b"\xff8.1 points"),
        Page(URL, Ended.FOUND, 410, "text/html", b"expired"),
    )
    assert second == first
    assert (second.body, second.status, web.opened) == (b"\xff8.1 points", status, [URL])
    assert first.sha256 is not None
    assert bench.desk.raw.get(first.sha256) == first.body


@pytest.mark.parametrize(
    "page",
    [
        Page(URL, Ended.TIMEOUT),
        Page(URL, Ended.UNREACHABLE),
        Page(URL, Ended.REFUSED),
        Page(URL, Ended.FOUND, 503, "", b"later"),
        Page(URL, Ended.FOUND, 302, "", b"there"),
    ],
)
def test_what_was_not_reached_is_tried_again(bench: Bench, page: Page) -> None:
    first, second, web = two_looks(bench, page, Page(URL, Ended.FOUND, 200, "text/html", b"8.1 points"))
    assert (first.ended, first.sha256) == (page.ended, None)
    assert (second.body, len(web.opened)) == (b"8.1 points", 2)


def test_the_first_of_two_workers_wins(bench: Bench) -> None:
    """Both found nothing kept, and both opened it."""
    at = bench.desk.now()
    pages = [Page(URL, Ended.FOUND, 200, "text/html", body, at) for body in (b"one", b"two")]

    @dataclass
    class Overtaken:
        """While this one waits for the page, the other one is done."""

        async def fetch(self, url: str, hosts: tuple[str, ...]) -> Page:
            other = KeptFetch(Changing([pages[0]]), bench.desk.store, bench.desk.raw)
            assert (await other.fetch(url, hosts)).body == b"one"
            return pages[1]

    late = KeptFetch(Overtaken(), bench.desk.store, bench.desk.raw)
    assert asyncio.run(late.fetch(URL, ())).body == b"one"
