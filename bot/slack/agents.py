"""Who is an agent: the members of a user group, or else of the agents' channel."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

KEEP_S = 300.0
KEEP_NO_S = 10.0
"""A "no" is asked again sooner: somebody may just have joined."""


class Agents:
    """Keeps what Slack said for five minutes, or until an event says that it has changed.

    While Slack does not answer, what it said last holds; before it has said anything, nobody is an agent.
    """

    def __init__(
        self,
        client: WebClient,
        triage_channel: Callable[[], str | None],
        group: str | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._client, self._triage_channel, self._group, self._clock = client, triage_channel, group, clock
        self._lock = threading.Lock()
        self._known: tuple[float, frozenset[str]] | None = None

    @property
    def who(self) -> str:
        """Who may decide, in words for somebody who may not."""
        return f"members of the group {self._group}" if self._group else "members of the triage channel"

    def has(self, user: str) -> bool:
        return user in self._members(KEEP_S) or user in self._members(KEEP_NO_S)

    @property
    def is_nobody(self) -> bool:
        """Slack names no agent at all: then nobody can decide anything there."""
        return not self._members(KEEP_S)

    def forget(self) -> None:
        """Somebody came or left: ask again, and keep the old answer only while Slack does not answer."""
        with self._lock:
            if self._known is not None:
                self._known = (-KEEP_S, self._known[1])

    def _members(self, keep_s: float) -> frozenset[str]:
        with self._lock:
            known = self._known
        if known is not None and self._clock() - known[0] < keep_s:
            return known[1]
        try:
            found = frozenset(self._of_group(self._group) if self._group else self._of_channel())
        except (SlackApiError, OSError):
            return known[1] if known else frozenset()
        with self._lock:
            self._known = (self._clock(), found)
        return found

    def _of_channel(self) -> Iterator[str]:
        channel = self._triage_channel()
        if channel is None:
            return
        for page in self._client.conversations_members(channel=channel, limit=1000):
            yield from page.get("members") or ()

    def _of_group(self, group: str) -> Iterator[str]:
        """By id, or by the handle that people type."""
        handle = group.removeprefix("@")
        groups = self._client.usergroups_list().get("usergroups") or ()
        for one in groups:
            if handle in (one.get("id"), one.get("handle")):
                yield from self._client.usergroups_users_list(usergroup=str(one["id"])).get("users") or ()
                return
