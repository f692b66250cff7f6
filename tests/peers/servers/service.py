"""The whole service as its own process, as people start it, on free ports and in a folder of its own."""

from __future__ import annotations

import atexit
import functools
import json
import os
import re
import secrets
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pytest

from knowledge.library import load_library
from tests.peers.servers.ports import HOST, free_ports
from triage.routing.train import load_or_train

PATIENCE_S = 180.0
"""A first start may learn the classifier, on a busy machine."""
_LINK = re.compile(r"http://\S+")


@dataclass
class RunningService:
    """`url` of console and API; `lmtp_port` takes LMTP and SMTP. Everything it says stands in `log`."""

    folder: Path
    url: str
    lmtp_port: int
    token: str = field(repr=False)
    environ: dict[str, str] = field(repr=False)
    log: Path
    command: tuple[str, ...] = ("serve",)
    process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "bot.cli", *self.command],
                env=self.environ,
                cwd=self.folder,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
            )
        self.wait_for(self._is_ready, "the service is ready")

    def beside(self, *command: str, **settings: object) -> RunningService:
        """Another process on the same data folder, not started yet; ready as soon as this one answers."""
        changed = {f"MAILTRIAGE_{name.upper()}": str(value) for name, value in settings.items()}
        return replace(self, command=command, environ=self.environ | changed, process=None)

    def stop(self, how: signal.Signals = signal.SIGTERM) -> int | None:
        """End it; the exit status, negative for a signal."""
        if self.process is None:
            return None
        process, self.process = self.process, None
        process.send_signal(how)
        try:
            return process.wait(30)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
            raise RuntimeError(f"the service did not stop\n{self.said()}") from None

    def said(self) -> str:
        return self.log.read_text("utf-8", "replace")[-6000:]

    def login_link(self) -> str:
        """The one-time link that the service printed when it started."""
        found = [link for link in _LINK.findall(self.log.read_text("utf-8", "replace")) if "login" in link]
        assert found, self.said()
        return str(found[-1])

    def api(self, path: str, body: object = None, content_type: str = "application/json") -> Any:
        """GET, or POST with a body (bytes go as they are); the answer's JSON. Raises `HTTPError`."""
        data = None
        if body is not None:
            data = body if isinstance(body, bytes) else json.dumps(body).encode()
        request = urllib.request.Request(f"{self.url}/api/v1/{path}", data=data)
        request.add_header("Authorization", f"Bearer {self.token}")
        request.add_header("Content-Type", content_type)
        with urllib.request.urlopen(request, timeout=30) as answer:
            return json.load(answer)

    def tickets(self) -> list[dict[str, Any]]:
        return list(self.api("tickets")["tickets"])

    def wait_for(self, what: Callable[[], Any], words: str) -> Any:
        """Ask until there is something; raises `TimeoutError` with what the service said."""
        end = time.monotonic() + PATIENCE_S
        try:
            while not (found := what()):
                self._must_run()
                if time.monotonic() > end:
                    raise TimeoutError(f"not in {PATIENCE_S:.0f} s: {words}\n{self.said()}")
                time.sleep(0.05)
        except OSError:  # `URLError` is one
            self._must_run()
            raise
        return found

    def _must_run(self) -> None:
        if self.process is not None and self.process.poll() is not None:
            raise RuntimeError(f"the service ended ({self.process.returncode})\n{self.said()}")

    def issues(self) -> list[str]:
        """What `/readyz` names."""
        try:
            with urllib.request.urlopen(f"{self.url}/readyz", timeout=30) as answer:
                found = json.load(answer)
        except urllib.error.HTTPError as error:
            with error:
                found = json.load(error)
        return list(found["issues"])

    def _is_ready(self) -> bool:
        try:
            with urllib.request.urlopen(f"{self.url}/readyz", timeout=5) as answer:
                return bool(answer.status == 200)
        except (urllib.error.URLError, OSError):
            return False


@functools.cache
def _trained() -> Path:
    """A data folder with nothing in it but the model: learnt once a run, and copied for each service."""
    folder = Path(tempfile.mkdtemp(prefix="mt-model-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    load_or_train(folder, load_library(None))
    return folder


@contextmanager
def run_service(
    folder: Path, command: tuple[str, ...] = ("serve",), **settings: Any
) -> Iterator[RunningService]:
    """Start `mailtriage serve`, or another command; `settings` by name, lower case and without the prefix.

    Unless told otherwise it asks no name server: whatever it looks up times out.
    """
    web, lmtp = free_ports(2)
    token = secrets.token_urlsafe(12)
    shutil.copytree(_trained(), folder / "data", dirs_exist_ok=True)
    given = {
        "data": folder / "data",
        "web_listen": f"{HOST}:{web}",
        "lmtp_listen": f"{HOST}:{lmtp}",
        "api_token": token,
        "nameservers": f"{HOST}:9",
    } | settings
    environ = {name: value for name, value in os.environ.items() if not name.startswith("MAILTRIAGE_")}
    environ |= {"XDG_CONFIG_HOME": str(folder), "PYTHONUNBUFFERED": "1", "PYTHONFAULTHANDLER": "1"}
    environ |= {f"MAILTRIAGE_{name.upper()}": str(value) for name, value in given.items()}
    url = f"http://{given['web_listen']}"
    port = int(str(given["lmtp_listen"]).rpartition(":")[2])
    service = RunningService(folder, url, port, str(given["api_token"]), environ, folder / "log", command)
    try:
        service.start()
        yield service
    finally:
        service.stop()


@pytest.fixture
def start_service(tmp_path: Path) -> Iterator[Callable[..., RunningService]]:
    """`start_service(imap_url=…, platform=…)`: a running service, stopped at the test's end."""
    with ExitStack() as stack:
        count = 0

        def start(**settings: Any) -> RunningService:
            nonlocal count
            count += 1
            return stack.enter_context(run_service(tmp_path / f"service-{count}", **settings))

        yield start
