"""`mailtriage serve` as a process: it starts, takes a mail in, and ends when it is told to."""

from __future__ import annotations

import json
import os
import signal
import smtplib
import socket
import subprocess
import sys
import urllib.request
from pathlib import Path

import pytest

MAIL = (
    "From: Alice <alice@example.org>\r\nSubject: Help\r\nMessage-ID: <1@example.org>\r\n\r\nIt bounced.\r\n"
)


@pytest.fixture
def ports() -> tuple[int, int]:
    with socket.socket() as one, socket.socket() as other:
        for item in (one, other):
            item.bind(("127.0.0.1", 0))
        return one.getsockname()[1], other.getsockname()[1]


def test_serve(tmp_path: Path, ports: tuple[int, int]) -> None:
    web, lmtp = ports
    environ = {name: value for name, value in os.environ.items() if not name.startswith("MAILTRIAGE_")}
    environ |= {
        "HOME": str(tmp_path),
        "MAILTRIAGE_DATA": str(tmp_path / "data"),
        "MAILTRIAGE_WEB_LISTEN": f"127.0.0.1:{web}",
        "MAILTRIAGE_LMTP_LISTEN": f"127.0.0.1:{lmtp}",
        "MAILTRIAGE_WEB_URL": f"http://desk.test:{web}",
        "MAILTRIAGE_API_TOKEN": "token",
        "MAILTRIAGE_LOG_FORMAT": "json",
    }
    command = [sys.executable, "-m", "bot.cli", "serve"]
    pipe = subprocess.PIPE
    with (
        (tmp_path / "talk").open("w") as talk,
        subprocess.Popen(command, env=environ, cwd=tmp_path, stdout=pipe, stderr=talk, text=True) as process,
    ):
        try:
            assert process.stdout is not None
            printed = [process.stdout.readline() for _ in range(2)]
            assert f"http://desk.test:{web}\n" in printed[0], (tmp_path / "talk").read_text()
            assert f"http://desk.test:{web}/login/" in printed[1]
            with smtplib.LMTP("127.0.0.1", lmtp, local_hostname="mx.example.org") as client:
                client.sendmail("alice@example.org", ["help@desk.test"], MAIL)
            assert _get(web, "/healthz")["healthy"] is True
            assert _get(web, "/api/v1/ledger")["seen"] == 1
        finally:
            process.send_signal(signal.SIGTERM)
            process.communicate()
    assert process.returncode == 0
    assert (tmp_path / "data" / "secret-key").stat().st_mode & 0o077 == 0


def _get(port: int, path: str) -> dict[str, object]:
    request = urllib.request.Request(
        f"http://127.0.0.1:{port}{path}", headers={"Authorization": "Bearer token"}
    )
    with urllib.request.urlopen(request, timeout=30) as response:
        found: dict[str, object] = json.load(response)
    return found


def test_a_taken_port_is_said_in_words_and_nothing_is_left_running(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        environ = {
            "PATH": os.environ["PATH"],
            "HOME": str(tmp_path),
            "MAILTRIAGE_DATA": str(tmp_path / "data"),
            "MAILTRIAGE_WEB_LISTEN": "127.0.0.1:0",
            "MAILTRIAGE_LMTP_LISTEN": f"127.0.0.1:{taken.getsockname()[1]}",
        }
        command = [sys.executable, "-m", "bot.cli", "serve"]
        ended = subprocess.run(
            command, env=environ, cwd=tmp_path, capture_output=True, text=True, check=False
        )
    assert ended.returncode == 1
    assert "It cannot start" in ended.stderr
    assert "MAILTRIAGE_LMTP_LISTEN" in ended.stderr
    assert "Errno" not in ended.stderr
    assert "Traceback" not in ended.stderr
