"""The bolt app: the same listeners for HTTP and for Socket Mode."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any, cast

from slack_bolt import App, BoltResponse
from slack_bolt.authorization import AuthorizeResult
from slack_sdk import WebClient

from bot.slack.context import SlackContext
from bot.slack.listeners import register_all
from bot.slack.workspaces import Workspaces


def make_app(slack: SlackContext, token: str, signing_secret: str | None) -> App:
    """An app whose listeners are all found by scanning.

    Slack need not be there when it is made: the token is tried at the first event, and what it said kept.
    """
    home = _home(slack.client, token)
    app = App(
        client=WebClient(base_url=slack.client.base_url, timeout=slack.client.timeout),
        # It may answer `None`: bolt then refuses.
        authorize=cast(Callable[..., AuthorizeResult], _authorizer(slack.workspaces, home)),
        signing_secret=signing_secret or "unused-in-socket-mode",
        request_verification_enabled=signing_secret is not None,
        process_before_response=False,
    )
    if slack.workspaces is not None:
        app.use(_learner(slack.workspaces, home))
    register_all(app, slack)
    return app


Home = Callable[[], AuthorizeResult]
"""Who the app is in the agents' workspace."""


def _home(client: WebClient, token: str) -> Home:
    @cache
    def home() -> AuthorizeResult:
        answer = client.auth_test()
        return AuthorizeResult(
            enterprise_id=answer.get("enterprise_id"),
            team_id=answer.get("team_id"),
            bot_user_id=answer.get("user_id"),
            bot_id=answer.get("bot_id"),
            bot_token=token,
        )

    return home


def _authorizer(workspaces: Workspaces | None, home: Home) -> Callable[..., AuthorizeResult | None]:
    # Bolt hands in by name what the function asks for.
    def authorize(enterprise_id: str | None, team_id: str | None) -> AuthorizeResult | None:
        """As the agents' workspace, or as a further one that has installed the app; else not at all."""
        own = home()
        if workspaces is None or team_id in (None, own.team_id):
            return own
        bot = workspaces.installations.find_bot(enterprise_id=enterprise_id, team_id=team_id)
        if bot is None:
            return None
        return AuthorizeResult(
            enterprise_id=enterprise_id,
            team_id=team_id,
            bot_user_id=bot.bot_user_id,
            bot_id=bot.bot_id,
            bot_token=bot.bot_token,
        )

    return authorize


def _learner(workspaces: Workspaces, home: Home) -> Callable[..., BoltResponse]:
    def learn(body: dict[str, Any], next: Callable[[], BoltResponse]) -> BoltResponse:
        """Notes which workspace the channels and people of a request belong to."""
        team, places = whereabouts(body)
        if team and team != home().team_id:
            workspaces.learn(team, places)
        return next()

    return learn


def whereabouts(body: dict[str, Any]) -> tuple[str | None, tuple[str, ...]]:
    """The workspace that a request of Slack's comes from, and the channels and people that belong to it.

    In a shared channel people of other workspaces write, too: those are not told apart by their channel.
    """
    event = body.get("event") or {}
    team = body.get("team_id") or (body.get("team") or {}).get("id")
    found = [
        event.get("channel"),
        (event.get("item") or {}).get("channel"),
        (body.get("channel") or {}).get("id"),
    ]
    if (event.get("user_team") or event.get("team") or team) == team:
        found.append(event.get("user"))
    person = body.get("user")
    if isinstance(person, dict) and (person.get("team_id") or team) == team:
        found.append(person.get("id"))
    places = [place for place in found if isinstance(place, str) and place]
    return (str(team) if team else None), tuple(dict.fromkeys(places))
