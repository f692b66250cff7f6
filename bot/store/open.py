"""Opening the database that the settings name, at the schema of this version."""

from __future__ import annotations

from bot.settings import Settings
from bot.store.engine import Store
from bot.store.migrate import upgrade


def open_store(settings: Settings) -> Store:
    """The database, upgraded where needed. Raises `NewerDatabase`; SQLAlchemy's errors when unreachable."""
    store = Store(settings.url_of_database())
    upgrade(store)
    return store
