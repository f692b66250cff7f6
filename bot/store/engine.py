"""The database: how it is opened, and the two ways to talk to it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, make_url

from bot.store.turns import Turns

_READ = {"mailtriage_read": True}
_WRITE_LOCK = 0x6D74_7772
_PATIENCE = "30s"
_IDLE = "60s"
"""A machine that vanishes within a transaction holds up the other writers for no longer."""


class Store:
    """One database. Thread-safe; every transaction is its own connection."""

    def __init__(self, url: str) -> None:
        parsed = make_url(url)
        self.is_sqlite = parsed.get_backend_name() == "sqlite"
        self.path = Path(parsed.database) if self.is_sqlite and parsed.database else None
        if self.path is not None:
            self.path.parent.mkdir(parents=True, exist_ok=True)
        self._turns = Turns()
        options: dict[str, Any] = {"pool_size": 20, "max_overflow": 20}
        options["pool_pre_ping"] = not self.is_sqlite  # a server that was started anew has cut all lines
        self.engine: Engine = create_engine(parsed, **options)
        self._reads: dict[str, Any] = dict(_READ)
        if self.is_sqlite:
            event.listen(self.engine, "connect", _prepare_sqlite)
            event.listen(self.engine, "begin", _begin_sqlite)
        else:
            self._reads |= {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}
            event.listen(self.engine, "begin", _begin_postgresql)

    @contextmanager
    def write(self, *, first: bool = False) -> Iterator[Connection]:
        """One transaction that writes: all of it or nothing. It holds the one write lock from the start, so
        what it reads stays so until its end.

        `first`: somebody waits for an acknowledgement, so it goes before this process's other writers.
        """
        turn = self._turns.mine(first=first) if self.is_sqlite else nullcontext()
        with turn, self.engine.begin() as connection:
            yield connection

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """One transaction that only reads, and sees one state of the database throughout."""
        with self.engine.connect().execution_options(**self._reads) as connection, connection.begin():
            yield connection

    def close(self) -> None:
        self.engine.dispose()


def _prepare_sqlite(connection: Any, _record: Any) -> None:
    connection.isolation_level = None  # we say BEGIN ourselves
    cursor = connection.cursor()
    for pragma in ("busy_timeout=30000", "journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin_sqlite(connection: Connection) -> None:
    # A read that later turns into a write fails with "database is locked": so writers take the lock first.
    reading = connection.get_execution_options().get("mailtriage_read")
    connection.exec_driver_sql("BEGIN" if reading else "BEGIN IMMEDIATE")


def _begin_postgresql(connection: Connection) -> None:
    # SQLite's rule for both: no writer decides on what another one is just changing. It is one round trip.
    if not connection.get_execution_options().get("mailtriage_read"):
        connection.exec_driver_sql(
            f"SELECT set_config('lock_timeout', '{_PATIENCE}', true),"
            f" set_config('idle_in_transaction_session_timeout', '{_IDLE}', true),"
            f" pg_advisory_xact_lock({_WRITE_LOCK})"
        )
