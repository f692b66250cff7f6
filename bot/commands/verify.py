"""`mailtriage verify`: is a backup good?"""

from __future__ import annotations

from pathlib import Path

import typer

from bot.command_line import fail, say

app = typer.Typer()


@app.command()
def verify(folder: Path = typer.Argument(help="A backup, or a data folder.")) -> None:
    """Read a whole backup: the database, and every mail by its checksum. Changes nothing."""
    from bot.store.backup import count_raw, verify

    if problems := list(verify(folder)):
        fail(*problems, status=1)
    say(f"{folder}: the database and {count_raw(folder)} mails are good.")
