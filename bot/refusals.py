"""How does a command say that it will not? In words for a person, as one JSON object for a program."""

from __future__ import annotations

import json
from contextvars import ContextVar
from typing import NoReturn

import typer

AS_JSON: ContextVar[bool] = ContextVar("as_json", default=False)
"""Whether `--json` was given: then errors are `{"error": "…"}`, also those of wrong usage."""


def refuse(*lines: str, status: int = 2) -> NoReturn:
    """Say why on stderr and end the command; 2 is wrong usage, 1 something that could not be read or done."""
    say_why(*lines)
    raise typer.Exit(status)


def say_why(*lines: str) -> None:
    if AS_JSON.get():
        lines = (json.dumps({"error": "\n".join(lines)}, ensure_ascii=False),)
    for line in lines:
        typer.echo(line, err=True)
