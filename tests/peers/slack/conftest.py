"""A service that works in a Slack workspace, and the bounce that Alice posts there."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.peers.servers.ports import free_port
from tests.peers.servers.serve import Desk, serving, wait_for
from tests.peers.servers.slack import (
    APP_TOKEN,
    BOT_TOKEN,
    SIGNING_SECRET,
    SUPPORT,
    TRIAGE,
    Workspace,
    slack_workspace,
)

PLATFORM = """
extends = "oss"
name = "help"
mail_hosts = ["mx.help.test"]
domains = ["customer.test"]
help_addresses = ["help@help.test"]
blocklists = []
"""


@dataclass(frozen=True)
class Support:
    """The desk and the workspace that it works in."""

    desk: Desk
    workspace: Workspace


@pytest.fixture(params=["events", "socket"])
def support(
    request: pytest.FixtureRequest, tmp_path: Path, peer_program: dict[str, str]
) -> Iterator[Support]:
    """In both of Slack's modes: signed events by HTTP, and Socket Mode."""
    mode: str = request.param
    port = free_port()
    platform = tmp_path / "platform.toml"
    platform.write_text(PLATFORM, encoding="utf-8")
    events_url = f"http://127.0.0.1:{port}/slack/events"
    with slack_workspace(peer_program["local-slack"], tmp_path / "slack", mode, events_url) as workspace:
        settings = {
            "platform": str(platform),
            "nameservers": f"127.0.0.1:{free_port()}",
            "lmtp_listen": "off",
            "slack_api_url": workspace.api_url,
            "slack_bot_token": BOT_TOKEN,
            "slack_support_channels": SUPPORT,
            "slack_triage_channel": TRIAGE,
            **(
                {"slack_app_token": APP_TOKEN}
                if mode == "socket"
                else {"slack_signing_secret": SIGNING_SECRET}
            ),
        }
        with serving(tmp_path / "desk", port, settings) as desk:
            wait_for("Slack is connected", lambda: not any("Slack" in issue for issue in desk.issues()))
            yield Support(desk, workspace)
