"""What every page gets hold of: the desk, the channels, and who is signed in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import cast

from flask import current_app
from flask_login import current_user  # type: ignore[import-untyped]

from bot.channels import Channel
from bot.desk.context import Desk
from bot.desk.types import Actor
from bot.web.agents import Agent


@dataclass(frozen=True)
class Web:
    desk: Desk
    channels: Mapping[str, Channel]


def web() -> Web:
    return cast(Web, current_app.extensions["mailtriage"])


def desk() -> Desk:
    return web().desk


def agent() -> Agent:
    """Who is signed in. Only on pages behind the sign-in."""
    return cast(Agent, current_user._get_current_object())


def actor() -> Actor:
    return Actor("agent", agent().agent_id, agent().name)
