"""Slack as a channel of the desk. On when a bot token is set."""

from __future__ import annotations

import itertools
import logging
import threading
from typing import Any

from flask import Blueprint, Response, request
from slack_bolt import App
from slack_bolt.adapter.flask import SlackRequestHandler
from slack_bolt.adapter.socket_mode import SocketModeHandler
from slack_sdk.errors import SlackApiError

from bot.desk.context import Desk
from bot.desk.types import Delivery, Incoming, Outgoing, StoredIntake
from bot.settings.groups.slack import SlackSettings
from bot.settings.groups.web import WebSettings
from bot.slack.agents import Agents
from bot.slack.app import make_app
from bot.slack.context import Channels, SlackContext
from bot.slack.deliver import deliver
from bot.slack.digest import send_digest
from bot.slack.files import Downloader
from bot.slack.handed_in import OTHERS
from bot.slack.incoming import Reader
from bot.slack.install_page import add_pages
from bot.slack.pace import PacedClient, put_off
from bot.slack.people import People
from bot.slack.plain import cut, escape, plain
from bot.slack.show import Shower
from bot.slack.workspaces import Workspaces, WorkspacesClient

logger = logging.getLogger(__name__)

SLACK_API = "https://slack.com/api/"
TIMEOUT_S = 10


class SlackChannel:
    name = "slack"

    def __init__(self, desk: Desk, token: str, signing_secret: str | None, app_token: str | None) -> None:
        own = desk.settings.of(SlackSettings)
        base_url = (own.slack_api_url or SLACK_API).rstrip("/") + "/"
        self._signing_secret, self._app_token = signing_secret, app_token
        self._base_url = base_url
        workspaces = Workspaces(desk) if own.slack_client_id else None
        token_for = workspaces.token_for if workspaces else None
        options: dict[str, Any] = {"token": token, "base_url": base_url, "timeout": TIMEOUT_S}
        options["clock"] = lambda: desk.now().timestamp()
        self._client = (
            WorkspacesClient(token_for=token_for, **options) if token_for else PacedClient(**options)
        )
        channels = Channels(self._client)
        triage = own.slack_triage_channel
        agents = Agents(self._client, lambda: channels.id_of(triage) if triage else None, own.slack_agents)
        people = People(self._client, agents)
        self._reader = Reader(desk, people, Downloader(token, base_url, token_for), OTHERS)
        self.context = SlackContext(
            desk,
            self._client,
            people,
            channels,
            own.slack_support_channels,
            triage,
            desk.settings.of(WebSettings).url_of_console(),
            self._reader,
            workspaces,
        )
        self._app: App = make_app(self.context, token, signing_secret)
        self._shower = Shower(self.context)
        self._socket: SocketModeHandler | None = None
        self._first: threading.Thread | None = None
        self._stopped = threading.Event()

    def start(self) -> None:
        """Socket Mode connects here; HTTP needs nothing but its blueprint."""
        if self._app_token is None:
            return
        self._socket = SocketModeHandler(self._app, self._app_token, web_client=self._client)
        self._stopped.clear()
        self._first = threading.Thread(target=self._connect, args=(self._socket,), name="slack-connect")
        self._first.start()

    def _connect(self, socket: SocketModeHandler) -> None:
        """Until the first connection stands; from then on the client keeps it up by itself."""
        for wait in itertools.chain((1.0, 2.0, 5.0, 15.0), itertools.repeat(60.0)):
            try:
                socket.connect()  # type: ignore[no-untyped-call]
            except (SlackApiError, OSError) as error:
                logger.warning("Slack's Socket Mode is not connected, next try in %.0f s: %s", wait, error)
            else:
                return
            if self._stopped.wait(wait):
                return

    def stop(self) -> None:
        self._stopped.set()
        if self._first is not None:
            self._first.join(timeout=TIMEOUT_S)
        if self._socket is not None:
            self._socket.close()  # type: ignore[no-untyped-call]
            self._socket = None

    def blueprint(self) -> Blueprint | None:
        """`/slack/events`, where Slack posts events and clicks; `None` without a signing secret."""
        if self._signing_secret is None:
            return None
        handler = SlackRequestHandler(self._app)
        blueprint = Blueprint("slack", __name__)

        if self.context.workspaces is not None:
            add_pages(blueprint, self.context.desk, self.context.workspaces.installations, self._base_url)

        @blueprint.post("/slack/events")
        def events() -> Response:
            kind = request.mimetype
            if kind == "application/json" and not isinstance(request.get_json(silent=True), dict):
                return Response("that is no event of Slack's\n", 400, content_type="text/plain")
            with self.context.desk.wake.hurry():
                return handler.handle(request)

        return blueprint

    def read(self, intake: StoredIntake) -> Incoming:
        return self._reader.read(intake)

    def deliver(self, outgoing: Outgoing) -> Delivery:
        return deliver(self._client, outgoing)

    def show(self, ticket: int) -> None:
        with put_off():
            self._shower.show(ticket)

    def show_incident(self, incident: int) -> None:
        """Bring the card of an incident up to date."""
        with put_off():
            self._shower.show_incident(incident)

    def daily(self) -> bool:
        """Send what comes once a day, when it is due; `False`: nothing is."""
        return send_digest(self.context)

    def tell(self, words: str) -> None:
        """Say something to all agents, in their channel. Raises what Slack's client raises."""
        wanted = self.context.triage_channel
        channel = self.context.channels.id_of(wanted) if wanted else None
        if channel is None:
            return
        blocks = [{"type": "section", "text": plain(cut(f"⚠ {words}", 2_900))}]
        self._client.chat_postMessage(
            channel=channel, text=escape(cut(words, 2_900)), blocks=blocks, unfurl_links=False
        )

    def issues(self) -> list[str]:
        """What keeps Slack from working, with what to do about it."""
        found: list[str] = []
        try:
            self._client.auth_test()
        except SlackApiError as error:
            found.append(
                f"Slack refuses the bot token ({error.response.get('error')}): install the app again"
            )
            return found
        except OSError as error:
            return [f"Slack cannot be reached: {error}"]
        wanted: list[Any] = [*self.context.support_channels, self.context.triage_channel]
        found += [
            f"Slack has no channel {channel}, or the app is not in it: invite it there"
            for channel in filter(None, wanted)
            if self.context.channels.id_of(channel) is None
        ]
        group = self.context.desk.settings.of(SlackSettings).slack_agents
        if group and self.context.people.agents.is_nobody:
            found.append(
                f"Slack's user group {group} has no members, or the app may not see them: nobody can decide. "
                "Print the manifest with --user-group, and install the app again"
            )
        if self.context.triage_channel is None:
            found.append(
                "No triage channel is set (MAILTRIAGE_SLACK_TRIAGE_CHANNEL): agents see no cards in Slack"
            )
        if self._socket is not None and not self._socket.client.is_connected():
            found.append("Slack's Socket Mode is not connected")
        return found


def make(desk: Desk) -> SlackChannel | None:
    """The channel, or `None` when no bot token is set."""
    own = desk.settings.of(SlackSettings)
    if own.slack_bot_token is None:
        return None
    signing, app = own.slack_signing_secret, own.slack_app_token
    return SlackChannel(
        desk,
        own.slack_bot_token.get_secret_value(),
        signing.get_secret_value() if signing else None,
        app.get_secret_value() if app else None,
    )
