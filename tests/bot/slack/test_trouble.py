"""Slack refuses, breaks off or is away for half an hour: then everything arrives, once."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from http.server import BaseHTTPRequestHandler
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl

import pytest
import structlog
from slack_sdk.errors import SlackApiError
from sqlalchemy import select

from bot.jobs.runner import drain
from bot.slack.channel import SlackChannel
from bot.slack.pace import PacedClient
from bot.slack.stored import store_post
from bot.store.schema.sending import outgoing
from tests.bot.slack.loopback import serving
from tests.bot.slack.test_requests import AT, post
from tests.stand_ins import InProcess

if TYPE_CHECKING:
    from tests.bot.conftest import Bench

TICKETS, MINUTES = 3, 30


@dataclass
class Trouble:
    """A Slack with trouble: keeps what was posted, and counts what was asked."""

    mode: str = "well"
    """`429`, `500`, `html`, `lost` (posts, then hangs up), `away` (hangs up at once) or `well`."""
    url: str = ""
    posts: list[dict[str, Any]] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)

    def answer(self, method: str, args: dict[str, Any]) -> dict[str, Any]:
        if method == "chat.postMessage":
            ts = f"{AT + len(self.posts) + 1}.000000"
            self.posts.append({**args, "ts": ts})
            return {"ok": True, "channel": args["channel"], "ts": ts}
        if method in ("conversations.replies", "conversations.history"):
            return {"ok": True, "messages": self.posts}
        if method == "conversations.list":
            channels = [{"id": "C01HELP", "name": "mail-help"}, {"id": "C02DESK", "name": "mail-desk"}]
            return {"ok": True, "channels": channels}
        return {"ok": True, "user": {"id": args.get("user"), "name": "alice"}, "members": [], "ts": "1.0"}


class Handler(BaseHTTPRequestHandler):
    slack: Trouble

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0)).decode()
        is_json = "json" in (self.headers.get("Content-Type") or "")
        args = json.loads(body) if is_json and body else dict(parse_qsl(body))
        method = self.path.rpartition("/")[2].partition("?")[0]
        self.slack.asked.append(method)
        mode = self.slack.mode
        if mode == "lost":
            self.slack.answer(method, args)
        if mode in ("lost", "away"):
            self.close_connection = True
            return
        if mode == "well":
            self.say(200, json.dumps(self.slack.answer(method, args)), "application/json")
        elif mode == "html":
            self.say(503, "<html>busy</html>", "text/html")
        else:
            self.say(int(mode), json.dumps({"ok": False, "error": "ratelimited"}), "application/json")

    def say(self, status: int, text: str, kind: str) -> None:
        content = text.encode()
        self.send_response(status)
        if status == 429:
            self.send_header("Retry-After", "40")
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, format: str, *args: object) -> None:
        """Quiet."""


@contextmanager
def troubled() -> Iterator[Trouble]:
    slack = Trouble()
    with serving(type("H", (Handler,), {"slack": slack})) as slack.url:
        yield slack


@dataclass
class Desk:
    bench: Bench
    slack: Trouble
    channel: SlackChannel

    def work(self) -> None:
        drain(self.bench.desk, {"slack": self.channel})

    def states(self) -> list[str]:
        with self.bench.desk.store.read() as connection:
            return list(connection.execute(select(outgoing.c.state)).scalars())

    def to(self, channel: str) -> list[dict[str, Any]]:
        return [args for args in self.slack.posts if args["channel"] == channel]


@pytest.fixture
def desk(bench: Bench) -> Iterator[Desk]:
    bench.desk = replace(bench.desk, sandbox=InProcess())
    with troubled() as slack:
        bench.set(
            slack_api_url=slack.url,
            slack_triage_channel="C02DESK",
            slack_support_channels=("C01HELP",),
            autonomy="answer",
        )
        yield Desk(bench, slack, SlackChannel(bench.desk, "xoxb", None, None))


def ask(desk: Desk, count: int = TICKETS) -> None:
    """So many people ask; their tickets are thought about, and answers wait to be sent."""
    for number in range(count):
        event = post(f"Mail {number} came back", ts=AT + number, user=f"U{number}")
        store_post(desk.channel.context, event)


@pytest.mark.parametrize("mode", ["429", "500", "html", "lost", "away"])
def test_after_half_an_hour_of_trouble_everything_arrives_once(desk: Desk, mode: str) -> None:
    ask(desk)
    desk.slack.mode = mode
    for _ in range(MINUTES * 2):
        desk.work()
        desk.bench.clock.pass_by(seconds=30)
    during = len(desk.slack.asked)
    desk.slack.mode = "well"
    for _ in range(12):
        desk.bench.clock.pass_by(minutes=5)
        desk.work()
    assert desk.states() == ["sent"] * TICKETS
    assert len(desk.to("C01HELP")) == TICKETS
    assert sorted(args["thread_ts"] for args in desk.to("C01HELP")) == [
        f"{AT + number:.6f}" for number in range(TICKETS)
    ]
    cards = {args["text"].partition(":")[0] for args in desk.to("C02DESK")}
    assert len(cards) == TICKETS
    assert during < MINUTES * 60, "it was left alone meanwhile"


def test_trouble_is_one_line_each_and_no_traceback(desk: Desk, caplog: pytest.LogCaptureFixture) -> None:
    ask(desk, 2)
    desk.slack.mode = "500"
    quiet = structlog.get_config()
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING))
    try:
        with structlog.testing.capture_logs() as logs, caplog.at_level(logging.WARNING):
            desk.work()
    finally:
        structlog.configure(**quiet)
    assert logs
    assert not [entry for entry in logs if entry.get("exc_info")]
    assert not [record for record in caplog.records if record.exc_info]


def test_what_slack_says_of_one_channel_holds_for_that_method_there(desk: Desk) -> None:
    now = [0.0]
    client = PacedClient(clock=lambda: now[0], token="xoxb", base_url=desk.slack.url)
    desk.slack.mode = "429"
    with pytest.raises(SlackApiError):
        client.chat_postMessage(channel="C1", text="x")
    desk.slack.mode, asked = "well", len(desk.slack.asked)
    with pytest.raises(SlackApiError) as refused:
        client.chat_postMessage(channel="C1", text="x")
    assert len(desk.slack.asked) == asked, "Slack is not asked again"
    assert refused.value.response.headers["Retry-After"] == "40"
    client.chat_postMessage(channel="C2", text="x")
    client.chat_update(channel="C1", ts="1.0", text="x")
    now[0] = 41.0
    client.chat_postMessage(channel="C1", text="x")


@pytest.mark.parametrize(("faults", "wait"), [(1, 1), (2, 2), (4, 8), (9, 60)])
def test_faults_in_a_row_are_waited_out_longer_and_at_most_a_minute(
    desk: Desk, faults: int, wait: int
) -> None:
    now = [0.0]
    client = PacedClient(clock=lambda: now[0], token="xoxb", base_url=desk.slack.url)
    desk.slack.mode = "500"
    for _ in range(faults):
        now[0] += 1_000
        with pytest.raises(SlackApiError):
            client.chat_postMessage(channel="C1", text="x")
    desk.slack.mode = "well"
    now[0] += wait - 0.5
    with pytest.raises(SlackApiError):
        client.chat_postMessage(channel="C1", text="x")
    now[0] += 1
    client.chat_postMessage(channel="C1", text="x")
