"""The bolt app: the same listeners for HTTP and for Socket Mode."""

from __future__ import annotations

from slack_bolt import App
from slack_bolt.authorization import AuthorizeResult
from slack_sdk import WebClient

from bot.slack.context import SlackContext
from bot.slack.listeners import register_all


def make_app(slack: SlackContext, token: str, signing_secret: str | None) -> App:
    """An app whose listeners are all found by scanning.

    Slack need not be there when it is made: the token is tried at the first event, and what it said kept.
    """
    known: dict[str, AuthorizeResult] = {}

    def authorize(client: WebClient) -> AuthorizeResult:
        if "result" not in known:
            answer = slack.client.auth_test()
            known["result"] = AuthorizeResult(
                enterprise_id=answer.get("enterprise_id"),
                team_id=answer.get("team_id"),
                bot_user_id=answer.get("user_id"),
                bot_id=answer.get("bot_id"),
                bot_token=token,
            )
        return known["result"]

    app = App(
        client=WebClient(base_url=slack.client.base_url, timeout=slack.client.timeout),
        authorize=authorize,
        signing_secret=signing_secret or "unused-in-socket-mode",
        request_verification_enabled=signing_secret is not None,
        process_before_response=False,
    )
    register_all(app, slack)
    return app
