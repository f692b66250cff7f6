"""The demo's parts, put together: a desk on a made-up platform, fed over its own LMTP."""

from __future__ import annotations

import secrets
import smtplib
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from importlib.resources import as_file, files
from pathlib import Path

from bot.channels import Channel, find_channels
from bot.demo.channel import DemoPages
from bot.demo.mailbox import Mailbox, MailboxServer
from bot.demo.samples import samples
from bot.demo.world import demo_resolver
from bot.desk.context import Desk
from bot.open_desk import open_desk
from bot.service import Service
from bot.setting_types import Listen
from bot.settings import Settings
from knowledge.library import load_library
from triage.routing.train import load_or_train

HELP = "help@example-hosting.test"
TOKEN = "demo"  # noqa: S105 - while the demo listens on this machine only


@dataclass(frozen=True)
class Demo:
    """A running demo: where its doors are."""

    desk: Desk
    channels: dict[str, Channel]
    mailbox: Mailbox
    web: Listen
    lmtp: Listen

    public: str | None = None
    """Where people find the console, when that is not where it listens."""
    api_token: str = TOKEN
    help_address: str = HELP

    @property
    def url(self) -> str:
        return f"http://{self.web}"

    @property
    def link(self) -> str:
        """The console's address as people type it."""
        return self.public or self.url

    def feed(self) -> int:
        """Send every sample mail in, over LMTP as a mail server would. Returns how many."""
        count = 0
        with smtplib.LMTP(self.lmtp.host, self.lmtp.port) as client:
            for sample in samples(datetime.now(UTC)):
                client.sendmail(sample.sender, [HELP], sample.raw)
                count += 1
        return count


def free(listen: Listen) -> Listen:
    """The address itself, or the same host with a free port when something listens there already."""
    for port in (listen.port, 0):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((listen.host, port))
            except OSError:
                continue
            return Listen(listen.host, int(probe.getsockname()[1]))
    return listen


@contextmanager
def running(data: Path, web: Listen, lmtp: Listen, **settings_too: object) -> Iterator[Demo]:
    """The demo, from start to stop. The doors must be free: see `free`. `settings_too`: more settings.

    With a `web_url` others may reach it, so the token of its API is made anew.
    """
    mailbox = Mailbox()
    public = str(settings_too["web_url"]).rstrip("/") if settings_too.get("web_url") else None
    token = secrets.token_urlsafe(16) if public else TOKEN
    out = MailboxServer(mailbox, free(Listen("127.0.0.1", 0)).port)
    with as_file(files("bot.demo") / "platform.toml") as platform:
        settings = Settings.model_validate(
            {
                "data": data,
                "platform": str(platform),
                "help_address": HELP,
                "lmtp_listen": lmtp,
                "smtp_url": f"smtp://127.0.0.1:{out.port}",
                "web_listen": web,
                "web_url": f"http://{web}",
                "api_token": token,
                "log_level": "warning",
                **settings_too,
            }
        )
        desk = open_desk(
            settings, resolver=demo_resolver(), classifier=load_or_train(None, load_library(None))
        )
        desk = replace(desk, requesters_here=True)
    channels = {**find_channels(desk), "demo": DemoPages(mailbox)}
    service = Service(desk, channels=channels)
    out.start()
    service.start()
    try:
        yield Demo(desk, channels, mailbox, web, lmtp, public, token)
    finally:
        service.stop()
        out.stop()
