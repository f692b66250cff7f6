"""The product as its operator runs it: `mailtriage serve` in a process of its own."""

from __future__ import annotations

import atexit
import functools
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from knowledge.library import load_library
from triage.routing.train import load_or_train

T = TypeVar("T")

TOKEN = "peer-tests-only"
COMMAND = Path(sys.executable).with_name("mailtriage")
PATIENCE_S = 60.0


@dataclass(frozen=True)
class Desk:
    """A running service, seen from outside."""

    url: str
    folder: Path

    def api(self, path: str, what: Any = None) -> Any:
        """Call the API: GET, or POST when there is something to say."""
        body = None if what is None else json.dumps(what).encode()
        headers = {"Authorization": f"Bearer {TOKEN}", "Content-Type": "application/json"}
        request = urllib.request.Request(f"{self.url}/api/v1/{path}", body, headers)
        with urllib.request.urlopen(request, timeout=30) as answer:
            return json.load(answer)

    def tickets(self) -> list[dict[str, Any]]:
        return list(self.api("tickets")["tickets"])

    def issues(self) -> list[str]:
        """What `/readyz` says is wrong."""
        try:
            with urllib.request.urlopen(f"{self.url}/readyz", timeout=30) as answer:
                return list(json.load(answer)["issues"])
        except urllib.error.HTTPError as error:
            return list(json.load(error)["issues"])

    def log(self) -> str:
        return (self.folder / "serve.log").read_text(encoding="utf-8", errors="replace")


def wait_for(what: str, probe: Callable[[], T | None], patience_s: float = PATIENCE_S) -> T:
    """The first truthy answer of `probe`; fails with `what` when there is none in time."""
    deadline = time.monotonic() + patience_s
    while time.monotonic() < deadline:
        if found := probe():
            return found
        time.sleep(0.05)
    raise AssertionError(f"not seen within {patience_s:.0f} s: {what}")


@functools.cache
def trained() -> Path:
    """A data folder with nothing in it but the trained model: learnt once a run, copied for each service."""
    folder = Path(tempfile.mkdtemp(prefix="mt-model-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    load_or_train(folder, load_library(None))
    return folder


@contextmanager
def serving(folder: Path, port: int, settings: Mapping[str, str]) -> Iterator[Desk]:
    """Runs `mailtriage serve` with these settings (names without the prefix), and no others."""
    shutil.copytree(trained(), folder / "data", dirs_exist_ok=True)
    environment = {name: value for name, value in os.environ.items() if not name.startswith("MAILTRIAGE_")}
    environment |= {
        "MAILTRIAGE_DATA": str(folder / "data"),
        "MAILTRIAGE_WEB_LISTEN": f"127.0.0.1:{port}",
        "MAILTRIAGE_API_TOKEN": TOKEN,
        **{f"MAILTRIAGE_{name.upper()}": value for name, value in settings.items()},
    }
    desk = Desk(f"http://127.0.0.1:{port}", folder)
    with (folder / "serve.log").open("wb") as log:
        process = subprocess.Popen(
            [str(COMMAND), "serve"], stdout=log, stderr=subprocess.STDOUT, cwd=folder, env=environment
        )
    try:
        wait_for("the service answers", lambda: _answers(desk, process))
        yield desk
    finally:
        process.terminate()
        process.wait(timeout=30)


def _answers(desk: Desk, process: subprocess.Popen[bytes]) -> bool:
    if process.poll() is not None:
        raise AssertionError(f"mailtriage serve ended with {process.returncode}:\n{desk.log()}")
    try:
        with urllib.request.urlopen(f"{desk.url}/healthz", timeout=5):
            return True
    except urllib.error.HTTPError:
        return True
    except OSError:
        return False
