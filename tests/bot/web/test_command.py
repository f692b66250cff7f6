"""`mailtriage web link`: a link that works once, for the console that the settings name."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from pathlib import Path

import pytest
import structlog
from typer.testing import CliRunner

from bot.commands.web import app
from bot.settings import Settings
from bot.store.engine import Store
from bot.web.agents import use_login_link
from triage.tools.clock import SystemClock


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[CliRunner]:
    handlers, level = logging.root.handlers[:], logging.root.level
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("MAILTRIAGE_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("MAILTRIAGE_WEB_URL", "https://desk.example.org")
    yield CliRunner()
    logging.root.handlers[:] = handlers  # a command sets the logs up, on a stream that ends with it
    logging.root.setLevel(level)
    structlog.reset_defaults()


def test_link(run: CliRunner, tmp_path: Path) -> None:
    said = run.invoke(app, ["link", "Ada Quinn"])
    assert said.exit_code == 0
    address, _, token = said.stdout.strip().rpartition("/")
    assert address == "https://desk.example.org/login"
    store = Store(Settings(data=tmp_path / "data").url_of_database())
    agents = [use_login_link(store, SystemClock().now(), token) for _ in range(2)]
    store.close()
    assert agents[0] is not None
    assert (agents[0].name, agents[1]) == ("Ada Quinn", None)


@pytest.mark.parametrize("arguments", [["link"], []])
def test_without_a_console(run: CliRunner, monkeypatch: pytest.MonkeyPatch, arguments: list[str]) -> None:
    monkeypatch.setenv("MAILTRIAGE_WEB_URL", "")
    monkeypatch.setenv("MAILTRIAGE_WEB_LISTEN", "off")
    said = run.invoke(app, arguments)
    assert said.exit_code == 2
    assert "MAILTRIAGE_WEB_LISTEN" in said.stderr
