"""What archives say they hold, and what is wrong with them; nothing is unpacked."""

from __future__ import annotations

import gzip
import io
import struct
import tarfile
import zipfile

import pytest

from triage.evidence.files.archives import MAX_SHOWN, Listing, list_archive
from triage.evidence.files.kinds import kind_of
from triage.evidence.files.zips import MAX_LOOKED_AT


def listed(content: bytes) -> Listing:
    return list_archive(content, kind_of(content))


def zip_of(members: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return out.getvalue()


def shown(listing: Listing) -> list[tuple[str, int | None]]:
    return [(member.name, member.size) for member in listing.members]


def entry(name: bytes, size: int, offset: int = 0, flags: int = 0, extra: bytes = b"") -> bytes:
    numbers = (20, 20, flags, 8, 0, 0, 0, 10, size, len(name), len(extra), 0, 0, 0, 0, offset)
    return b"PK\1\2" + struct.pack("<6H3L5H2L", *numbers) + name + extra


def directory(*entries: bytes, count: int | None = None) -> bytes:
    """An archive of nothing but its directory, which may lie."""
    local, cd = b"PK\3\4" + b"\0" * 26, b"".join(entries)
    many = len(entries) if count is None else count
    return local + cd + b"PK\5\6" + struct.pack("<4H2LH", 0, 0, many, many, len(cd), len(local), 0)


def test_a_zip_lists_names_and_sizes() -> None:
    content = zip_of({"a.txt": b"hello", "folder/ü.pdf": b"x" * 1000})
    found = listed(content)
    assert shown(found) == [("a.txt", 5), ("folder/ü.pdf", 1000)]
    assert (found.count, found.encrypted, found.bomb, found.damaged) == (2, False, False, False)
    assert shown(listed(content + b"\0" * 50)) == shown(found)


def test_a_zip_behind_a_program_is_found() -> None:
    inner = zip_of({"a.txt": b"hello"})
    assert shown(list_archive(b"PK\3\4" + b"x" * 500 + inner, "application/zip")) == [("a.txt", 5)]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (directory(entry(b"a", 5, flags=1)), "encrypted"),
        (directory(entry(b"a", 5), entry(b"b", 5)), "bomb"),  # both are the same bytes
        (directory(entry(b"a", 4_000_000_000)), "bomb"),
        (
            directory(entry(b"a", 0xFFFFFFFF, extra=struct.pack("<2HQ", 1, 8, 10**13))),
            "bomb",
        ),
        (directory(entry(b"a", 5), count=60_000), "bomb"),
        (directory(entry(b"a", 5), count=0), "damaged"),
        (zip_of({"a": b"0" * 200_000_000}), "bomb"),
        (zip_of({"a": b"hello"})[:-30], "damaged"),
        (b"PK\3\4", "damaged"),
        (gzip.compress(b"")[:17], "damaged"),
    ],
)
def test_what_is_wrong_is_told(content: bytes, said: str) -> None:
    found = listed(content)
    assert [name for name in ("encrypted", "bomb", "damaged") if getattr(found, name)] == [said]


def test_a_bomb_within_gzip_is_told_by_its_last_bytes() -> None:
    content = gzip.compress(b"x", mtime=0)
    assert not listed(content).bomb
    assert listed(content[:-4] + (2**31).to_bytes(4, "little")).bomb


def test_a_gzip_says_its_name() -> None:
    out = io.BytesIO()
    with gzip.GzipFile("mail.log", "wb", fileobj=out) as file:
        file.write(b"x" * 3000)
    assert shown(listed(out.getvalue())) == [("mail.log", 3000)]


def test_many_members_are_counted_and_some_are_shown() -> None:
    content = zip_of({f"{number}.txt": b"" for number in range(MAX_LOOKED_AT + 500)}, zipfile.ZIP_STORED)
    found = listed(content)
    assert (len(found.members), found.count, len(found.names)) == (
        MAX_SHOWN,
        MAX_LOOKED_AT + 500,
        MAX_LOOKED_AT,
    )
    assert not found.damaged


def test_a_tar_lists_its_files() -> None:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w", format=tarfile.USTAR_FORMAT) as archive:
        for name, size in (("a.txt", 5), ("f" * 60 + "/" + "n" * 80, 600)):
            info = tarfile.TarInfo(name)
            info.size = size
            archive.addfile(info, io.BytesIO(b"x" * size))
        folder = tarfile.TarInfo("folder")
        folder.type = tarfile.DIRTYPE
        archive.addfile(folder)
    content = out.getvalue()
    assert shown(listed(content)) == [("a.txt", 5), ("f" * 60 + "/" + "n" * 80, 600)]
    assert not listed(content[:1024]).damaged
    assert listed(content[:1600]).damaged


@pytest.mark.parametrize(
    "size", [b"\x80" + b"\xff" * 11, b"77777777777\0", b"not octal!!\0", b"-0000000001\0"]
)
def test_a_tar_that_lies_about_a_size_ends_soon(size: bytes) -> None:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w", format=tarfile.USTAR_FORMAT) as archive:
        archive.addfile(tarfile.TarInfo("a"))
    content = out.getvalue()
    assert listed(content[:124] + size + content[136:]).damaged


def test_others_are_not_listed() -> None:
    assert listed(b"7z\xbc\xaf\x27\x1c\0\4" + b"\0" * 50) == Listing()
    assert listed(b"%PDF-1.4") == Listing()
