"""Compound files that say of themselves what cannot be true."""

from __future__ import annotations

import resource
import struct
from collections.abc import Callable

import pytest

from knowledge.vocabulary import Platform
from triage.evidence.compound import DamagedError, open_compound
from triage.evidence.reader import read

END, FREE, NONE = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFF
FAT, DIRECTORY, MINI_FAT, MINI = 0, 1, 2, 3
SUBJECT = "Not delivered"


def _entry(
    name: str, kind: int, child: int = NONE, right: int = NONE, start: int = END, size: int = 0
) -> bytes:
    wide = name.encode("utf-16-le")
    head = struct.pack("<64sHBBIII", wide, len(wide) + 2, kind, 1, NONE, right, child)
    return head + bytes(16 + 4 + 16) + struct.pack("<III", start, size, 0)


def _file() -> bytearray:
    """Header, sector table, directory, small sector table, small sectors: one item with a subject."""
    subject = SUBJECT.encode("utf-16-le")
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack("<HHHHH", 62, 3, 0xFFFE, 9, 6)
    header += bytes(10) + struct.pack("<IIIIIIII", 1, DIRECTORY, 0, 4096, MINI_FAT, 1, END, 0)
    header += struct.pack("<I", FAT) + struct.pack("<I", FREE) * 108
    fat = struct.pack("<IIII", 0xFFFFFFFD, END, END, END) + struct.pack("<I", FREE) * 124
    directory = _entry("Root Entry", 5, child=1, start=MINI, size=128)
    directory += _entry("__substg1.0_0037001F", 2, right=2, start=0, size=len(subject))
    directory += _entry("__substg1.0_001A001F", 2, start=1, size=16) + bytes(128)
    mini_fat = struct.pack("<II", END, END) + struct.pack("<I", FREE) * 126
    mini = subject.ljust(64, b"\0") + "IPM.Note".encode("utf-16-le").ljust(448, b"\0")
    return bytearray(header + fat + directory + mini_fat + mini)


def _with(at: int, value: int) -> Callable[[bytearray], None]:
    return lambda data: struct.pack_into("<I", data, at, value)


def _sector(number: int) -> int:
    return 512 * (number + 1)


def _both(*changes: Callable[[bytearray], None]) -> Callable[[bytearray], None]:
    def change(data: bytearray) -> None:
        for one in changes:
            one(data)

    return change


LOOP_IN_FAT = _with(_sector(FAT) + 4 * MINI, MINI)
LOOP_IN_SMALL = _with(_sector(MINI_FAT), 0)


def test_what_is_right(platform: Platform) -> None:
    storage = open_compound(bytes(_file()))
    assert [stream.name for stream in storage.streams] == ["__substg1.0_001A001F", "__substg1.0_0037001F"]
    (evidence,) = read(bytes(_file()), "", platform)
    assert (evidence.kind, evidence.message.subject) == ("message", SUBJECT)


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(_with(64, 0x7FFFFFFF), id="small sector tables without end"),
        pytest.param(
            _both(_with(64, 0x7FFFFFFF), _with(_sector(FAT) + 4 * MINI_FAT, MINI_FAT)),
            id="small sector tables in a loop",
        ),
        pytest.param(
            _both(_with(_sector(DIRECTORY) + 120, 0x7FFFFFFF), LOOP_IN_FAT), id="small sectors in a loop"
        ),
        pytest.param(_both(_with(_sector(DIRECTORY) + 248, 4_000), LOOP_IN_SMALL), id="a stream in a loop"),
        pytest.param(
            _both(
                _with(_sector(DIRECTORY) + 248, 0x7FFFFFFF),
                _with(_sector(DIRECTORY) + 244, MINI),
                LOOP_IN_FAT,
            ),
            id="a large stream in a loop",
        ),
        pytest.param(_both(_with(44, 0x7FFFFFFF), _with(72, 16_909_319), _with(68, 0)), id="endless tables"),
        pytest.param(_with(30, 0x00060001), id="sectors of two bytes"),
        pytest.param(_with(30, 0x0000000C), id="small sectors of one byte"),
    ],
)
def test_what_cannot_be_true_costs_nothing(change: Callable[[bytearray], None], platform: Platform) -> None:
    data = _file()
    change(data)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    (evidence,) = read(bytes(data), "", platform)
    assert evidence.kind in ("message", "unreadable")
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 64 * 1024


def test_streams_that_share_their_sectors() -> None:
    data = _file()
    for at in (1, 2):
        struct.pack_into("<II", data, _sector(DIRECTORY) + 128 * at + 116, MINI, 4_096_000)
    LOOP_IN_FAT(data)
    with pytest.raises(DamagedError, match="more than the whole file"):
        open_compound(bytes(_three_times(data)))


def _three_times(data: bytearray) -> bytearray:
    """A third stream beside the two."""
    struct.pack_into("<I", data, _sector(DIRECTORY) + 256 + 72, 3)
    data[_sector(DIRECTORY) + 384 : _sector(DIRECTORY) + 512] = _entry("third", 2, start=MINI, size=4_096_000)
    return data


def test_a_file_that_is_cut(platform: Platform) -> None:
    (evidence,) = read(bytes(_file()[:600]), "", platform)
    assert evidence.problems == (
        "a damaged Outlook file: it cannot be opened (it is cut off after its first bytes)",
    )
