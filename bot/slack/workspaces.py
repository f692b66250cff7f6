"""Several workspaces: whose token is used where.

The bot token of the settings is the workspace of the agents; every card stands there. Whatever concerns a
channel or a person of another one that has installed the app is asked with that one's token.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from typing import Any

from slack_sdk.web import SlackResponse
from sqlalchemy import insert, select
from sqlalchemy.exc import IntegrityError

from bot.desk.context import Desk
from bot.slack.installations import Installations
from bot.slack.pace import PacedClient
from bot.store.schema.slack import slack_places

_MOST_KEPT = 10_000
_PLACES = ("channel", "channel_id", "user", "user_id", "users")


class Workspaces:
    """Which workspace a channel or a person belongs to, learnt from what Slack sends."""

    def __init__(self, desk: Desk) -> None:
        self._desk, self.installations = desk, Installations(desk)
        self._known: dict[str, str | None] = {}
        self._lock = threading.Lock()

    def learn(self, team: str, places: tuple[str, ...]) -> None:
        """These ids belong to that workspace, which is not the agents' own."""
        for place in places:
            if not place or self.team_of(place) == team:
                continue
            try:
                with self._desk.store.write() as connection:
                    connection.execute(insert(slack_places).values(channel=place, team=team))
            except IntegrityError:
                continue  # somebody else has just learnt it, or it was claimed before: the first one holds
            self._keep(place, team)

    def token_for(self, places: Mapping[str, Any]) -> str | None:
        """The token of the workspace that a channel or person belongs to; `None`: the agents' own."""
        for name in _PLACES:
            place = places.get(name)
            team = self.team_of(place) if isinstance(place, str) and place else None
            if team is not None:
                bot = self.installations.find_bot(enterprise_id=None, team_id=team)
                return bot.bot_token if bot else None
        return None

    def team_of(self, place: str) -> str | None:
        with self._lock:
            if place in self._known:
                return self._known[place]
        with self._desk.store.read() as connection:
            query = select(slack_places.c.team).where(slack_places.c.channel == place)
            team = connection.execute(query).scalar_one_or_none()
        if team is not None:
            self._keep(place, team)
        return team

    def forget(self) -> None:
        """A workspace has removed the app."""
        with self._lock:
            self._known.clear()

    def _keep(self, place: str, team: str) -> None:
        with self._lock:
            if len(self._known) >= _MOST_KEPT:
                self._known.clear()
            self._known[place] = team


class WorkspacesClient(PacedClient):
    """A client that takes the token of the workspace that a call is about."""

    def __init__(self, *, token_for: Callable[[Mapping[str, Any]], str | None], **more: Any) -> None:
        super().__init__(**more)
        self._token_for = token_for

    def api_call(self, api_method: str, **more: Any) -> SlackResponse:
        given = {name: more[name] for name in ("params", "data", "json") if isinstance(more.get(name), dict)}
        if "auth" not in more and not any("token" in values for values in given.values()):
            places = {name: value for values in given.values() for name, value in values.items()}
            token = self._token_for(places)
            if token is not None:
                more["params"] = {**(more.get("params") or {}), "token": token}
        return super().api_call(api_method, **more)
