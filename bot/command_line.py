"""What the commands share. Data goes to stdout, talk to stderr; a wrong setting ends with exit status 2."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NoReturn

import typer

from bot.desk.context import Desk
from bot.desk.types import Actor
from bot.refusals import refuse
from bot.settings import Settings, SettingsError, load_settings

BY_COMMAND = Actor("agent", "command", "the command line")


def settings_or_exit(**given: Any) -> Settings:
    """The settings, with the logs set up; a wrong one ends the command."""
    from bot.logs import set_up_logs

    try:
        settings = load_settings(**given)
    except SettingsError as error:
        fail(*error.problems)
    set_up_logs(settings)
    return settings


def desk_or_exit(settings: Settings) -> Desk:
    """The desk; what keeps it from opening ends the command, with what to do about it."""
    from bot.open_desk import open_desk
    from knowledge.errors import KnowledgeError

    try:
        with database_or_exit():
            return open_desk(settings)
    except SettingsError as error:
        fail(*error.problems)
    except KnowledgeError as error:
        fail(f"MAILTRIAGE_PLATFORM: {error}")
    except OSError as error:
        fail(f"MAILTRIAGE_DATA: {settings.data} cannot be used: {error.strerror}", status=1)


@contextmanager
def database_or_exit() -> Iterator[None]:
    """What is wrong with the database ends the command, with what to do about it."""
    from sqlalchemy.exc import SQLAlchemyError

    from bot.store.migrate import NewerDatabase

    try:
        yield
    except NewerDatabase as error:
        fail(str(error), status=1)
    except SQLAlchemyError as error:
        fail(f"MAILTRIAGE_DATABASE_URL: the database cannot be opened: {_first_line(error)}", status=1)
    except ModuleNotFoundError as error:
        fail(
            f"MAILTRIAGE_DATABASE_URL: this kind of database needs the Python package {error.name}", status=1
        )


def existing_desk_or_exit(settings: Settings) -> Desk:
    """The desk, for a command that only looks: where there is none, none is made, and that is said."""
    there_is_a_desk(settings)
    return desk_or_exit(settings)


def there_is_a_desk(settings: Settings, *or_folder: str) -> None:
    """Ends the command where the settings lead to no database: more likely a wrong folder than a new desk.

    `or_folder`: what in the data folder is as good, such as examples of one's own.
    """
    if (path := missing_database(settings)) is None or any(
        (settings.data / one).is_dir() for one in or_folder
    ):
        return
    given = settings.database_url is not None
    where = f"there is no database at {path}" if given else f"there is no desk in {settings.data.absolute()}"
    fail(
        f"{'MAILTRIAGE_DATABASE_URL' if given else 'MAILTRIAGE_DATA'}: {where}",
        "mailtriage serve makes a new one; a desk that you have is somewhere else.",
        status=1,
    )


def missing_database(settings: Settings) -> Path | None:
    """The SQLite file that should be there and is not; `None` when it is, or for any other database."""
    from sqlalchemy import make_url
    from sqlalchemy.exc import ArgumentError

    try:
        url = make_url(settings.url_of_database())
    except ArgumentError:
        return None  # whoever opens it says what is wrong with the address
    if url.get_backend_name() != "sqlite" or url.database in (None, "", ":memory:"):
        return None
    path = Path(str(url.database))
    return None if path.is_file() else path


def say(*lines: str) -> None:
    """Talk: to stderr, so that stdout holds data only."""
    for line in lines:
        typer.echo(line, err=True)


def fail(*lines: str, status: int = 2) -> NoReturn:
    refuse(*lines, status=status)


def print_json_lines(items: Iterable[Any]) -> None:
    """One JSON object a line, on stdout."""
    for item in items:
        typer.echo(json.dumps(item, ensure_ascii=False, default=str))


def _first_line(error: Exception) -> str:
    return str(getattr(error, "orig", None) or error).splitlines()[0]
