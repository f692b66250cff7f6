"""Who is who in the workspace: names and addresses of people, and which of them are agents."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

KEEP_S = 300.0
KEEP_NO_S = 10.0
"""A "no" is asked again sooner: somebody may just have joined the agents' channel."""


@dataclass(frozen=True)
class Person:
    id: str
    name: str
    email: str | None = None
    is_bot: bool = False


class People:
    """Looks people up, and keeps what Slack said for five minutes.

    An agent is a member of the triage channel. While Slack does not answer, what it said last holds.
    """

    def __init__(
        self,
        client: WebClient,
        triage_channel: Callable[[], str | None],
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._client, self._triage_channel, self._clock = client, triage_channel, clock
        self._lock = threading.Lock()
        self._people: dict[str, tuple[float, Person]] = {}
        self._agents: tuple[float, frozenset[str]] | None = None

    def person(self, user: str) -> Person:
        """The person, or one with nothing but the id when Slack does not know (or may not say)."""
        with self._lock:
            kept = self._people.get(user)
        if kept is not None and self._clock() - kept[0] < KEEP_S:
            return kept[1]
        try:
            data = self._client.users_info(user=user).get("user") or {}
        except SlackApiError:
            return kept[1] if kept else Person(user, user)
        profile = data.get("profile") or {}
        name = (
            profile.get("display_name")
            or data.get("real_name")
            or profile.get("real_name")
            or data.get("name")
        )
        person = Person(
            user,
            str(name or user),
            profile.get("email") or data.get("email"),
            bool(data.get("is_bot", False)),
        )
        with self._lock:
            self._people[user] = (self._clock(), person)
        return person

    def is_agent(self, user: str) -> bool:
        return user in self._members(KEEP_S) or user in self._members(KEEP_NO_S)

    def _members(self, keep_s: float) -> frozenset[str]:
        with self._lock:
            kept = self._agents
        if kept is not None and self._clock() - kept[0] < keep_s:
            return kept[1]
        channel = self._triage_channel()
        if channel is None:
            return frozenset()
        found: set[str] = set()
        try:
            for page in self._client.conversations_members(channel=channel, limit=1000):
                found |= set(page.get("members") or ())
        except SlackApiError:
            return kept[1] if kept else frozenset()
        with self._lock:
            self._agents = (self._clock(), frozenset(found))
        return frozenset(found)
