"""A copy of everything that the service keeps, made while it runs, and the proof that it can be read."""

from __future__ import annotations

import hashlib
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from sqlalchemy import make_url

from bot.settings import Settings

DATABASE = "mailtriage.sqlite3"
_OWN_FOLDERS = ("knowledge", "models")
"""A deployment's own articles, profiles and trained models."""


class BackupError(Exception):
    """It was not made; the text says why."""


def backup(settings: Settings, target: Path) -> int:
    """Copy database, raw mail, key and own knowledge into a new folder; returns how many mails it holds.

    The database first: the mails that its rows name are on disk by then. Raises `BackupError`, `OSError`.
    """
    url = make_url(settings.url_of_database())
    path = Path(url.database) if url.get_backend_name() == "sqlite" and url.database else None
    if path is None:
        raise BackupError(
            "only SQLite is copied here: back up PostgreSQL with pg_dump, and the data folder's raw/"
        )
    if not path.is_file():
        raise BackupError(f"there is no desk here: no database at {path}")
    if target.exists() and any(target.iterdir()):
        raise BackupError(f"{target} is not empty: nothing is overwritten")
    target.mkdir(parents=True, exist_ok=True)
    _copy_database(path, target / DATABASE)
    if (settings.data / "secret-key").exists():
        shutil.copy2(settings.data / "secret-key", target / "secret-key")
    for name in _OWN_FOLDERS:
        if (settings.data / name).is_dir():
            half_written = shutil.ignore_patterns("*.part", "*.lock")
            shutil.copytree(settings.data / name, target / name, ignore=half_written)
    return _copy_raw(settings.data / "raw", target)


def verify(folder: Path) -> Iterator[str]:
    """What is wrong with a backup (or a data folder), one line each; nothing when all of it is good."""
    database = folder / DATABASE
    if not database.is_file():
        yield f"there is no database in {folder}"
        return
    with closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True)) as connection:
        try:
            yield from (
                f"database: {line}" for (line,) in connection.execute("PRAGMA quick_check") if line != "ok"
            )
            names = [str(name) for (name,) in connection.execute("SELECT DISTINCT sha256 FROM intake")]
        except sqlite3.DatabaseError as error:
            yield f"database: {error}"
            return
    for name in names:
        yield from _wrong_with(folder / "raw" / name[:2] / name, name)


def count_raw(folder: Path) -> int:
    """How many mails a backup holds."""
    return sum(1 for _ in _raw_files(folder / "raw"))


def _copy_database(source: Path, target: Path) -> None:
    with closing(sqlite3.connect(source)) as running, closing(sqlite3.connect(target)) as copy:
        running.backup(copy)


def _copy_raw(raw: Path, target: Path) -> int:
    count = 0
    for path in _raw_files(raw):
        place = target / "raw" / path.parent.name / path.name
        place.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(path, place)
        count += 1
    return count


def _raw_files(raw: Path) -> Iterator[Path]:
    return (path for path in raw.glob("??/*") if not path.name.startswith("."))


def _wrong_with(path: Path, name: str) -> Iterator[str]:
    try:
        with path.open("rb") as file:
            found = hashlib.file_digest(file, "sha256").hexdigest()
    except FileNotFoundError:
        yield f"raw/{name}: missing"
    else:
        if found != name:
            yield f"raw/{name}: its content is not what it was"
