"""`mailtriage backup`: a copy of everything, while the service runs."""

from __future__ import annotations

from pathlib import Path

import typer

from bot.command_line import fail, say, settings_or_exit

app = typer.Typer()


@app.command()
def backup(
    folder: Path = typer.Argument(help="Where to put it: a folder that is new or empty."),
) -> None:
    """Copy database, mails, key and own knowledge into FOLDER, and read it back. Overwrites nothing."""
    from bot.store.backup import BackupError, backup, verify

    settings = settings_or_exit()
    try:
        count = backup(settings, folder)
    except BackupError as error:
        fail(str(error), status=1)
    except OSError as error:
        fail(f"{error.filename or folder}: {error.strerror}", status=1)
    if problems := list(verify(folder)):
        fail("The copy is not good:", *problems, status=1)
    say(f"{folder}: the database and {count} mails, read back and good.")
