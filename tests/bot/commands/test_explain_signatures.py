"""`explain --nameserver` checks signatures with keys from a real name server; without it nobody is asked."""

from __future__ import annotations

import json
import socket
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import dns.message
import dns.rcode
import dns.rrset
import pytest
from typer.testing import CliRunner

from bot.cli import app

Server = tuple[str, list[str]]


@pytest.fixture(scope="module")
def suite(samples: Path) -> dict[str, Any]:
    """Sealed messages of the public ARC suite, with their keys."""
    text = (samples / "auth" / "arc" / "arc-draft-validation-tests.json").read_text("utf-8")
    first: dict[str, Any] = json.loads(text)[0]
    return first


@pytest.fixture
def server(suite: dict[str, Any]) -> Iterator[Server]:
    """HOST:PORT of a name server that has the suite's keys, and the names that it was asked for."""
    keys = {name: text for name, text in suite["txt-records"].items() if text}
    asked: list[str] = []
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as ours:
        ours.bind(("127.0.0.1", 0))

        def serve() -> None:
            while True:
                data, client = ours.recvfrom(4_096)
                if not data:
                    return
                query = dns.message.from_wire(data)
                response = dns.message.make_response(query)
                name = query.question[0].name.to_text(omit_final_dot=True)
                asked.append(name)
                if name in keys:
                    text = keys[name]
                    pieces = " ".join(f'"{text[at : at + 200]}"' for at in range(0, len(text), 200))
                    response.answer.append(
                        dns.rrset.from_text(query.question[0].name, 60, "IN", "TXT", pieces)
                    )
                else:
                    response.set_rcode(dns.rcode.NXDOMAIN)
                ours.sendto(response.to_wire(), client)

        thread = threading.Thread(target=serve)
        thread.start()
        try:
            yield f"127.0.0.1:{ours.getsockname()[1]}", asked
        finally:
            with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as end:
                end.sendto(b"", ours.getsockname())
            thread.join()


def _explain(path: Path, *options: str) -> dict[str, Any]:
    done = CliRunner().invoke(app, ["explain", "--json", *options, str(path)])
    assert done.exit_code == 0, done.output
    found: dict[str, Any] = json.loads(done.stdout)
    return found


@pytest.mark.parametrize(
    ("case", "arc"), [("cv_pass_i1_1", "pass"), ("cv_fail_i1_ams_invalid", "fail"), ("cv_base1", None)]
)
def test_the_chain_is_checked(
    case: str, arc: str | None, server: Server, suite: dict[str, Any], tmp_path: Path
) -> None:
    path = tmp_path / "mail.eml"
    path.write_bytes(suite["tests"][case]["message"].encode())
    assert _explain(path, "--nameserver", server[0])["authentication"]["arc"] == arc


def test_nobody_is_asked_unless_told(server: Server, suite: dict[str, Any], tmp_path: Path) -> None:
    path = tmp_path / "mail.eml"
    path.write_bytes(suite["tests"]["cv_pass_i1_1"]["message"].encode())
    assert _explain(path)["authentication"]["arc"] is None
    assert _explain(path, "--nameserver", server[0], "--offline")["authentication"]["arc"] is None
    assert server[1] == []


def test_a_name_server_that_is_none_is_wrong_usage(tmp_path: Path) -> None:
    path = tmp_path / "mail.eml"
    path.write_bytes(b"From: a@example.org\n\nx\n")
    done = CliRunner().invoke(app, ["explain", "--nameserver", "127.0.0.1:dns", str(path)])
    assert done.exit_code == 2
