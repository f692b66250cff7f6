"""A server process that a test may stop, kill and start again."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from tests.peers.servers.ports import is_open

PATIENCE_S = 30.0


@dataclass
class Server:
    """`ports`: where it answers once it runs; `works`: whether what it answers is of use."""

    name: str
    command: tuple[str, ...]
    log: Path
    ports: tuple[int, ...]
    process: subprocess.Popen[bytes] | None = None
    works: Callable[[], bool] | None = None

    def start(self) -> None:
        # Children of one that was killed may hold its sockets for a moment, and would answer in its place.
        wait_until(self._has_left, f"nobody is on the ports of {self.name}", self.log)
        wait_until(self._starts, f"{self.name} starts", self.log)

    def _has_left(self) -> bool:
        return not any(is_open(port) for port in self.ports)

    def _starts(self) -> bool:
        """`False`: it ended at once, as one does whose port is taken."""
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                self.command, stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True
            )
        try:
            for port in self.ports:
                wait_until(partial(self._answers, port), f"{self.name} on port {port}", self.log)
        except ChildProcessError:
            return False
        if self.works is None or self._tries():
            return True
        self.stop(signal.SIGKILL)
        return False

    def _tries(self) -> bool:
        """A server killed in the wrong moment may come up with a part of it hanging."""
        assert self.works is not None
        end = time.monotonic() + PATIENCE_S / 3
        while not (found := self.works()) and time.monotonic() < end:
            time.sleep(0.05)
        return found

    def _answers(self, port: int) -> bool:
        assert self.process is not None
        if self.process.poll() is not None:
            raise ChildProcessError(f"{self.name} ended at once")
        return is_open(port)

    def stop(self, how: signal.Signals = signal.SIGTERM) -> None:
        """End it, and whatever it started; SIGKILL is the hard way."""
        if self.process is None:
            return
        with contextlib.suppress(ProcessLookupError):
            self.process.send_signal(how)
        try:
            self.process.wait(PATIENCE_S)
        finally:
            # A killed master leaves children that hold the ports.
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(self.process.pid, signal.SIGKILL)
            self.process = None


def wait_until(true: Callable[[], object], what: str, log: Path | None = None) -> None:
    """Ask again until it is so; raises `TimeoutError` with the end of the log."""
    end = time.monotonic() + PATIENCE_S
    while not true():
        if time.monotonic() > end:
            tail = log.read_text(errors="replace")[-4000:] if log is not None and log.exists() else ""
            raise TimeoutError(f"not in {PATIENCE_S:.0f} s: {what}\n{tail}")
        time.sleep(0.05)
