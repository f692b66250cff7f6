"""Further workspaces that have installed the app: their tokens, and installations that have begun.

slack-bolt's own interfaces, on the desk's database. A token is as secret as the database that holds it.
"""

from __future__ import annotations

import hashlib
import logging
import secrets
from datetime import timedelta
from typing import Any

from slack_sdk.oauth import InstallationStore, OAuthStateStore
from slack_sdk.oauth.installation_store import Bot, Installation
from sqlalchemy import delete, insert, select, update

from bot.desk.context import Desk
from bot.store.schema.slack import slack_installations, slack_places, slack_states

_KEPT = ("bot_token", "bot_id", "bot_user_id", "team_name", "app_id", "enterprise_id")
STATE_LIVES = timedelta(minutes=10)


class Installations(InstallationStore):
    """One token a workspace: the app never acts as a person."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    @property
    def logger(self) -> logging.Logger:
        return logging.getLogger(__name__)

    def save(self, installation: Installation) -> None:
        self.save_bot(installation.to_bot())

    def save_bot(self, bot: Bot) -> None:
        team = bot.team_id or bot.enterprise_id
        if not team or not bot.bot_token:
            raise ValueError("an installation without a workspace or a bot token")
        row = {"data": {name: getattr(bot, name, None) for name in _KEPT}, "at": self._desk.now()}
        mine = slack_installations.c.team == team
        with self._desk.store.write() as connection:
            if not connection.execute(update(slack_installations).where(mine).values(row)).rowcount:
                connection.execute(insert(slack_installations).values(team=team, **row))

    def find_bot(
        self,
        *,
        enterprise_id: str | None,
        team_id: str | None,
        is_enterprise_install: bool | None = False,
    ) -> Bot | None:
        query = select(slack_installations).where(
            slack_installations.c.team.in_([name for name in (team_id, enterprise_id) if name])
        )
        with self._desk.store.read() as connection:
            rows = {row.team: row for row in connection.execute(query)}
        row = rows.get(team_id) or rows.get(enterprise_id)
        if row is None:
            return None
        return Bot(team_id=team_id, bot_scopes="", installed_at=row.at.timestamp(), **row.data)

    def find_installation(
        self,
        *,
        enterprise_id: str | None,
        team_id: str | None,
        user_id: str | None = None,
        is_enterprise_install: bool | None = False,
    ) -> Installation | None:
        """None but for bots: nobody's personal token is ever asked for."""
        return None

    def delete_bot(self, *, enterprise_id: str | None, team_id: str | None) -> None:
        with self._desk.store.write() as connection:
            for table in (slack_installations, slack_places):
                connection.execute(delete(table).where(table.c.team.in_([team_id, enterprise_id])))

    def delete_installation(
        self, *, enterprise_id: str | None, team_id: str | None, user_id: str | None = None
    ) -> None:
        """One person's token is gone: none was kept."""

    def delete_all(self, *, enterprise_id: str | None, team_id: str | None) -> None:
        self.delete_bot(enterprise_id=enterprise_id, team_id=team_id)


class States(OAuthStateStore):
    """States of installations that have begun (RFC 6749 section 10.12): good once, for ten minutes."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    @property
    def logger(self) -> logging.Logger:
        return logging.getLogger(__name__)

    def issue(self, *args: Any, **kwargs: Any) -> str:
        state, now = secrets.token_urlsafe(32), self._desk.now()
        with self._desk.store.write() as connection:
            connection.execute(delete(slack_states).where(slack_states.c.expires_at <= now))
            connection.execute(insert(slack_states).values(state=_hash(state), expires_at=now + STATE_LIVES))
        return state

    def consume(self, state: str) -> bool:
        good = (slack_states.c.state == _hash(state)) & (slack_states.c.expires_at > self._desk.now())
        with self._desk.store.write() as connection:
            return connection.execute(delete(slack_states).where(good)).rowcount == 1


def _hash(state: str) -> str:
    return hashlib.sha256(state.encode()).hexdigest()
