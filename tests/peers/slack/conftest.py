"""A service that works in a Slack workspace, and the bounce that Alice posts there."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from bot.demo.samples import samples
from tests.peers.servers.ports import free_port
from tests.peers.servers.service import run_service
from tests.peers.servers.slack import (
    APP_TOKEN,
    BOT_TOKEN,
    SIGNING_SECRET,
    SUPPORT,
    TRIAGE,
    slack_workspace,
)
from tests.peers.slack.seen import Support

PLATFORM = """
extends = "oss"
name = "help"
mail_hosts = ["mx.help.test"]
domains = ["customer.test"]
help_addresses = ["help@help.test"]
blocklists = []
"""


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
        settings: dict[str, Any] = {
            "web_listen": f"127.0.0.1:{port}",
            "platform": platform,
            "slack_api_url": workspace.api_url,
            "slack_bot_token": BOT_TOKEN,
            "slack_support_channels": SUPPORT,
            "slack_triage_channel": TRIAGE,
        }
        if mode == "socket":
            settings["slack_app_token"] = APP_TOKEN
        else:
            settings["slack_signing_secret"] = SIGNING_SECRET
        with run_service(tmp_path / "desk", **settings) as desk:
            yield Support(desk, workspace)


@pytest.fixture
def bounce() -> bytes:
    """A bounce of a mail to nobody@remote.test, as the platform's Postfix writes it."""
    raw = next(sample.raw for sample in samples(datetime.now(UTC)) if sample.name.startswith("01-"))
    start = raw.index(b"Return-Path: <>")
    inner = raw[start : raw.rindex(b"\r\n--=_A1--")]
    return (
        inner.replace(b"orders@flour-mill.test", b"nobody@remote.test")
        .replace(b"flour-mill.test", b"remote.test")
        .replace(b"bakery.test", b"customer.test")
        .replace(b"out1.example-hosting.test", b"mx.help.test")
    )
