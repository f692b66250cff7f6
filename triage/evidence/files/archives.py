"""What does an archive say it holds, and is it safe to unpack? Only its directory is read."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass

from triage.evidence.files.zips import ZipDirectory, read_directory
from triage.model import ArchiveMember

MAX_SHOWN = 100
MAX_NAME_CHARS = 255
_BOMB_BYTES = 100 * 1024 * 1024
_BOMB_RATIO = 100
_MOST_MEMBERS = 10_000
_TAR_BLOCK = 512
_TAR_LOOKED_AT = 60_000
ARCHIVES = frozenset(
    {"application/zip", "application/x-tar", "application/gzip", "application/x-7z-compressed"}
    | {"application/vnd.rar", "application/x-xz", "application/x-bzip2", "application/zstd"}
    | {"application/vnd.ms-cab-compressed", "application/java-archive", "application/x-iso9660-image"}
)


@dataclass(frozen=True)
class Listing:
    """`count`: members in all, where it can be told; `names`: of all that were looked at."""

    members: tuple[ArchiveMember, ...] = ()
    count: int | None = None
    names: tuple[str, ...] = ()
    encrypted: bool = False
    bomb: bool = False
    damaged: bool = False


def list_archive(content: bytes, kind: str | None) -> Listing:
    """The members of a ZIP, a tar or a gzip file; of other kinds nothing is said."""
    if kind == "application/x-tar":
        return _tar(content)
    if kind == "application/gzip":
        return _gzip(content)
    if content.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        directory = read_directory(content)
        return _zip(directory, len(content)) if directory is not None else Listing(damaged=True)
    return Listing()


def _zip(directory: ZipDirectory, size: int) -> Listing:
    entries = directory.entries
    offsets = [entry.offset for entry in entries if entry.size]
    # Members that share their bytes are how the worst bombs are made.
    bomb = _is_bomb(sum(entry.size for entry in entries), size) or len(set(offsets)) < len(offsets)
    return Listing(
        tuple(ArchiveMember(entry.name[:MAX_NAME_CHARS], entry.size) for entry in entries[:MAX_SHOWN]),
        directory.count,
        tuple(entry.name for entry in entries),
        encrypted=any(entry.encrypted for entry in entries),
        bomb=bomb or directory.count > _MOST_MEMBERS,
        damaged=not directory.whole and directory.count <= len(entries),
    )


def _is_bomb(unpacked: int, packed: int) -> bool:
    return unpacked > _BOMB_BYTES and unpacked > _BOMB_RATIO * packed


def _gzip(content: bytes) -> Listing:
    """One member; its name, and its size modulo 4 GB, stand in the file (RFC 1952 section 2.3)."""
    if len(content) < 18:
        return Listing(damaged=True)
    at = 10
    if content[3] & 4:
        at += 2 + int(struct.unpack_from("<H", content, 10)[0])
    name = content[at : at + MAX_NAME_CHARS].partition(b"\0")[0] if content[3] & 8 else b""
    size = int(struct.unpack_from("<I", content, len(content) - 4)[0])
    told = name.decode("latin-1")
    member = ArchiveMember(told, size)
    return Listing((member,), 1, (told,), bomb=_is_bomb(size, len(content)))


def _tar(content: bytes) -> Listing:
    members = list(_tar_members(content))
    shown = tuple(members[:MAX_SHOWN])
    names = tuple(member.name for member in members)
    needed = sum(_room(member.size or 0) for member in members)
    broken = needed > len(content) or not members
    return Listing(shown, len(members), names, bomb=len(members) > _MOST_MEMBERS, damaged=broken)


def _tar_members(content: bytes) -> Iterator[ArchiveMember]:
    """ustar headers (POSIX pax), one block each, and as many blocks of content as they say."""
    at = 0
    for _ in range(_TAR_LOOKED_AT):
        header = content[at : at + _TAR_BLOCK]
        if len(header) < _TAR_BLOCK or header[257:262] != b"ustar":
            return
        size = _tar_number(header[124:136])
        if size is None:
            return
        at += _room(size)
        if header[156:157] in (b"0", b"\0", b"7"):
            prefix = header[345:500].partition(b"\0")[0] if header[263:265] == b"00" else b""
            name = header[:100].partition(b"\0")[0]
            whole = prefix + b"/" + name if prefix else name
            yield ArchiveMember(whole.decode("utf-8", "replace")[:MAX_NAME_CHARS], size)


def _room(size: int) -> int:
    """Bytes that a member takes: its header, and whole blocks of content."""
    return _TAR_BLOCK + -(-size // _TAR_BLOCK) * _TAR_BLOCK


def _tar_number(field: bytes) -> int | None:
    if field[:1] == b"\x80":
        return int.from_bytes(field[1:], "big")
    digits = field.strip(b" \0")
    if not digits:
        return 0
    return int(digits, 8) if all(char in b"01234567" for char in digits) else None
