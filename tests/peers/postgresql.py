"""The desk's tests on a real PostgreSQL: `python -m pytest -p tests.peers.postgresql tests/bot/store`.

A plugin, loaded only when it is named: it starts a server with a throw-away folder, and every data folder
that would hold an SQLite file gets a database of its own instead. Needs root, Debian's `postgresql`, and
psycopg, which is no dependency of the project yet. What is about SQLite itself is left out.
"""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from pathlib import Path

import pytest
from sqlalchemy import create_engine

from bot.settings import Settings
from bot.store.engine import Store
from bot.store.migrate import upgrade
from tests.peers.servers.ports import free_port

HOST, USER = "127.0.0.1", "postgres"
_THROW_AWAY = ("fsync=off", "full_page_writes=off", "synchronous_commit=off", "max_connections=300")


def _programs() -> Path:
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: int(path.parent.name))
    if not found:
        raise pytest.UsageError("there is no PostgreSQL here: apt-get install postgresql")
    return found[-1]


class Databases:
    """One server; a database for each data folder, copied from one at this version's schema."""

    def __init__(self) -> None:
        self._folder = Path(tempfile.mkdtemp(prefix="mt-postgresql-"))
        shutil.chown(self._folder, USER)
        self._port, self._bin = free_port(), _programs()
        self._names: dict[Path, str] = {}
        self._count = 0
        self._run("initdb", "-D", "data", "-A", "trust", "-U", USER, "-E", "UTF8")
        words = [f"-p {self._port} -h {HOST} -k {self._folder}", *(f"-c {one}" for one in _THROW_AWAY)]
        self._run("pg_ctl", "-D", "data", "-l", "log", "-w", "-o", " ".join(words), "start")
        self._admin = create_engine(self._url("postgres"), isolation_level="AUTOCOMMIT")
        self._sql("CREATE DATABASE empty")
        store = Store(self._url("empty"))
        upgrade(store)
        store.close()

    def url_of(self, settings: Settings) -> str:
        """In the place of `Settings.url_of_database`."""
        if settings.database_url is not None:
            return settings.database_url.get_secret_value()
        if settings.data not in self._names:
            self._count += 1
            self._names[settings.data] = f"desk_{self._count}"
            self._sql(f"CREATE DATABASE desk_{self._count} TEMPLATE empty")
        return self._url(self._names[settings.data])

    def drop(self, folder: Path) -> set[str]:
        """Those of the data folders within; their names."""
        gone = {data: name for data, name in self._names.items() if data.is_relative_to(folder)}
        for data, name in gone.items():
            self._sql(f"DROP DATABASE {name} WITH (FORCE)")
            del self._names[data]
        return set(gone.values())

    def stop(self) -> None:
        self._admin.dispose()
        self._run("pg_ctl", "-D", "data", "-m", "immediate", "stop")
        shutil.rmtree(self._folder)

    def _url(self, name: str) -> str:
        return f"postgresql+psycopg://{USER}@{HOST}:{self._port}/{name}"

    def _sql(self, words: str) -> None:
        with self._admin.connect() as connection:
            connection.exec_driver_sql(words)

    def _run(self, program: str, *words: str) -> None:
        command = [str(self._bin / program), *words]
        subprocess.run(
            command, cwd=self._folder, user=USER, group=USER, check=True, stdout=subprocess.DEVNULL
        )


class _Plugin:
    def __init__(self, databases: Databases) -> None:
        self._databases, self._open = databases, list[Store]()

    def pytest_sessionstart(self) -> None:
        begin = Store.__init__

        def noted(store: Store, url: str) -> None:
            begin(store, url)
            self._open.append(store)

        Store.__init__ = noted  # type: ignore[method-assign, assignment]
        core = next(kind for kind in Settings.__mro__ if "url_of_database" in vars(kind))
        databases = self._databases
        core.url_of_database = lambda settings: databases.url_of(settings)  # type: ignore[attr-defined]

    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        for item in items:
            if item.get_closest_marker("sqlite") is not None:
                item.add_marker(pytest.mark.skip("about SQLite itself"))

    @pytest.hookimpl(trylast=True)
    def pytest_runtest_teardown(self, item: pytest.Function) -> None:
        """What is in the test's own folder was for this test alone."""
        if isinstance(folder := item.funcargs.get("tmp_path"), Path):
            gone = self._databases.drop(folder)
            for store in [store for store in self._open if store.engine.url.database in gone]:
                store.close()
                self._open.remove(store)

    def pytest_unconfigure(self) -> None:
        self._databases.stop()


def pytest_configure(config: pytest.Config) -> None:
    config.pluginmanager.register(_Plugin(Databases()))
