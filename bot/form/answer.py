"""What somebody filled in on the requester's page, and what of it names a detail."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from knowledge.vocabulary import Detail
from triage.details.labels import labelled

MAX_LINE = 500
MAX_TEXT = 50_000
MOST_FILES = 20
KINDS: Mapping[str, str] = {
    ".eml": "application/octet-stream",  # RFC 2046 section 5.2.1 allows message/rfc822 no base64
    ".msg": "application/vnd.ms-outlook",
    ".txt": "text/plain",
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".gif": "image/gif",
    ".webp": "image/webp",
    ".heic": "image/heic",
}
"""Files that are taken, by the end of their name. None of them is ever opened or shown by the page."""
PASTED = (Detail.NDR, Detail.SPAM_SAMPLES)
"""Details that are a text or a file, not a value."""
JUNK = ("clean", "found", "unseen")
_ADDRESS = re.compile(r"[^\s@<>,;:\"'()\[\]\\]{1,64}@[^\s@<>,;:\"'()\[\]\\]{1,190}\.[^\W\d_]{2,24}")
_IDS = {Detail.RESELLER_ID: "reseller ID", Detail.AUTHORIZED_USER_ID: "authorized user ID"}
_MOST_ADDRESSES = 20
_LONGEST_VALUE = 200


@dataclass(frozen=True)
class SentFile:
    name: str
    content: bytes

    @property
    def kind(self) -> str:
        """Its content type, by the end of its name: what a browser says of it is anybody's word."""
        return KINDS[_ending(self.name)]


@dataclass(frozen=True)
class Answer:
    """One sending of the page. `values`: name of a detail -> what was written; `at`: the exact time in it."""

    values: Mapping[str, str] = field(default_factory=dict)
    at: datetime | None = None
    more: str = ""
    files: tuple[SentFile, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.values or self.more or self.files)

    def digest(self) -> str:
        """Equal for the same content: sent twice (a double click, "back") it is one answer."""
        found = hashlib.sha256()
        parts = [text for pair in sorted(self.values.items()) for text in pair]
        for text in (*parts, self.more):
            found.update(_framed(text.encode("utf-8", "replace")))
        for file in self.files:
            found.update(_framed(file.name.encode("utf-8", "replace")) + _framed(file.content))
        return found.hexdigest()


def is_taken(name: str) -> bool:
    return _ending(name) in KINDS


def details_of(answer: Answer) -> dict[str, str]:
    """What the answer says to what was asked, by name; a report or a sample is left to whoever reads it."""
    found = {name: value_of(Detail(name), text) for name, text in answer.values.items()}
    found[Detail.OCCURRED_AT.value] = answer.at.isoformat() if answer.at else None
    return {name: value for name, value in found.items() if value}


def value_of(detail: Detail, text: str) -> str | None:
    """The value in one field; `None` where there is none in it."""
    if detail in (Detail.SENDER, Detail.RECIPIENT):
        return ", ".join(dict.fromkeys(_ADDRESS.findall(text)[:_MOST_ADDRESSES])) or None
    if detail in _IDS:
        return labelled(f"{_IDS[detail]}: {text}", detail.value)
    if detail is Detail.JUNK_CHECKED:
        return {"clean": "yes, it is not there", "found": "yes, it is there"}.get(text)
    if detail in (Detail.UNUSUAL_VOLUME, Detail.AFFECTED_USERS) and any(map(str.isalnum, text)):
        return " ".join(text.split())[:_LONGEST_VALUE]
    return None


def _framed(data: bytes) -> bytes:
    return len(data).to_bytes(8, "big") + data


def _ending(name: str) -> str:
    dot = name.rfind(".")
    return name[dot:].lower() if dot >= 0 else ""
