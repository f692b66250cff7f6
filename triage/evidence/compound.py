"""Which storages and streams does a compound file hold (MS-CFB)? Read within what the file can hold at all.

`olefile` believes what a file says of itself: 3 kB that name 4 GB of tables cost it 10 s and 2 GB of memory.
So what cannot be true is refused before, and every stream is read in its place, once.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator, Sequence
from typing import Any

from olefile import STGTY_STORAGE, STGTY_STREAM, OleFileIO  # type: ignore[import-untyped]
from oxmsg.storage import Storage, Stream

_HEADER = 512
_MOST_DEPTH = 60
"""Storages within storages: a mail within a mail is two."""


class DamagedError(Exception):
    """Why it cannot be opened, in words for a person."""


def open_compound(raw: bytes) -> Storage:
    """The root storage. Raises `DamagedError`, and whatever else `olefile` stumbles over."""
    with _Compound(_checked(raw)) as ole:
        ole.left = 2 * len(raw)
        ole.most = len(raw)
        ole.root.size = min(ole.root.size, len(raw))
        return _storage(ole, ole.root, "", 0)


class _Compound(OleFileIO):  # type: ignore[misc]
    left = 0
    """Bytes that may still be read: streams that share their sectors could come to any size."""
    most = 0
    """No stream is longer than its file."""

    def _check_duplicate_stream(self, first_sect: int, minifat: bool = False) -> None:
        """Nothing is made of it, and its time grows with the square of the streams."""


def _checked(raw: bytes) -> bytes:
    """The file with no more tables named than it can hold. The fields: MS-CFB section 2.2."""
    if len(raw) < 3 * _HEADER:
        raise DamagedError("it is cut off after its first bytes")
    shift, mini_shift = struct.unpack_from("<HH", raw, 30)
    if shift not in (9, 12) or mini_shift != 6:
        raise DamagedError("the size of its sectors is none that there is")
    (tables,) = struct.unpack_from("<I", raw, 44)
    (small_tables,) = struct.unpack_from("<I", raw, 64)
    sectors = len(raw) >> shift
    if tables > 110 + sectors // 64:
        raise DamagedError("it names more tables than it can hold")
    if small_tables > sectors:
        return raw[:64] + struct.pack("<I", sectors) + raw[68:]
    return raw


def _storage(ole: _Compound, node: Any, path: str, depth: int) -> Storage:
    kids = node.kids if depth < _MOST_DEPTH else ()
    streams = tuple(_streams(ole, kids, path))
    inner = (kid for kid in kids if kid.entry_type == STGTY_STORAGE)
    storages = tuple(_storage(ole, kid, _join(path, kid.name), depth + 1) for kid in inner)
    return Storage(path, streams, storages)


def _streams(ole: _Compound, kids: Sequence[Any], path: str) -> Iterator[Stream]:
    for kid in kids:
        if kid.entry_type != STGTY_STREAM:
            continue
        ole.left -= min(kid.size, ole.most)
        if ole.left < 0:
            raise DamagedError("its streams come to more than the whole file")
        content = ole._open(kid.isectStart, min(kid.size, ole.most)).read()
        yield Stream(_join(path, kid.name), content)


def _join(path: str, name: str) -> str:
    return f"{path}/{name}" if path else name
