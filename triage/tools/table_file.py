"""A table that an operator keeps as a CSV or SQLite file, looked up by one column."""

from __future__ import annotations

import contextlib
import csv
import sqlite3
import threading
from pathlib import Path

Row = dict[str, str]
_MOST_BYTES = 200_000_000
_SQLITE = (".sqlite", ".sqlite3", ".db")


class TableError(Exception):
    """Why a table cannot be read."""


class TableFile:
    """Rows by a key, in lower case. A CSV file is read again when it has changed; SQLite is asked each time.

    `table`: the SQLite table's name. Thread-safe; opens for reading only.
    """

    def __init__(self, path: Path, key: str, table: str) -> None:
        self.path, self.key, self.table = path, key, table
        self._lock = threading.Lock()
        self._read_at: tuple[int, int] | None = None
        self._rows: dict[str, Row] = {}

    def find(self, value: str) -> Row | None:
        """The row of a key; `None` when there is none. Raises `TableError`."""
        try:
            if self.path.suffix.lower() in _SQLITE:
                return self._ask(value.lower())
            return self._all().get(value.lower())
        except (OSError, sqlite3.Error, csv.Error, UnicodeDecodeError) as error:
            raise TableError(f"{self.path.name} cannot be read: {error}") from None

    def _ask(self, value: str) -> Row | None:
        uri = f"{self.path.absolute().as_uri()}?mode=ro"
        with contextlib.closing(sqlite3.connect(uri, uri=True, timeout=2)) as connection:
            connection.row_factory = sqlite3.Row
            question = f'SELECT * FROM "{self.table}" WHERE lower("{self.key}") = ? LIMIT 1'  # noqa: S608
            row = connection.execute(question, (value,)).fetchone()
        if row is None:
            return None
        return {name: "" if row[name] is None else str(row[name]) for name in row.keys()}  # noqa: SIM118

    def _all(self) -> dict[str, Row]:
        with self._lock:
            now = self.path.stat()
            mark = (now.st_mtime_ns, now.st_size)
            if mark != self._read_at:
                if now.st_size > _MOST_BYTES:
                    raise TableError(f"{self.path.name} is larger than {_MOST_BYTES:,} bytes: use SQLite")
                self._rows = self._read()
                self._read_at = mark
            return self._rows

    def _read(self) -> dict[str, Row]:
        with self.path.open(encoding="utf-8-sig", newline="") as file:
            head = file.readline()
            file.seek(0)
            reader = csv.DictReader(file, delimiter=";" if head.count(";") > head.count(",") else ",")
            if self.key not in (reader.fieldnames or ()):
                raise TableError(f'{self.path.name} has no column "{self.key}"')
            rows = ({name: value or "" for name, value in row.items() if name} for row in reader)
            return {row[self.key].strip().lower(): row for row in rows if row[self.key].strip()}
