"""The tests' own servers: one that says it runs, runs, also where a killed one lingers on its port."""

from __future__ import annotations

import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.peers.servers.ports import HOST, free_ports, is_open
from tests.peers.servers.process import Server

_LISTEN = f"""
import socket, sys
with socket.create_server(({HOST!r}, int(sys.argv[1]))) as door:
    while True:
        print("open", flush=True)
        door.accept()[0].close()
"""


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    (port,) = free_ports(1)
    server = Server("one", (sys.executable, "-c", _LISTEN, str(port)), tmp_path / "log", (port,))
    yield server
    server.stop(signal.SIGKILL)


@pytest.fixture
def lingers(server: Server) -> Iterator[subprocess.Popen[bytes]]:
    """Another one on the same port; it says so, and says whenever it has answered."""
    with subprocess.Popen(server.command, stdout=subprocess.PIPE) as process:
        yield process
        process.kill()


@pytest.mark.timeout(60)
def test_a_server_waits_for_the_one_before_it_to_leave_its_port(
    server: Server, lingers: subprocess.Popen[bytes]
) -> None:
    assert lingers.stdout is not None
    assert lingers.stdout.readline() == b"open\n"
    starts = threading.Thread(target=server.start, daemon=True)
    starts.start()
    for _ in range(3):  # it answers, again and again
        assert lingers.stdout.readline() == b"open\n"
    assert starts.is_alive()
    lingers.kill()
    starts.join()
    assert is_open(*server.ports)
    assert server.process is not None
    assert server.process.poll() is None
