"""Which mail program does the requester seem to use? So that the way to a header is told for that one."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path

from triage.model import Evidence

_DATA = Path(__file__).parent / "clients.toml"


def client_of(letter: Evidence | None) -> str | None:
    """A name of `clients.toml`, by `X-Mailer`, `User-Agent` or the form of the Message-ID; else `None`."""
    if letter is None:
        return None
    said = " ".join(
        value
        for value in (letter.header("X-Mailer"), letter.header("User-Agent"), letter.message.message_id)
        if value
    ).lower()[:500]
    return next((name for name, marks in _clients() if any(mark in said for mark in marks)), None)


@cache
def _clients() -> tuple[tuple[str, tuple[str, ...]], ...]:
    listed = tomllib.loads(_DATA.read_text("utf-8"))
    return tuple((name, tuple(marks)) for name, marks in listed.items())
