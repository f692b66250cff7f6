"""What does a ZIP archive say it holds (APPNOTE 4.3)? Read from its central directory, not unpacked."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass

MAX_LOOKED_AT = 5_000
"""Entries that are looked at; the directory of a 25 MB file may hold half a million."""
_END = b"PK\x05\x06"
_ENTRY = struct.Struct("<4s6H3L5H2L")
_ENTRY_MAGIC = b"PK\x01\x02"
_FAR = 0xFFFFFFFF
_OPEN_DOCUMENT = b"application/vnd.oasis.opendocument."
_OFFICE = "application/vnd.openxmlformats-officedocument."
_BY_FOLDER = (
    ("word/", _OFFICE + "wordprocessingml.document"),
    ("xl/", _OFFICE + "spreadsheetml.sheet"),
    ("ppt/", _OFFICE + "presentationml.presentation"),
    ("visio/", "application/vnd.ms-visio.drawing"),
)


@dataclass(frozen=True)
class ZipEntry:
    """`size`: unpacked, as the directory claims; `packed`: how much room it takes."""

    name: str
    size: int
    packed: int
    offset: int
    encrypted: bool


@dataclass(frozen=True)
class ZipDirectory:
    """`count`: as the archive says; `whole`: every entry was looked at and made sense."""

    entries: tuple[ZipEntry, ...]
    count: int
    whole: bool


def read_directory(content: bytes) -> ZipDirectory | None:
    """`None`: there is no directory (cut off, or no archive)."""
    end = content.rfind(_END, max(0, len(content) - 65_557))
    if end < 0 or end + 22 > len(content):
        return None
    count, size, offset = struct.unpack_from("<H2L", content, end + 10)
    # Something may stand in front of an archive: its directory ends where its end mark begins.
    start = end - size if size <= end else min(offset, end)
    if content[start : start + 4] != _ENTRY_MAGIC:
        start = offset
    entries = tuple(_entries(content, start, end))
    whole = len(entries) == count and len(entries) < MAX_LOOKED_AT
    return ZipDirectory(entries, max(count, len(entries)), whole)


def _entries(content: bytes, at: int, end: int) -> Iterator[ZipEntry]:
    for _ in range(MAX_LOOKED_AT):
        if at + _ENTRY.size > end or content[at : at + 4] != _ENTRY_MAGIC:
            return
        fields = _ENTRY.unpack_from(content, at)
        flags, packed, size = fields[3], fields[8], fields[9]
        name_size, extra_size, comment_size, offset = fields[10], fields[11], fields[12], fields[16]
        at += _ENTRY.size
        name = content[at : at + name_size]
        if size == _FAR or packed == _FAR:
            size, packed = _far(content[at + name_size : at + name_size + extra_size], size, packed)
        yield ZipEntry(
            name.decode("utf-8" if flags & 0x800 else "cp437", "replace"),
            size,
            packed,
            offset,
            bool(flags & 1),
        )
        at += name_size + extra_size + comment_size


def _far(extra: bytes, size: int, packed: int) -> tuple[int, int]:
    """Sizes beyond 4 GB stand in the extra field (APPNOTE 4.5.3)."""
    at = 0
    while at + 4 <= len(extra):
        tag, length = struct.unpack_from("<2H", extra, at)
        if tag == 1:
            words = list(struct.unpack_from(f"<{min(length, len(extra) - at - 4) // 8}Q", extra, at + 4))
            size = words.pop(0) if size == _FAR and words else size
            packed = words.pop(0) if packed == _FAR and words else packed
            break
        at += 4 + length
    return size, packed


def zip_kind(content: bytes) -> str | None:
    """Which format is built on this archive; `None`: it is just an archive, or it is damaged."""
    if content[30:38] == b"mimetype":
        said = content[38:120]
        if said.startswith((_OPEN_DOCUMENT, b"application/epub+zip")):
            return said.partition(b"PK")[0].decode("ascii", "replace")[:80]
    directory = read_directory(content)
    if directory is None:
        return None
    names = {entry.name for entry in directory.entries}
    if "AndroidManifest.xml" in names:
        return "application/vnd.android.package-archive"
    if "[Content_Types].xml" in names:
        return next(
            (kind for folder, kind in _BY_FOLDER if any(name.startswith(folder) for name in names)), None
        )
    return "application/java-archive" if "META-INF/MANIFEST.MF" in names else None
