"""Which mail program does the requester seem to use? So that the way to a header is told for that one."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from triage.model import Evidence

_DATA = Path(__file__).parent / "clients.toml"
_LIMIT = 500


@dataclass(frozen=True)
class _Client:
    name: str
    mailer: re.Pattern[str] | None
    message_id: tuple[str, ...]
    header: tuple[str, ...]


def client_of(letter: Evidence | None) -> str | None:
    """A name of `clients.toml`, by what the program says of itself, else by its Message-ID; else `None`.

    A program that names itself is believed before the form of its Message-ID: servers write that, too.
    """
    if letter is None:
        return None
    said = " ".join(letter.header(name) or "" for name in ("X-Mailer", "User-Agent")).lower()[:_LIMIT]
    named = next((one.name for one in _clients() if one.mailer and one.mailer.search(said)), None)
    if named is not None:
        return named
    message_id = (letter.message.message_id or "").strip().rstrip(">").lower()[-_LIMIT:]
    return next(
        (
            one.name
            for one in _clients()
            if (message_id and message_id.endswith(one.message_id))
            or any(letter.header(name) is not None for name in one.header)
        ),
        None,
    )


@cache
def _clients() -> tuple[_Client, ...]:
    listed = tomllib.loads(_DATA.read_text("utf-8"))
    return tuple(
        _Client(
            name,
            _word(marks.get("mailer", ())),
            tuple(marks.get("message_id", ())),
            tuple(marks.get("header", ())),
        )
        for name, marks in listed.items()
    )


def _word(marks: list[str] | tuple[str, ...]) -> re.Pattern[str] | None:
    if not marks:
        return None
    return re.compile(rf"(?<![a-z])(?:{'|'.join(re.escape(mark) for mark in marks)})(?![a-z])")
