"""Installing the app in a further workspace (OAuth 2.0, RFC 6749): an agent who is signed in may begin it."""

from __future__ import annotations

from collections.abc import Sequence

from flask import Blueprint, Response, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user  # type: ignore[import-untyped]
from slack_bolt import BoltResponse
from slack_bolt.adapter.flask.handler import to_bolt_request, to_flask_response
from slack_bolt.oauth import OAuthFlow
from slack_bolt.oauth.callback_options import CallbackOptions, FailureArgs, SuccessArgs
from slack_bolt.oauth.oauth_settings import OAuthSettings
from slack_sdk import WebClient

from bot.desk.context import Desk
from bot.settings.groups.slack import SlackSettings
from bot.settings.groups.web import WebSettings
from bot.slack.installations import Installations, States
from bot.slack.manifest import CALLBACK, scopes_for
from bot.slack.plain import one_line

INSTALL = "/slack/install"
PLAIN: dict[str, str | Sequence[str]] = {"Content-Type": "text/plain; charset=utf-8"}


def add_pages(blueprint: Blueprint, desk: Desk, installations: Installations, base_url: str) -> None:
    """Both addresses; only with a client id and secret."""
    own, console = desk.settings.of(SlackSettings), desk.settings.of(WebSettings).url_of_console()
    if not own.slack_client_id or own.slack_client_secret is None or not console:
        return
    flow = OAuthFlow(
        client=WebClient(base_url=base_url, timeout=10),
        settings=OAuthSettings(
            client_id=own.slack_client_id,
            client_secret=own.slack_client_secret.get_secret_value(),
            scopes=scopes_for(bool(own.slack_agents)),
            redirect_uri=f"{console}{CALLBACK}",
            install_page_rendering_enabled=False,
            installation_store=installations,
            installation_store_bot_only=True,
            state_store=States(desk),
            callback_options=CallbackOptions(success=_installed, failure=_failed),
        ),
    )

    @blueprint.get(INSTALL)
    def install() -> ResponseReturnValue:
        if not current_user.is_authenticated:
            return redirect(f"{url_for('login.show')}?next={INSTALL}")
        return to_flask_response(flow.handle_installation(to_bolt_request(request)))

    @blueprint.get(CALLBACK)
    def callback() -> Response:
        return to_flask_response(flow.handle_callback(to_bolt_request(request)))


def _installed(args: SuccessArgs) -> BoltResponse:
    name = one_line(args.installation.team_name or args.installation.team_id or "the workspace", 80)
    words = f"mailtriage is installed in {name}. Invite it to the channel in which people ask.\n"
    return BoltResponse(status=200, body=words, headers=PLAIN)


def _failed(args: FailureArgs) -> BoltResponse:
    words = f"Nothing was installed ({one_line(args.reason, 60)}). Begin again at {INSTALL}.\n"
    return BoltResponse(status=max(args.suggested_status_code, 400), body=words, headers=PLAIN)
