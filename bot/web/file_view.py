"""The files of a message as an agent sees them: what each is by its bytes, and what to beware of."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from bot.web import words

GUARDED = ".unsafe"
"""Behind the name of a program that is downloaded, so that no double click runs it."""
_PROGRAMS = frozenset({"program", "disguised"})
_ODD = frozenset({"other_type", "holds_archive", "damaged"})
"""Worth saying, but no reason to be afraid."""
_UNFIT = re.compile(r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\"*/:<>?\\|]")
_OFFICE = "application/vnd.openxmlformats-officedocument."
_KINDS = {
    "application/pdf": "PDF",
    "application/zip": "ZIP archive",
    "application/gzip": "gzip archive",
    "application/x-tar": "tar archive",
    "application/x-7z-compressed": "7-Zip archive",
    "application/vnd.rar": "RAR archive",
    "application/x-xz": "xz archive",
    "application/x-bzip2": "bzip2 archive",
    "application/zstd": "Zstandard archive",
    "application/vnd.ms-cab-compressed": "CAB archive",
    "application/x-iso9660-image": "disk image",
    "application/msword": "Word document",
    "application/vnd.ms-excel": "Excel workbook",
    "application/vnd.ms-powerpoint": "PowerPoint slides",
    "application/vnd.ms-outlook": "Outlook item",
    "application/vnd.ms-outlook-pst": "Outlook data file",
    "application/vnd.ms-office-encrypted": "encrypted Office file",
    "application/x-ole-storage": "Office file",
    f"{_OFFICE}wordprocessingml.document": "Word document",
    f"{_OFFICE}spreadsheetml.sheet": "Excel workbook",
    f"{_OFFICE}presentationml.presentation": "PowerPoint slides",
    "application/vnd.oasis.opendocument.text": "OpenDocument text",
    "application/vnd.oasis.opendocument.spreadsheet": "OpenDocument spreadsheet",
    "application/rtf": "RTF document",
    "application/onenote": "OneNote section",
    "application/ms-tnef": "winmail.dat",
    "application/vnd.microsoft.portable-executable": "Windows program",
    "application/x-executable": "Linux program",
    "application/x-mach-binary": "macOS program",
    "application/java-vm": "Java program",
    "application/java-archive": "Java program",
    "application/vnd.android.package-archive": "Android program",
    "application/x-ms-shortcut": "Windows shortcut",
    "text/x-script": "script",
    "text/html-application": "HTML program",
    "text/html": "HTML page",
    "text/calendar": "calendar entry",
    "text/vcard": "address card",
    "text/plain": "text",
    "message/rfc822": "mail",
    "application/xml": "XML",
    "image/svg+xml": "SVG picture",
}
_FAMILIES = {"image": "picture", "audio": "sound", "video": "video", "font": "font", "text": "text"}


@dataclass(frozen=True)
class FileView:
    """One file. `sent_as`: what was declared, where the bytes say otherwise."""

    name: str
    kind: str
    sent_as: str
    size: int
    sha256: str
    warnings: tuple[str, ...]
    bad: bool
    """A person should think twice before opening it."""
    members: tuple[tuple[str, int | None], ...]
    more: int
    """How many further members the archive has."""


def file_views(attachments: Iterable[Mapping[str, Any]]) -> tuple[FileView, ...]:
    """From the rows as they were kept; those of older versions know less."""
    return tuple(_view(item) for item in attachments)


def _view(item: Mapping[str, Any]) -> FileView:
    codes = tuple(item.get("warnings") or ())
    found, declared = item.get("found_type"), str(item.get("content_type") or "")
    members = tuple((str(one["name"]), one.get("size")) for one in item.get("members") or ())
    return FileView(
        name=str(item.get("name") or ""),
        kind=kind_words(str(found)) if found else declared,
        sent_as=declared if "other_type" in codes else "",
        size=int(item.get("size") or 0),
        sha256=str(item.get("sha256") or ""),
        warnings=tuple(words.say(words.FILE_WARNINGS, code) for code in codes if code != "other_type"),
        bad=bool(set(codes) - _ODD),
        members=members,
        more=max(0, int(item.get("member_count") or 0) - len(members)),
    )


def kind_words(kind: str) -> str:
    """A media type for people: `PDF`, `PNG picture`; what is not known is shown as it is."""
    if kind in _KINDS:
        return _KINDS[kind]
    family, _, rest = kind.partition("/")
    if family not in _FAMILIES:
        return kind
    return f"{rest.removeprefix('x-').removeprefix('vnd.').split('+')[0].upper()} {_FAMILIES[family]}"


def download_name(item: Mapping[str, Any]) -> str:
    """A name that no system reads as more than a name; a program's ends in `.unsafe`."""
    name = _UNFIT.sub("_", str(item.get("name") or "")).strip(" .")[:120] or f"file-{item['sha256'][:8]}"
    return name + GUARDED if _PROGRAMS & set(item.get("warnings") or ()) else name
