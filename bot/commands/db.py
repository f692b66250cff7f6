"""`mailtriage db`: the database's schema."""

from __future__ import annotations

from contextlib import closing

import typer

from bot.command_line import database_or_exit, fail, missing_database, say, settings_or_exit
from bot.store.engine import Store

app = typer.Typer(no_args_is_help=True, help="Look at the database, and bring it to this version.")


@app.command()
def upgrade() -> None:
    """Bring the database to this version. May be run again; `serve` does it by itself."""
    from bot.store.migrate import upgrade

    with database_or_exit(), closing(_store()) as store:
        upgrade(store)
    say("The database is at this version.")


@app.command()
def current() -> None:
    """Print the database's revision."""
    from bot.store.migrate import current

    with database_or_exit():
        if (found := _existing()) is None:
            typer.echo("empty")
            return
        with closing(found) as store:
            typer.echo(current(store)[0] or "empty")


@app.command()
def check() -> None:
    """Does the database fit this version? Changes nothing: run it with a new version before upgrading."""
    from bot.store.migrate import current, differences

    with database_or_exit():
        if (there := _existing()) is None:
            say("There is no database yet: mailtriage db upgrade makes it.")
            return
        with closing(there) as store:
            (has, needs), found = current(store), differences(store)
    if has is None:
        say("The database is empty: mailtriage db upgrade makes the tables.")
    elif has != needs:
        say(f"The database is at revision {has}; this version needs {needs}: mailtriage db upgrade")
    elif found:
        fail("The tables are not as this version left them:", *found, status=1)
    else:
        say("The database fits this version.")


def _existing() -> Store | None:
    """Looking makes no database."""
    settings = settings_or_exit()
    return None if missing_database(settings) else Store(settings.url_of_database())


def _store() -> Store:
    settings = settings_or_exit()
    settings.data.mkdir(parents=True, exist_ok=True)
    return Store(settings.url_of_database())
