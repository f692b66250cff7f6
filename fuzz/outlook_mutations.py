"""How Outlook items get damaged: in the compound file (MS-CFB), the properties (MS-OXMSG), the RTF."""

from __future__ import annotations

import base64
import random
import struct

from fuzz.mutations import MOST_BYTES, Mutation, cut, flip_bytes, noise

_SECTOR = 512
_NAME = "__substg1.0_".encode("utf-16-le")
_PACKED = (b"LZFu", b"MELA")
_NUMBERS = (0, 1, 2, 3, 0x7FFFFFFF, 0x80000000, 0xFFFFFFFA, 0xFFFFFFFC, 0xFFFFFFFD, 0xFFFFFFFE, 0xFFFFFFFF)
_PROPERTIES = (
    "1000001F", "1000001E", "10130102", "1013001F", "10090102", "007D001F", "007D001E", "0037001F",
    "001A001F", "3701000D", "37010102", "370E001F", "0C15001F", "80000102", "00000000",
)  # fmt: skip
_WORDS = (
    "Received: from a by b; x\r\nReceived: ",
    "550 5.1.1 <a@b.test>: ",
    "REPORT.IPM.Note.NDR",
    "{\\rtf1\\fromhtml{",
    "\\'e9\\u-10179?\\htmlrtf",
    "From: a@b.test\r\nTo: ",
    "\ud83d",
    "IPM.Note",
)


def break_header(raw: bytes, other: bytes, chance: random.Random) -> bytes:
    """Sector sizes, places of the tables, counts."""
    data = bytearray(raw)
    for _ in range(chance.randint(1, 4)):
        _put(data, chance.randrange(8, 508) & ~1, chance)
    return bytes(data)


def break_chains(raw: bytes, other: bytes, chance: random.Random) -> bytes:
    """Words that may say which sector is next: loops, ends, far away."""
    data = bytearray(raw)
    sectors = max(1, len(data) // _SECTOR)
    sector = chance.randrange(sectors) * _SECTOR
    for _ in range(chance.randint(1, 40)):
        _put(data, sector + 4 * chance.randrange(_SECTOR // 4), chance)
    return bytes(data)


def break_directory(raw: bytes, other: bytes, chance: random.Random) -> bytes:
    """In an entry of a property: its name, type, siblings, start or size."""
    data = bytearray(raw)
    for _ in range(chance.randint(1, 5)):
        entry = _entry(raw, chance)
        if entry < 0:
            return break_chains(raw, other, chance)
        offset = chance.choice((64, 66, 68, 72, 76, 116, 120, 124))
        if chance.random() < 0.4:
            name = ("__substg1.0_" + chance.choice(_PROPERTIES)).encode("utf-16-le")
            data[entry : entry + len(name)] = name
        else:
            _put(data, entry + offset, chance)
    return bytes(data)


def break_rtf(raw: bytes, other: bytes, chance: random.Random) -> bytes:
    """The packed RTF: its sizes, its checksum, its dictionary references."""
    at = next((found for mark in _PACKED if (found := raw.find(mark)) >= 8), -1)
    if at < 0:
        return break_directory(raw, other, chance)
    data = bytearray(raw)
    if chance.random() < 0.3:
        _put(data, at - 8 + 4 * chance.randrange(4), chance)
    if chance.random() < 0.2:
        data[at : at + 4] = b"MELA"
    for _ in range(chance.randint(0, 30)):
        place = at + 8 + chance.randrange(2_000)
        if place < len(data):
            data[place] = chance.randrange(256)
    return bytes(data)


def swap_sectors(raw: bytes, other: bytes, chance: random.Random) -> bytes:
    sectors = [raw[at : at + _SECTOR] for at in range(0, len(raw), _SECTOR)] or [raw]
    for _ in range(chance.randint(1, 5)):
        a, b = chance.randrange(len(sectors)), chance.randrange(len(sectors))
        sectors[a], sectors[b] = sectors[b], sectors[a]
    return b"".join(sectors)


def splice_sectors(raw: bytes, other: bytes, chance: random.Random) -> bytes:
    """A run of another file's sectors in place of this one's."""
    at = chance.randrange(max(1, len(raw) // _SECTOR)) * _SECTOR
    size = chance.randint(1, 8) * _SECTOR
    return raw[:at] + other[at : at + size] + raw[at + size :]


def write_text(raw: bytes, other: bytes, chance: random.Random) -> bytes:
    """Words of a bounce or a header into a wide string, wherever one stands."""
    said = chance.choice(_WORDS).encode("utf-16-le", "surrogatepass")
    at = raw.find("e".encode("utf-16-le"), chance.randrange(len(raw) + 1))
    return raw if at < 0 else raw[:at] + said + raw[at + len(said) :]


def as_attachment(raw: bytes, other: bytes, chance: random.Random) -> bytes:
    """Sent with a mail, as people do."""
    return (
        b"From: a@example.org\nSubject: see the mail\nContent-Type: multipart/mixed; boundary=x\n\n"
        b'--x\nContent-Type: application/octet-stream; name="a.msg"\nContent-Transfer-Encoding: base64\n\n'
        + base64.encodebytes(raw)
        + b"\n--x--\n"
    )


OUTLOOK: tuple[Mutation, ...] = (
    break_header, break_chains, break_chains, break_directory, break_directory, break_rtf, break_rtf,
    swap_sectors, splice_sectors, write_text, flip_bytes, cut, noise,
)  # fmt: skip


def mutate_outlook(raw: bytes, other: bytes, chance: random.Random) -> bytes:
    for _ in range(chance.choice((1, 1, 2, 3))):
        raw = chance.choice(OUTLOOK)(raw, other, chance) or raw
    return (as_attachment(raw, other, chance) if chance.random() < 0.1 else raw)[:MOST_BYTES]


def _entry(raw: bytes, chance: random.Random) -> int:
    found = raw.find(_NAME, chance.randrange(len(raw) + 1))
    return found if found >= 0 else raw.find(_NAME)


def _put(data: bytearray, at: int, chance: random.Random) -> None:
    if 0 <= at <= len(data) - 4:
        known = chance.choice((*_NUMBERS, chance.randrange(len(data) // _SECTOR + 2), chance.getrandbits(32)))
        struct.pack_into("<I", data, at, known)
