"""Files that an agent adds to an answer: kept at once, bounded, named harmlessly."""

from __future__ import annotations

import mimetypes
import re

from flask import Request

from bot.desk.context import Desk
from bot.desk.types import DeskError, OutgoingFile
from bot.form.files import safe_name

MOST_FILES = 10
MOST_BYTES = 10 * 1024 * 1024
"""In all: 14 MB as base64, which nearly every mail server takes."""
_KIND = re.compile(r"(?:application|audio|image|text|video)/[a-z0-9.+-]{1,80}")


def keep_files(
    desk: Desk, request: Request, again: tuple[OutgoingFile, ...] = (), field: str = "files"
) -> tuple[OutgoingFile, ...]:
    """Those of the form, after those that go `again`. Raises `DeskError` for too many or too much: nothing is
    left out in silence."""
    found = [storage for storage in request.files.getlist(field) if storage.filename]
    if len(found) + len(again) > MOST_FILES:
        raise DeskError(f"at most {MOST_FILES} files go with one answer: nothing was sent")
    files, room = list(again), MOST_BYTES - sum(item.size or 0 for item in again)
    for number, storage in enumerate(found, len(again) + 1):
        content = storage.stream.read(room + 1)
        room -= len(content)
        if room < 0:
            raise DeskError(f"the files are more than {MOST_BYTES // 1024**2} MB: nothing was sent")
        name = safe_name(storage.filename or "", number)
        files.append(OutgoingFile(name, _kind(name), sha256=desk.raw.put(content), size=len(content)))
    return tuple(files)


def _kind(name: str) -> str:
    """By the name's ending; a mail goes as a file, so that its bytes stay as they are."""
    kind = mimetypes.guess_type(name)[0] or ""
    return kind if _KIND.fullmatch(kind) else "application/octet-stream"
