"""Who may press: a user group or the triage channel, kept for a while, known again after an event."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

from bot.slack.agents import KEEP_NO_S, KEEP_S, Agents
from tests.bot.slack.loopback import Loopback, loopback
from tests.bot.slack.room import make_room

if TYPE_CHECKING:
    from tests.bot.conftest import Bench


@pytest.fixture
def slack() -> Iterator[Loopback]:
    with loopback() as running:
        running.says("conversations.members", members=["UBOB"])
        running.says(
            "usergroups.list",
            usergroups=[{"id": "S1", "handle": "sales"}, {"id": "S2", "handle": "mail-desk"}],
        )
        running.answers["usergroups.users.list"] = lambda args: {
            "users": ["UCAROL"] if args["usergroup"] == "S2" else ["UMALLORY"]
        }
        yield running


class Time:
    now = 1_000.0

    def __call__(self) -> float:
        return self.now


@pytest.mark.parametrize(
    ("group", "agent", "other"),
    [
        (None, "UBOB", "UCAROL"),
        ("@mail-desk", "UCAROL", "UBOB"),
        ("mail-desk", "UCAROL", "UMALLORY"),
        ("S2", "UCAROL", "UMALLORY"),
    ],
)
def test_who_is_an_agent(slack: Loopback, group: str | None, agent: str, other: str) -> None:
    agents = Agents(slack.client, lambda: "C1", group)
    assert agents.has(agent)
    assert not agents.has(other)


@pytest.mark.parametrize(("group", "channel"), [("@gone", "C1"), (None, None)])
def test_nobody_is_an_agent_of_nothing(slack: Loopback, group: str | None, channel: str | None) -> None:
    assert not Agents(slack.client, lambda: channel, group).has("UBOB")


def test_what_slack_said_is_kept_and_a_no_is_asked_again(slack: Loopback) -> None:
    time = Time()
    agents = Agents(slack.client, lambda: "C1", clock=time)
    assert agents.has("UBOB")
    time.now += KEEP_S - 1
    assert agents.has("UBOB")
    assert len(slack.called("conversations.members")) == 1
    slack.says("conversations.members", members=["UBOB", "UNEW"])
    assert agents.has("UNEW")
    assert not agents.has("UMALLORY")
    time.now += KEEP_NO_S - 1
    asked = len(slack.called("conversations.members"))
    assert not agents.has("UMALLORY")
    assert len(slack.called("conversations.members")) == asked


def test_an_event_makes_it_forget_at_once(slack: Loopback) -> None:
    agents = Agents(slack.client, lambda: "C1", clock=Time())
    assert agents.has("UBOB")
    slack.says("conversations.members", members=[])
    agents.forget()
    assert not agents.has("UBOB")


def test_while_slack_is_silent_the_last_word_holds(slack: Loopback) -> None:
    time = Time()
    agents = Agents(slack.client, lambda: "C1", clock=time)
    slack.refuses("conversations.members", "internal_error")
    assert not agents.has("UBOB")
    slack.says("conversations.members", members=["UBOB"])
    assert agents.has("UBOB")
    slack.refuses("conversations.members", "internal_error")
    time.now += 2 * KEEP_S
    agents.forget()
    assert agents.has("UBOB")


@pytest.mark.parametrize(("group", "told"), [("@gone", True), ("@mail-desk", False), (None, False)])
def test_a_group_without_anybody_is_told_of(bench: Bench, group: str | None, told: bool) -> None:
    with make_room(bench, slack_agents=group) as room:
        room.slack.says("usergroups.list", usergroups=[{"id": "S2", "handle": "mail-desk"}])
        room.slack.says("usergroups.users.list", users=["UCAROL"])
        found = [line for line in room.channel.issues() if "user group" in line]
        assert bool(found) is told
