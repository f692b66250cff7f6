"""The tables. Rows are the only truth: what is due says so itself (`due_at`, `lease_until`, `attempts`).

One subject a file, found by scanning; a table is imported from the file of its subject. No file has a table's
name, so that `from bot.store.schema import tickets` fails and never hands out a module instead.

Portable: SQLite and PostgreSQL. A change here needs a migration in `migrations/versions/`; a test compares.
"""

from __future__ import annotations

import importlib
import pkgutil

from bot.store.schema.base import metadata as metadata

for _info in pkgutil.iter_modules(__path__):
    importlib.import_module(f"{__name__}.{_info.name}")
