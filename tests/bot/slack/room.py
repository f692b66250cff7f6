"""A desk with Slack's listeners on it, and people who press: everything real but Slack itself."""

from __future__ import annotations

import itertools
import json
from collections.abc import Iterator
from concurrent.futures import Executor, Future
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from slack_bolt import App, BoltRequest, BoltResponse

from bot.jobs.runner import drain
from bot.slack.app import make_app
from bot.slack.channel import SlackChannel
from tests.bot.slack.loopback import Loopback, loopback

if TYPE_CHECKING:
    from tests.bot.conftest import Bench

DESK_CHANNEL = "C02DESK"


class AtOnce(Executor):
    """Runs what bolt would do after its acknowledgement before `dispatch` returns."""

    def submit(self, fn: Any, /, *args: Any, **kwargs: Any) -> Future[Any]:
        done: Future[Any] = Future()
        done.set_result(fn(*args, **kwargs))
        return done


@dataclass
class Room:
    """Bob and Carol are agents, Alice is none."""

    bench: Bench
    slack: Loopback
    channel: SlackChannel
    app: App
    _numbers: Iterator[int] = field(default_factory=lambda: itertools.count(1))

    def work(self) -> None:
        drain(self.bench.desk, {"mail": self.bench.channel, "slack": self.channel})

    def event(self, event: dict[str, Any], event_id: str | None = None, *, team: str = "T1") -> BoltResponse:
        number = next(self._numbers)
        return self._send({
            "type": "event_callback",
            "team_id": team,
            "event_id": event_id or f"Ev{number}",
            "event": {"event_ts": f"{number}.0", **event},
        })  # fmt: skip

    def press(self, user: str, action: dict[str, Any], **more: Any) -> BoltResponse:
        return self._send({
            "type": "block_actions",
            "team": {"id": "T1"},
            "user": {"id": user},
            "channel": {"id": DESK_CHANNEL},
            "trigger_id": "1.1",
            "actions": [{"block_id": "b", "action_ts": "1.1", "type": "button", **action}],
            **more,
        })  # fmt: skip

    def pick(self, user: str, value: str) -> BoltResponse:
        """From the menu More."""
        chosen = {"text": {"type": "plain_text", "text": "x"}, "value": value}
        return self.press(user, {"type": "static_select", "action_id": "more", "selected_option": chosen})

    def hand_in(
        self, user: str, values: dict[str, Any], view: dict[str, Any] | None = None
    ) -> dict[str, Any]:
        """Submit the modal that was opened last; what the app says to it."""
        opened = view or self.slack.called("views.open")[-1]["view"]
        state = {name: {name: given} for name, given in values.items()}
        answer = self._send({
            "type": "view_submission",
            "team": {"id": "T1"},
            "user": {"id": user},
            "view": {"id": "V1", "state": {"values": state}, **opened},
        })  # fmt: skip
        body: dict[str, Any] = json.loads(answer.body) if answer.body else {}
        return body

    def card(self, ticket: int = 1) -> list[dict[str, Any]]:
        """The blocks of the ticket's card as they stand now."""
        last = [
            args["blocks"]
            for name, args in self.slack.calls
            if name in ("chat.postMessage", "chat.update") and f"ticket {ticket}:" in args.get("text", "")
        ]
        found: list[dict[str, Any]] = last[-1]
        return found

    def whispers(self, user: str) -> list[str]:
        return [str(args["text"]) for args in self.slack.called("chat.postEphemeral") if args["user"] == user]

    def _send(self, body: dict[str, Any]) -> BoltResponse:
        answer = self.app.dispatch(BoltRequest(body=body, mode="socket_mode"))
        assert answer.status == 200, (answer.status, answer.body)
        return answer


def texts(made: Any) -> list[str]:
    """Every text object's words."""
    if isinstance(made, list):
        return [text for item in made for text in texts(item)]
    if isinstance(made, dict):
        here = [str(made["text"])] if made.get("type") in ("plain_text", "mrkdwn") else []
        return here + [text for item in made.values() for text in texts(item)]
    return []


def said(text: str) -> dict[str, Any]:
    return {"type": "plain_text_input", "value": text}


def chosen(value: str) -> dict[str, Any]:
    return {"selected_option": {"value": value}}


def ticked(*values: str) -> dict[str, Any]:
    return {"selected_options": [{"value": value} for value in values]}


@contextmanager
def make_room(bench: Bench, **settings: Any) -> Iterator[Room]:
    with loopback() as slack:
        slack.says("conversations.members", members=["UBOB", "UCAROL"])
        slack.says("conversations.list", channels=[{"id": DESK_CHANNEL, "name": "mail-desk"}])
        slack.answers |= {name: lambda args: {} for name in ("views.open", "views.publish", "views.update")}
        given = {
            "slack_api_url": slack.url,
            "slack_triage_channel": DESK_CHANNEL,
            "slack_support_channels": ("C01HELP",),
            "web_url": "https://desk.example.org",
        }
        bench.set(**{**given, **settings})
        channel = SlackChannel(bench.desk, "xoxb-home", None, None)
        app = make_app(channel.context, "xoxb-home", None)
        app.listener_runner.listener_executor = AtOnce()
        yield Room(bench, slack, channel, app)
