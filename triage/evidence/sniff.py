"""Which format do these bytes have, when they are no mail in text?"""

from __future__ import annotations

import codecs

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_TNEF = b"\x78\x9f\x3e\x22"
_FORMATS = (
    (b"PK\x03\x04", "a ZIP archive: please unpack it and send the mail itself"),
    (b"Rar!", "a RAR archive: please unpack it and send the mail itself"),
    (b"7z\xbc\xaf", "a 7-Zip archive: please unpack it and send the mail itself"),
    (b"\x1f\x8b", "a gzip archive: please unpack it and send the mail itself"),
    (b"!BDN", "an Outlook data file (PST or OST): please save the single mail as .msg or .eml"),
    (_TNEF, "a winmail.dat (TNEF), Outlook's own wrapping: please send the mail as .msg or .eml"),
    (b"%PDF", "a PDF, a picture of a mail: please send the mail itself as .msg or .eml"),
    (b"\x89PNG", "a picture: please send the mail itself as .msg or .eml"),
    (b"\xff\xd8\xff", "a picture: please send the mail itself as .msg or .eml"),
    (b"GIF8", "a picture: please send the mail itself as .msg or .eml"),
    (b"{\\rtf", "an RTF document: please send the mail itself as .msg or .eml"),
    (b"\x7fELF", "a program, not mail"),
    (b"MZ\x90", "a program, not mail"),
)


def is_outlook(raw: bytes) -> bool:
    """An OLE compound file, as .msg is (MS-CFB)."""
    return raw.startswith(_OLE)


def is_tnef(raw: bytes) -> bool:
    return raw.startswith(_TNEF)


def other_format(raw: bytes) -> str | None:
    """What it is instead of mail, with what to send; `None` for what may be mail."""
    return next((words for magic, words in _FORMATS if raw.startswith(magic)), None)


def as_bytes_of_text(raw: bytes) -> bytes:
    """UTF-16 as Windows saves it, or a byte order mark, turned into plain UTF-8."""
    if raw.startswith(codecs.BOM_UTF8):
        return raw[3:]
    if raw.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return raw.decode("utf-16", "replace").encode("utf-8")
    head = raw[:200]
    if len(head) > 20 and head[1::2].count(0) > len(head) // 2 - 4 and not head[::2].count(0):
        return raw.decode("utf-16-le", "replace").encode("utf-8")
    return raw
