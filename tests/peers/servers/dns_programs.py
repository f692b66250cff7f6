"""DNS servers that a test starts itself."""

from __future__ import annotations

import contextlib
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import dns.exception
import dns.message
import dns.query
import pytest

PATIENCE_S = 15.0


@contextlib.contextmanager
def running(folder: Path, *command: str) -> Iterator[None]:
    """The program, its log in `folder`."""
    log = folder / f"{Path(command[0]).name}.log"
    with log.open("wb") as out, subprocess.Popen(command, stdout=out, stderr=out) as process:
        try:
            yield
        finally:
            process.terminate()
            process.wait(10)


def wait_for(port: int, folder: Path, name: str, rdtype: str) -> None:
    """Until it answers for a name that is there; else the test fails with the logs of `folder`."""
    question = dns.message.make_query(name, rdtype)
    until = time.monotonic() + PATIENCE_S
    while time.monotonic() < until:
        with contextlib.suppress(dns.exception.DNSException, OSError):
            if dns.query.udp(question, "127.0.0.1", port=port, timeout=0.2).answer:
                return
    logs = "\n".join(path.read_text(errors="replace") for path in folder.glob("*.log"))
    pytest.fail(f"the DNS server on port {port} did not come up\n{logs}")
