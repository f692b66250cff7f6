"""The schema: made by migrations alone, again and again, and good on PostgreSQL too."""

from __future__ import annotations

import pkgutil
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.dialects import postgresql
from sqlalchemy.schema import CreateIndex, CreateTable

from bot.store import schema
from bot.store.engine import Store
from bot.store.migrate import NewerDatabase, current, differences, upgrade


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(f"sqlite:///{tmp_path / 'new folder' / 'desk.sqlite3'}")


def test_migrations_make_the_schema_and_can_be_run_again(store: Store) -> None:
    assert current(store)[0] is None
    upgrade(store)
    upgrade(store)
    has, needs = current(store)
    assert has == needs
    assert differences(store) == []
    store.close()


def test_a_difference_is_seen(store: Store) -> None:
    upgrade(store)
    with store.write() as connection:
        connection.execute(text("DROP TABLE flags"))
    assert any("flags" in line for line in differences(store))
    store.close()


def test_a_database_of_a_newer_version_is_left_alone(store: Store) -> None:
    upgrade(store)
    with store.write() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(NewerDatabase, match="9999"):
        upgrade(store)
    store.close()


def test_an_acknowledged_commit_outlives_a_power_cut(store: Store) -> None:
    """WAL with synchronous=FULL (2): the log is synced at every commit."""
    with store.write() as connection:
        pragmas = [
            connection.exec_driver_sql(f"PRAGMA {name}").scalar_one()
            for name in ("journal_mode", "synchronous", "foreign_keys")
        ]
    assert pragmas == ["wal", 2, 1]
    store.close()


def test_no_file_of_tables_has_the_name_of_a_table() -> None:
    """Else an import from the package would hand out a module where a table was meant."""
    files = {info.name for info in pkgutil.iter_modules(schema.__path__)}
    assert files
    assert not files & set(schema.metadata.tables)


@pytest.mark.parametrize("name", sorted(schema.metadata.tables))
def test_postgresql_has_words_for_every_table(name: str) -> None:
    table = schema.metadata.tables[name]
    dialect = postgresql.dialect()  # type: ignore[no-untyped-call]
    ddl = [str(CreateTable(table).compile(dialect=dialect))]
    ddl += [str(CreateIndex(index).compile(dialect=dialect)) for index in table.indexes]
    assert all("CREATE" in words for words in ddl)
    assert "DATETIME" not in ddl[0]
