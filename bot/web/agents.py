"""Agents and the one-time links that sign them in.

A link's token has 256 random bits; only its SHA-256 is stored, it works once, and it expires.
"""

from __future__ import annotations

import hashlib
import re
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from flask_login import UserMixin  # type: ignore[import-untyped]
from sqlalchemy import Connection, func, insert, select, update

from bot.desk.context import Desk
from bot.settings.groups.web import WebSettings
from bot.store.engine import Store
from bot.store.schema.agent import agents, login_links

LINK_LIVES = timedelta(hours=12)
_NOT_IN_ID = re.compile(r"[^a-z0-9]+")


@dataclass(frozen=True)
class Agent(UserMixin):  # type: ignore[misc]
    """Somebody who may use the console. A session is good while its epoch is the agent's."""

    agent_id: str
    name: str
    epoch: int

    def get_id(self) -> str:
        return f"{self.epoch}:{self.agent_id}"


def make_login_link(desk: Desk, name: str, lives: timedelta = LINK_LIVES, base: str | None = None) -> str:
    """The address that signs this person in, once. An agent who is not known yet is made.

    `base`: where the console answers, when that is not what the settings say (a port chosen at start).
    """
    token = secrets.token_urlsafe(32)
    now = desk.now()
    with desk.store.write() as connection:
        link = {
            "token_hash": _hash(token),
            "agent": _agent_named(connection, name, desk),
            "created_at": now,
            "expires_at": now + lives,
        }
        connection.execute(insert(login_links).values(link))
    address = desk.settings.of(WebSettings).url_of_console() or "" if base is None else base
    return f"{address}/login/{token}"


def use_login_link(store: Store, now: datetime, token: str) -> Agent | None:
    """The agent whom this token signs in; `None` when it is unknown, used or too old."""
    with store.write() as connection:
        used = connection.execute(
            update(login_links)
            .where(
                login_links.c.token_hash == _hash(token),
                login_links.c.used_at.is_(None),
                login_links.c.expires_at > now,
            )
            .values(used_at=now)
            .returning(login_links.c.agent)
        ).one_or_none()
        if used is None:
            return None
        connection.execute(update(agents).where(agents.c.id == used.agent).values(seen_at=now))
        return _agent(connection, used.agent)


def agent_of_session(desk: Desk, session_id: str) -> Agent | None:
    """The agent of a session, while that session is good."""
    epoch, _, agent_id = session_id.partition(":")
    with desk.store.read() as connection:
        found = _agent(connection, agent_id)
    return found if found is not None and str(found.epoch) == epoch else None


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def _agent(connection: Connection, agent_id: str) -> Agent | None:
    row = connection.execute(select(agents).where(agents.c.id == agent_id, agents.c.active)).one_or_none()
    return None if row is None else Agent(row.id, row.name, row.session_epoch)


def _agent_named(connection: Connection, name: str, desk: Desk) -> str:
    name = " ".join(name.split())[:100] or "Agent"
    found = connection.execute(select(agents.c.id).where(func.lower(agents.c.name) == name.lower())).first()
    if found is not None:
        return str(found.id)
    base = _NOT_IN_ID.sub("-", name.lower()).strip("-") or "agent"
    taken = set(connection.execute(select(agents.c.id)).scalars())
    agent_id = base if base not in taken else f"{base}-{secrets.token_hex(3)}"
    made = {"id": agent_id, "name": name, "preferences": {}, "created_at": desk.now()}
    connection.execute(insert(agents).values(made))
    return agent_id
