"""A database and a folder that cannot be written to are named before mail waits for them."""

from __future__ import annotations

import sqlite3
from collections import namedtuple
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from bot.desk.issues import issues
from bot.store import writable

if TYPE_CHECKING:
    from tests.bot.conftest import Bench

Usage = namedtuple("Usage", "total used free")


def test_all_is_well(bench: Bench) -> None:
    assert issues(bench.desk, {}) == []


@pytest.mark.sqlite
def test_a_locked_database_is_named(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(writable, "_PATIENCE_S", 0.0)
    path = bench.desk.store.path
    assert path is not None
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        (issue,) = issues(bench.desk, {})
    assert f"{path} cannot be written to: database is locked" in issue
    assert issues(bench.desk, {}) == []


def test_a_full_disk_is_named_before_it_is_full(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.store.raw.shutil.disk_usage", lambda _: Usage(10, 9, 3_500_000))
    (issue,) = issues(bench.desk, {})
    assert "hardly any room for mail" in issue
    assert issue.endswith(": 3 MB. Mail that cannot be kept waits on the servers that bring it")


def test_a_folder_that_takes_nothing_is_named(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_: int) -> None:
        raise OSError(30, "Read-only file system")

    monkeypatch.setattr("bot.store.raw.os.fsync", refuse)
    (issue,) = issues(bench.desk, {})
    assert "nothing can be written to" in issue
    assert "Read-only file system" in issue
