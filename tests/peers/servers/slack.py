"""A Slack workspace that this project did not write: Web API, events, Socket Mode, a page to click in."""

from __future__ import annotations

import json
import subprocess
import time
import urllib.error
import urllib.request
import uuid
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from tests.peers.servers.ports import free_port

SUPPORT, TRIAGE = "C01HELP", "C02DESK"
ALICE, BOB, CAROL = "U01ALICE", "U01BOB", "U01CAROL"
BOT, APP = "U0BOT", "A01APP"
BOT_TOKEN, APP_TOKEN, SIGNING_SECRET = "xoxb-test-token", "xapp-test-token", "test-signing-secret"
STARTED_S = 20.0


@dataclass(frozen=True)
class Workspace:
    """A running workspace. Alice asks in #mail-help; Bob and Carol are agents in #mail-desk."""

    url: str

    @property
    def api_url(self) -> str:
        return f"{self.url}/api/"

    def control(self, verb: str, **what: Any) -> dict[str, Any]:
        """Act as a person: `message`, `interact`, `reaction`, …"""
        return self._json(f"/_control/{verb}", json.dumps(what).encode(), "application/json")

    def messages(self, channel: str) -> list[dict[str, Any]]:
        answer = self._json(f"/_control/messages/{channel}")
        found = answer.get("messages", answer)
        return list(found)

    def log(self) -> Any:
        return self._json("/_control/log")

    def upload(
        self, channel: str, user: str, text: str, files: Sequence[tuple[str, bytes]]
    ) -> dict[str, Any]:
        """Post files as a person does."""
        boundary = uuid.uuid4().hex
        parts = [
            f'--{boundary}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode()
            for name, value in (("channel", channel), ("user", user), ("text", text))
        ]
        for name, content in files:
            head = (
                f'--{boundary}\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n'
                "Content-Type: application/octet-stream\r\n\r\n"
            )
            parts.append(head.encode() + content + b"\r\n")
        body = b"".join(parts) + f"--{boundary}--\r\n".encode()
        return self._json("/_control/upload", body, f"multipart/form-data; boundary={boundary}")

    def _json(self, path: str, body: bytes | None = None, kind: str = "") -> dict[str, Any]:
        headers = {"Content-Type": kind} if kind else {}
        with urllib.request.urlopen(
            urllib.request.Request(self.url + path, body, headers), timeout=30
        ) as answer:
            data: dict[str, Any] = json.load(answer)
        return data


def _config(mode: str, events_url: str) -> dict[str, Any]:
    everybody = [ALICE, BOB, CAROL, BOT]
    return {
        "workspace": {"name": "Example Hosting", "domain": "example-hosting", "teamId": "T01TEST"},
        "app": {
            "appId": APP,
            "botUserId": BOT,
            "botName": "mailtriage",
            "botToken": BOT_TOKEN,
            "appToken": APP_TOKEN,
            "signingSecret": SIGNING_SECRET,
            "mode": mode,
            "requestUrl": events_url,
        },
        "users": [
            {"id": ALICE, "name": "alice", "real_name": "Alice Anderson", "email": "alice@customer.test"},
            {"id": BOB, "name": "bob", "real_name": "Bob Baker", "email": "bob@help.test"},
            {"id": CAROL, "name": "carol", "real_name": "Carol Clark", "email": "carol@help.test"},
        ],
        "channels": [
            {"id": SUPPORT, "name": "mail-help", "members": everybody},
            {"id": TRIAGE, "name": "mail-desk", "members": [BOB, CAROL, BOT]},
        ],
    }


@contextmanager
def slack_workspace(program: str, folder: Path, mode: str, events_url: str) -> Iterator[Workspace]:
    """Runs the workspace; `mode` is `events` (signed HTTP to `events_url`) or `socket`."""
    folder.mkdir(parents=True, exist_ok=True)
    config = folder / "workspace.yaml"
    config.write_text(yaml.safe_dump(_config(mode, events_url)), encoding="utf-8")
    port = free_port()
    command = [program, "--config", str(config), "--port", str(port), "--base-host", "127.0.0.1"]
    with (folder / "slack.log").open("wb") as log:
        process = subprocess.Popen(command, stdout=log, stderr=subprocess.STDOUT, cwd=folder)
    workspace = Workspace(f"http://127.0.0.1:{port}")
    try:
        _wait(process, workspace, folder)
        yield workspace
    finally:
        process.terminate()
        process.wait(timeout=10)


def _wait(process: subprocess.Popen[bytes], workspace: Workspace, folder: Path) -> None:
    deadline = time.monotonic() + STARTED_S
    while time.monotonic() < deadline and process.poll() is None:
        try:
            workspace.control("state")
        except urllib.error.HTTPError:
            return
        except OSError:
            time.sleep(0.05)
        else:
            return
    raise RuntimeError("the Slack workspace did not start:\n" + (folder / "slack.log").read_text())
