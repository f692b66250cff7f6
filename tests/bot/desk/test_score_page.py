"""A bounce's score page, the whole way: opened once when the ticket comes in, kept, shown from there."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from bot.channels import find_channels
from bot.desk.context import Desk
from bot.desk.pages import KeptFetch
from bot.desk.receive import receive
from bot.desk.types import Actor, Source
from bot.jobs.runner import drain
from bot.open_desk import open_desk
from bot.settings import Settings
from bot.store.schema.finding import findings
from bot.store.schema.page import pages
from knowledge.vocabulary import ProblemKind, Route
from triage.tools.fetch import WebFetch
from triage.tools.protocols import WordsSay
from triage.tools.static_zones import StaticZones

CASES = Path(__file__).parents[2] / "cases"
PAGE = b"<table><tr><td>3.5</td><td>BAYES_99</td></tr></table><p>Score: 8.1 / 5.0</p>"


class Sure:
    def read(self, text: str) -> WordsSay:
        return WordsSay({Route.REAL_ISSUE: 1.0}, {ProblemKind.INBOUND_REJECTED: 1.0}, ())


@pytest.fixture
def score_page() -> Iterator[tuple[int, list[str], list[tuple[int, bytes]]]]:
    """Its port, what was asked for, and what it answers: the last entry."""
    asked: list[str] = []
    says = [(200, PAGE)]

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_response(says[-1][0])
            self.send_header("Content-Type", "text/html")
            self.end_headers()
            self.wfile.write(says[-1][1])

        def log_message(self, *words: object) -> None:
            return

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
    yield server.server_address[1], asked, says
    server.shutdown()
    server.server_close()


def make_desk(folder: Path, port: int) -> Desk:
    settings = Settings.model_validate(
        {
            "data": folder / "data",
            "platform": str(CASES / "platforms" / "oss-test.toml"),
            "help_address": "help@hosting.test",
        }
    )
    zones = StaticZones({("score.hosting.test", "A"): ("127.0.0.1",)})
    desk = open_desk(settings, resolver=zones, classifier=Sure())
    fetch = KeptFetch(WebFetch(zones, desk.clock, private=["127.0.0.1"]), desk.store, desk.raw)
    platform = replace(desk.platform, spam_score_hosts=(f"score.hosting.test:{port}",))
    return replace(desk, tools=replace(desk.tools, fetch=fetch), platform=platform)


def said(desk: Desk) -> Any:
    with desk.store.read() as connection:
        return connection.execute(select(findings).where(findings.c.check == "spam_score")).one()


def test_it_is_opened_once_and_kept(tmp_path: Path, score_page: tuple[int, list[str], list[Any]]) -> None:
    port, asked, says = score_page
    raw = (CASES / "mail" / "inbound-spam-score-recipient.eml").read_bytes()
    raw = raw.replace(b"https://score.hosting.test/", f"http://score.hosting.test:{port}/".encode())
    with closing(make_desk(tmp_path, port)) as desk:
        channels = find_channels(desk)
        receive(desk, raw, Source("mail", "test:1", "anna@bakery.test", ("help@hosting.test",), {}))
        drain(desk, channels)
        first = said(desk)
        assert first.code == "spam_score.read"
        assert first.data["score"] == 8.1
        assert desk.raw.get(first.data["sha256"]) == PAGE
        says.append((410, b"gone"))
        from bot.desk.reroute import reroute

        reroute(desk, 1, Actor("agent", "anna", "Anna"), Route.REAL_ISSUE, ProblemKind.INBOUND_REJECTED)
        drain(desk, channels)
        assert said(desk).data == first.data
        assert asked == ["/s/abc123"]
        with desk.store.read() as connection:
            assert connection.execute(select(pages.c.status)).scalars().all() == [200]
