"""Where the bytes come from: files, folders, mailbox files, standard input. One message at a time."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from triage.evidence.limits import MAX_BYTES
from triage.evidence.mbox import is_separator, starts_as_mbox, unescape

_LINE = 1 << 20


@dataclass(frozen=True)
class Item:
    """One message of one path, or why the path could not be read (then `raw` is empty)."""

    path: str
    """Exactly as given; for a file in a folder: the folder as given and the way below it."""
    index: int
    name: str
    raw: bytes = b""
    problem: str | None = None


def open_paths(paths: Iterable[str], stdin: BinaryIO) -> Iterator[Item]:
    """Every message, in the order given; folders below in the order of their names. `-`: standard input."""
    for path in paths:
        if path == "-":
            yield from _messages(path, "-", stdin)
        elif Path(path).is_dir():
            yield from _folder(path)
        else:
            yield from _file(path)


def _folder(path: str) -> Iterator[Item]:
    failed: list[OSError] = []
    found = False
    for folder, below, files in os.walk(path, onerror=failed.append):
        below.sort()
        for name in sorted(files):
            full = os.path.join(folder, name)  # noqa: PTH118 - Path would rewrite what was given
            if _is_file(full):
                found = True
                yield from _file(full)
    for error in failed:
        yield Item(str(error.filename), 0, "", problem=_words(error))
    if not found and not failed:
        yield Item(path, 0, "", problem="an empty folder: there is no file in it")


def _file(path: str) -> Iterator[Item]:
    try:
        with Path(path).open("rb") as stream:
            yield from _messages(path, Path(path).name, stream)
    except (OSError, ValueError) as error:
        yield Item(path, 0, Path(path).name, problem=_words(error))


def _messages(path: str, name: str, stream: BinaryIO) -> Iterator[Item]:
    first = stream.readline(_LINE)
    if not starts_as_mbox(first):
        yield Item(path, 0, name, first + stream.read(MAX_BYTES + 1))
        return
    for index, raw in enumerate(_mbox(stream)):
        yield Item(path, index, name, raw)


def _mbox(stream: BinaryIO) -> Iterator[bytes]:
    """The mails of a mailbox file of any size, each cut where it is too large to be read anyway."""
    kept: list[bytes] = []
    size = 0
    blank = False
    while line := stream.readline(_LINE):
        if blank and is_separator(line):
            yield unescape(b"".join(kept))
            kept, size = [], 0
        elif size <= MAX_BYTES:
            kept.append(line)
            size += len(line)
        blank = line in (b"\n", b"\r\n")
    yield unescape(b"".join(kept))


def _is_file(path: str) -> bool:
    try:
        return stat.S_ISREG(Path(path).stat().st_mode)
    except OSError:
        return True  # it is named, so it gets its line, which says what is wrong


def _words(error: Exception) -> str:
    said = getattr(error, "strerror", None) or str(error)
    return f"cannot be opened: {said}"
