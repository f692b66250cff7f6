"""Keeping what this process has in hand: its leases are short, and are renewed while the work goes on.

So what a killed process had in hand is free again after seconds, and long work is not taken for dead.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import structlog
from sqlalchemy import Row, Table, update

from bot.desk.context import Desk

log = structlog.get_logger()

LEASE = timedelta(seconds=15)
RENEW_EVERY_S = 5.0


@dataclass(eq=False)
class _Held:
    row: Row[Any]
    table: Table
    since: float = field(default_factory=time.monotonic)


class Keeper:
    """Thread-safe. Work that takes longer than the desk's own lease is stuck, and is let go."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._lock = threading.Lock()
        self._held: list[_Held] = []
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._work, name="keeper", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        self._stopping.set()
        if self._thread.is_alive():
            self._thread.join()

    @contextmanager
    def hold(self, table: Table, row: Row[Any]) -> Iterator[None]:
        """Renew the lease of a claimed row until the end of the block."""
        held = _Held(row, table)
        with self._lock:
            self._held.append(held)
        try:
            yield
        finally:
            with self._lock:
                self._held.remove(held)

    def renew(self) -> None:
        """Give every row in hand its whole lease again, unless its work is done, or is somebody else's."""
        now, longest = time.monotonic(), self._desk.lease.total_seconds()
        with self._lock:
            held = [item for item in self._held if RENEW_EVERY_S / 2 <= now - item.since < longest]
        if not held:
            return
        with self._desk.store.write() as connection:
            for item in held:
                key = next(iter(item.table.primary_key.columns))
                # The number of attempts tells our claim from a later one.
                mine = (key == item.row[0]) & (item.table.c.attempts == item.row.attempts)
                mine &= item.table.c.lease_until.is_not(None)
                until = {"lease_until": self._desk.now() + LEASE}
                connection.execute(update(item.table).where(mine).values(until))

    def _work(self) -> None:
        while not self._stopping.wait(RENEW_EVERY_S):
            try:
                self.renew()
            except Exception:  # the database is away for a moment: again in a moment
                log.exception("leases were not renewed")
