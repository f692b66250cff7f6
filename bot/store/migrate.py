"""Bringing a database to the schema that this version needs. Safe to run again, and by two at once."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection

from bot.store.engine import Store
from bot.store.schema import metadata

FOLDER = Path(__file__).parent / "migrations"


class NewerDatabase(Exception):
    """The database was made by a newer version of the program."""


def upgrade(store: Store) -> None:
    """Bring the database to this version. Raises `NewerDatabase` when it is beyond."""
    with store.write() as connection:
        _refuse_newer(connection)
        config = _config()
        config.attributes["connection"] = connection
        command.upgrade(config, "head")


def current(store: Store) -> tuple[str | None, str]:
    """The revision of the database (`None`: empty), and the one that this version needs."""
    with store.read() as connection:
        return _revision(connection), _head()


def differences(store: Store) -> list[str]:
    """How the tables differ from the schema that the program expects; empty when they agree."""
    with store.read() as connection:
        context = MigrationContext.configure(connection)
        return [str(item) for item in compare_metadata(context, metadata)]


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(FOLDER).replace("%", "%%"))
    return config


def _head() -> str:
    return ScriptDirectory.from_config(_config()).get_current_head() or ""


def _revision(connection: Connection) -> str | None:
    return MigrationContext.configure(connection).get_current_revision()


def _refuse_newer(connection: Connection) -> None:
    known = {script.revision for script in ScriptDirectory.from_config(_config()).walk_revisions()}
    revision = _revision(connection)
    if revision is not None and revision not in known:
        raise NewerDatabase(
            f"The database is at revision {revision}, which this version does not know: "
            "install the version that wrote it, or a newer one."
        )
