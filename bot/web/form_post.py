"""What was sent on the requester's page, bounded field by field.

A page that has been open for a while may ask for what is known by now: whatever was filled in counts.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime, tzinfo

from flask import Request

from bot.form.answer import (
    JUNK,
    MAX_LINE,
    MAX_TEXT,
    MOST_FILES,
    PASTED,
    Answer,
    SentFile,
    details_of,
    is_taken,
)
from bot.form.files import safe_name
from bot.form.times import read_time
from knowledge.vocabulary import Detail


@dataclass(frozen=True)
class Posted:
    answer: Answer
    open: tuple[str, ...]
    """Asked for, and not told or not exact."""
    vague: tuple[str, ...]
    """Told, but not exact."""
    zone: str
    """The place that was chosen, as it came."""
    left_out: bool
    """Some files are of a kind that is not taken, or too many, or too large together."""


def read_post(
    request: Request, asked: Collection[str], zone: tzinfo | None, now: datetime, most_bytes: int
) -> Posted:
    """`zone`: of the requester's mail program. Raises what werkzeug raises for too large a request."""
    values = dict(_values(request))
    at = None
    place = _text(request.form.get("zone", ""), MAX_LINE)
    if Detail.OCCURRED_AT in values:
        told = read_time(values[Detail.OCCURRED_AT], place, zone, now)
        values[Detail.OCCURRED_AT.value], at = told.text, told.at
    files, left_out, filled = _files(request, most_bytes)
    answer = Answer(values, at, _text(request.form.get("more", ""), MAX_TEXT), files)
    known = details_of(answer)
    exact = {
        name for name in asked if name in known or (name in PASTED and (name in values or name in filled))
    }
    still = tuple(name for name in asked if name not in exact)
    vague = tuple(name for name in still if name in values and name != Detail.JUNK_CHECKED)
    return Posted(answer, still, vague, place, left_out)


def _values(request: Request) -> Iterator[tuple[str, str]]:
    for detail in Detail:
        name, many = detail.value, detail in PASTED
        text = _text(request.form.get(name, ""), MAX_TEXT if many else MAX_LINE)
        if name == Detail.JUNK_CHECKED and text not in JUNK:
            continue
        if text:
            yield name, text if many else " ".join(text.split())


def _files(request: Request, most_bytes: int) -> tuple[tuple[SentFile, ...], bool, set[str]]:
    """The files that are taken, whether one was not, and the fields that they came by."""
    kept: list[SentFile] = []
    left_out, filled, size = False, set(), 0
    for field, storage in request.files.items(multi=True):
        if not storage.filename:
            continue
        name = safe_name(storage.filename, len(kept) + 1)
        content = storage.stream.read(most_bytes + 1)
        if not content:
            continue
        if not is_taken(name) or len(kept) >= MOST_FILES or size + len(content) > most_bytes:
            left_out = True
            continue
        size += len(content)
        kept.append(SentFile(name, content))
        filled.add(field.removeprefix("file_"))
    return tuple(kept), left_out, filled


def _text(text: str, limit: int) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\x00", "").strip()[:limit]
