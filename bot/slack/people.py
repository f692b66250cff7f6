"""Who is who in the workspace: names, addresses and time zones of people, and which of them are agents."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.slack.agents import Agents

KEEP_S = 300.0


@dataclass(frozen=True)
class Person:
    id: str
    name: str
    email: str | None = None
    is_bot: bool = False
    zone: str | None = None
    """The name of the person's time zone, as IANA calls it."""
    language: str | None = None
    """What they use Slack in, as `de`."""


class People:
    """Looks people up, and keeps what Slack said for five minutes."""

    def __init__(
        self,
        client: WebClient,
        agents: Agents,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._client, self.agents, self._clock = client, agents, clock
        self._lock = threading.Lock()
        self._people: dict[str, tuple[float, Person]] = {}

    def person(self, user: str) -> Person:
        """The person, or one with nothing but the id when Slack does not know (or may not say)."""
        with self._lock:
            kept = self._people.get(user)
        if kept is not None and self._clock() - kept[0] < KEEP_S:
            return kept[1]
        try:
            data = self._client.users_info(user=user, include_locale=True).get("user") or {}
        except (SlackApiError, OSError):
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
            data.get("tz") or None,
            str(data.get("locale") or "").partition("-")[0].lower() or None,
        )
        with self._lock:
            self._people[user] = (self._clock(), person)
        return person

    def is_agent(self, user: str) -> bool:
        return self.agents.has(user)
