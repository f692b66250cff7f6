"""One file of a mail as people see it: what it is, what was said of it, what it holds, what to beware of."""

from __future__ import annotations

import hashlib
import re
import tomllib
from pathlib import Path

from triage.evidence.files.archives import ARCHIVES, Listing, list_archive
from triage.evidence.files.kinds import OLE, PROGRAMS, ZIP, has_macros, kind_of
from triage.evidence.headers import clean
from triage.model import Attachment

_ENDINGS = tomllib.loads(Path(__file__).with_name("endings.toml").read_text("utf-8"))
RUNS, _HARMLESS, _PACKED = (frozenset(_ENDINGS[name]) for name in ("runs", "harmless", "packed"))
WARNINGS = (
    "program",
    "disguised",
    "other_type",
    "macros",
    "encrypted",
    "bomb",
    "holds_program",
    "holds_archive",
    "damaged",
)
"""What to beware of; `bot/web/words.py` has them in words."""
_DIRECTION = re.compile("[\u202a-\u202e\u2066-\u2069\u200e\u200f]")
_SAME = {
    "image/jpg": "image/jpeg",
    "image/pjpeg": "image/jpeg",
    "image/x-png": "image/png",
    "image/x-icon": "image/vnd.microsoft.icon",
    "image/heif": "image/heic",
    "application/x-pdf": "application/pdf",
    "application/x-zip-compressed": ZIP,
    "application/x-zip": ZIP,
    "application/x-gzip": "application/gzip",
    "application/x-rar-compressed": "application/vnd.rar",
    "application/x-rar": "application/vnd.rar",
    "application/x-msdownload": "application/vnd.microsoft.portable-executable",
    "application/x-dosexec": "application/vnd.microsoft.portable-executable",
    "text/rtf": "application/rtf",
    "text/xml": "application/xml",
    "application/ics": "text/calendar",
    "audio/mp3": "audio/mpeg",
    "audio/x-wav": "audio/wav",
    "application/vnd.ms-tnef": "application/ms-tnef",
}
_SAYS_NOTHING = frozenset(
    {"application/octet-stream", "application/x-download", "application/force-download", ""}
)
_TEXTS = (
    "text/",
    "message/",
    "application/json",
    "application/xml",
    "application/javascript",
    "application/pgp",
)


def look(name: str | None, declared: str, content: bytes, inline: bool = False) -> Attachment:
    """`declared` as the mail says it, in lower case. Opens, runs and unpacks nothing."""
    kind = kind_of(content)
    listing = list_archive(content, kind)
    return Attachment(
        name=clean(name)[:255] or None if name else None,
        content_type=declared,
        size=len(content),
        sha256=hashlib.sha256(content).hexdigest(),
        inline=inline,
        found_type=kind,
        warnings=tuple(_warnings(name or "", declared, kind, content, listing)),
        members=listing.members,
        member_count=listing.count,
    )


def _warnings(name: str, declared: str, kind: str | None, content: bytes, listing: Listing) -> list[str]:
    """Those of `WARNINGS` that hold."""
    macros = kind in ARCHIVES_OF_OFFICE and any(item.endswith("vbaProject.bin") for item in listing.names)
    held = [item for item in listing.names if _ending(item) in RUNS]
    nested = [item for item in listing.names if _ending(item) in _PACKED]
    found = {
        "program": kind in PROGRAMS or (kind != "message/rfc822" and _ending(name) in RUNS),
        "disguised": _is_disguised(name),
        "other_type": differs(declared, kind),
        "macros": macros or (kind in _OLD_OFFICE and has_macros(content)),
        "encrypted": listing.encrypted or kind == "application/vnd.ms-office-encrypted",
        "bomb": listing.bomb,
        "holds_program": kind in ARCHIVES and bool(held),
        "holds_archive": kind in ARCHIVES and kind != "application/gzip" and bool(nested),
        "damaged": listing.damaged,
    }
    return [code for code in WARNINGS if found[code]]


ARCHIVES_OF_OFFICE = frozenset(
    f"application/vnd.openxmlformats-officedocument.{kind}"
    for kind in ("wordprocessingml.document", "spreadsheetml.sheet", "presentationml.presentation")
)
_OLD_OFFICE = frozenset(
    {OLE, "application/msword", "application/vnd.ms-excel", "application/vnd.ms-powerpoint"}
)


def differs(declared: str, found: str | None) -> bool:
    """Whether the bytes are something else than was said: only where both really say something."""
    said, is_ = _SAME.get(declared, declared), found and _SAME.get(found, found)
    if is_ is None or said in _SAYS_NOTHING or said == is_ or said.startswith("multipart/"):
        return False
    if is_ == "text/plain" or (is_.startswith(_TEXTS) and said.startswith(_TEXTS)):
        return not said.startswith((*_TEXTS, "application/")) or said in ("application/pdf", ZIP)
    if is_ == ZIP:
        return not said.startswith(
            ("application/vnd.", "application/x-", "application/java", "application/epub")
        )
    if is_ in ARCHIVES_OF_OFFICE:
        return not (said.startswith(("application/vnd.ms-", "application/msword")) or said == ZIP)
    if is_ in _OLD_OFFICE:
        return not said.startswith(("application/msword", "application/vnd.ms-", OLE, "application/x-ms"))
    return True


def _ending(name: str) -> str:
    """In lower case and without the blanks and dots that Windows drops."""
    return name.rstrip(" .").lower().rpartition(".")[2] if "." in name else ""


def _is_disguised(name: str) -> bool:
    """`invoice.pdf.exe`, blanks before the real ending, or a turned direction of writing."""
    if _DIRECTION.search(name):
        return True
    shown, dot, ending = name.rstrip(" .").lower().rpartition(".")
    if not dot or ending.strip() not in RUNS:
        return False
    return shown.rstrip().rpartition(".")[2] in _HARMLESS or shown.endswith(" " * 5)
