"""Which properties does an Outlook item hold (MS-OXMSG)? Each alone: a broken one harms no other."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from functools import cached_property
from typing import TYPE_CHECKING

from triage.evidence.charsets import decode_bytes

if TYPE_CHECKING:
    from oxmsg.storage import Storage

TOP, EMBEDDED, SMALL = 32, 24, 8
"""Where the properties of a message, of a message within a message, of a recipient or attachment begin."""

_SPECIAL_PAGES = {
    1200: "utf-16-le", 20127: "ascii", 20866: "koi8-r", 21866: "koi8-u", 28591: "iso-8859-1",
    28592: "iso-8859-2", 28595: "iso-8859-5", 28597: "iso-8859-7", 28599: "iso-8859-9", 28605: "iso-8859-15",
    50220: "iso-2022-jp", 50221: "iso-2022-jp", 50222: "iso-2022-jp", 50225: "iso-2022-kr", 51932: "euc-jp",
    51949: "euc-kr", 52936: "hz", 54936: "gb18030", 65000: "utf-7", 65001: "utf-8",
}  # fmt: skip
# Primary language -> Windows code page, for items that name no code page.
_LANGUAGE_PAGES = {
    0x01: 1256, 0x02: 1251, 0x05: 1250, 0x08: 1253, 0x0D: 1255, 0x0E: 1250, 0x11: 932, 0x12: 949, 0x15: 1250,
    0x18: 1250, 0x19: 1251, 0x1B: 1250, 0x1E: 874, 0x1F: 1254, 0x22: 1251, 0x23: 1251, 0x24: 1250, 0x25: 1257,
    0x26: 1257, 0x27: 1257, 0x2A: 1258,
}  # fmt: skip

_CHINESE_PAGES = {0x0404: 950, 0x0C04: 950, 0x1404: 950, 0x0804: 936, 0x1004: 936}


def page_name(number: int | None) -> str | None:
    """The charset of a Windows code page."""
    if not number or number < 0:
        return None
    return _SPECIAL_PAGES.get(number, f"cp{number}")


class Item:
    """A message, recipient or attachment: its properties by number (`PidTag…`)."""

    def __init__(self, storage: Storage, offset: int, parent: Item | None = None) -> None:
        self.storage = storage
        self._offset = offset
        self._parent = parent
        self._streams = {stream.name.upper(): stream.bytes_ for stream in storage.streams}

    def text(self, pid: int, charset: str | None = None) -> str | None:
        """A string; Unicode, else in the item's code page."""
        wide = self._streams.get(f"__SUBSTG1.0_{pid:04X}001F")
        if wide is not None:
            return wide.decode("utf-16-le", "replace").rstrip("\0")
        narrow = self._streams.get(f"__SUBSTG1.0_{pid:04X}001E")
        return decode_bytes(narrow, charset or self.charset).rstrip("\0") if narrow is not None else None

    def binary(self, pid: int) -> bytes | None:
        return self._streams.get(f"__SUBSTG1.0_{pid:04X}0102")

    def number(self, pid: int) -> int | None:
        value = self._fixed.get(pid)
        return struct.unpack("<i", value[:4])[0] if value else None

    def time(self, pid: int) -> datetime | None:
        value = self._fixed.get(pid)
        ticks = struct.unpack("<Q", value)[0] if value else 0
        try:
            return (
                datetime(1601, 1, 1, tzinfo=UTC) + timedelta(seconds=ticks // 10_000_000) if ticks else None
            )
        except OverflowError:
            return None

    @property
    def is_empty(self) -> bool:
        return not self._streams

    @cached_property
    def charset(self) -> str | None:
        """The code page of the narrow strings: as named, else by the language of the item."""
        if self._parent is not None and self._offset == SMALL:
            return self._parent.charset
        page = self.number(0x3FFD)
        if page in (None, 20127, 1200):
            language = self.number(0x3FF1) or 0
            page = _CHINESE_PAGES.get(language) or _LANGUAGE_PAGES.get(language & 0x3FF, page)
        return page_name(page)

    @cached_property
    def body_charset(self) -> str | None:
        return page_name(self.number(0x3FDE)) or self.charset

    def recipients(self) -> Iterator[Item]:
        for storage in self.storage.storages:
            if storage.name.lower().startswith("__recip_version1.0_#"):
                yield Item(storage, SMALL, self)

    def attachments(self) -> Iterator[Item]:
        for storage in self.storage.storages:
            if storage.name.lower().startswith("__attach_version1.0_#"):
                yield Item(storage, SMALL, self)

    def embedded(self) -> Item | None:
        """The message that an attachment holds as an item of its own."""
        for storage in self.storage.storages:
            if storage.name.upper() == "__SUBSTG1.0_3701000D":
                return Item(storage, EMBEDDED, self)
        return None

    @cached_property
    def _fixed(self) -> dict[int, bytes]:
        """The values that stand in the property stream itself."""
        data = self._streams.get("__PROPERTIES_VERSION1.0", b"")
        found: dict[int, bytes] = {}
        for at in range(self._offset, len(data) - 15, 16):
            _, pid = struct.unpack_from("<HH", data, at)
            found.setdefault(pid, data[at + 8 : at + 16])
        return found
