"""Can the database be written to right now?"""

from __future__ import annotations

import sqlite3
from contextlib import closing

from bot.store.engine import Store

_PATIENCE_S = 3.0
"""A transaction of the desk takes milliseconds; who is asked here has no half a minute to wait."""


def trouble(store: Store) -> str | None:
    """Why not, in words; `None`: it can. Writes nothing. Other databases than SQLite say so when read."""
    if store.path is None:
        return None
    try:
        with closing(sqlite3.connect(store.path, timeout=_PATIENCE_S, isolation_level=None)) as connection:
            connection.execute("BEGIN IMMEDIATE")
            connection.execute("ROLLBACK")
    except sqlite3.Error as error:
        return f"the database {store.path} cannot be written to: {error}"
    return None
