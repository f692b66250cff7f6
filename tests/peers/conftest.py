"""The tests against real servers: each says what it needs, and is left out by name and reason without it.

In CI nothing is left out: a missing peer is a failure.
"""

from __future__ import annotations

import importlib
import os
import shutil
from pathlib import Path

import pytest

SERVERS = Path(__file__).parent / "servers"
NPM = SERVERS / "npm" / "node_modules"

PLACES: dict[str, tuple[str, ...]] = {
    "local-slack": (str(NPM / "local-slack-linux-x64" / "bin" / "local-slack"),),
    "axe": (str(NPM / "axe-core" / "axe.min.js"),),
}


def locate(name: str) -> str | None:
    """Where a peer's program is: on the path, in the system folders, or among the npm packages."""
    for place in PLACES.get(name, ()):
        if Path(place).exists():
            return place
    path = os.pathsep.join([os.environ.get("PATH", ""), "/usr/sbin", "/sbin"])
    return shutil.which(name, path=path)


def why_left_out(names: tuple[str, ...]) -> str | None:
    missing = [name for name in names if locate(name) is None]
    if missing:
        return f"needs {', '.join(missing)}: `make peers` installs it"
    if {"postfix", "dovecot"} & set(names) and os.geteuid() != 0:
        return "needs root, because Postfix and Dovecot start as root"
    return None


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    """Leave a test out (in CI: fail it) when a program that it names is missing, before fixtures start."""
    names = tuple(name for mark in item.iter_markers("peer") for name in mark.args)
    reason = why_left_out(names)
    if reason is None:
        return
    if os.environ.get("CI"):
        pytest.fail(f"{reason}; in CI no test is left out")
    pytest.skip(reason)


@pytest.fixture(scope="session")
def peer_program() -> dict[str, str]:
    """Where each located peer's program is, by name; look it up only in a test that is marked with it."""
    names = (
        "postfix",
        "dovecot",
        "knotd",
        "unbound",
        "kdig",
        "openssl",
        "slapadd",
        "slapd",
        "chromium",
        "exim4",
        "spamd",
        "local-slack",
        "axe",
    )
    return {name: place for name in names if (place := locate(name)) is not None}


def _take_fixtures_of(path: Path) -> None:
    """Offer the fixtures of one file of `servers/` to the tests below this folder."""
    module = importlib.import_module(f"tests.peers.servers.{path.stem}")
    fixture_type = type(peer_program)
    globals().update({key: value for key, value in vars(module).items() if isinstance(value, fixture_type)})


for _path in sorted(SERVERS.glob("*.py")):
    _take_fixtures_of(_path)
