"""What a check found, told to the requester: in their language, with the exact record to publish.

The sentences are `templates/LANGUAGE/findings/`, by the finding's code; their values are its data. A sentence
one of whose values is not known is left out, never filled with a guess.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

from triage.model import Finding
from triage.replies.sentences import FALLBACK, Missing, Voice

_SAME = Path(__file__).parent / "same.toml"
_OWN_LINE = ("publish", "now", "key", "reply", "page")
_TIMES = ("at", "since", "until")
_SIZES = ("used", "max")
_LONGEST = 450
"""A record is never shown cut: rather not at all."""
_CUT = "…"
_MANY = 3


@dataclass(frozen=True)
class Told:
    """A finding in the requester's language: what was found, and what to do about it."""

    finding: Finding
    found: str
    steps: tuple[str, ...]


def tell(voice: Voice, finding: Finding) -> Told | None:
    """The finding in words; `None` where its code is none that requesters are told of. Raises `Missing`.

    `Missing` where English has the sentences, and this language has not.
    """
    key = key_of(finding.code, voice)
    if key is None:
        if voice.language != FALLBACK and key_of(finding.code, Voice(FALLBACK)):
            raise Missing(finding.code)
        return None
    values = values_of(finding, voice)
    try:
        found = voice.say(f"{key}.found", **values)
    except Missing:
        return None
    return Told(finding, found, tuple(map(_tidied, voice.steps(f"{key}.do", **values))))


def can_be_told(finding: Finding) -> bool:
    """Are there sentences for it, with all the values that they need, and a step that helps?"""
    told = tell(Voice(FALLBACK), finding)
    return told is not None and bool(told.steps)


def key_of(code: str, voice: Voice) -> str | None:
    """Where the sentences of a code stand: its own, those of another one, or those of its family."""
    check, _, word = code.partition(".")
    family = check.partition("_")[0]
    places = (code, _same().get(code), _same().get(f"{check}.*"), f"{family}.{word}")
    return next(
        (f"findings.{place}" for place in places if place and voice.has(f"findings.{place}.found")), None
    )


def values_of(finding: Finding, voice: Voice) -> Mapping[str, str]:
    """The data of a finding as words: the same in every language but for the decimal sign."""
    data = dict(finding.data)
    data.setdefault("key", data.get("name"))
    data.setdefault("now", data.get("record") or data.get("records"))
    data.setdefault("name", data.get("names"))
    point = voice.say("frame.decimal")
    shown = {name: _shown(name, value, point) for name, value in data.items()}
    return {name: value for name, value in shown.items() if value}


def _shown(name: str, value: object, point: str) -> str | None:
    if isinstance(value, bool) or value is None:
        return None
    if name in _OWN_LINE:
        lines = value if isinstance(value, tuple) else (str(value),)
        whole = [line for line in lines if line and _CUT not in line]
        fits = len(whole) == len(lines) and sum(map(len, whole)) <= _LONGEST
        return "".join(f"\n{_safe(line)}" for line in whole) if fits else None
    if name in _TIMES:
        return _moment(str(value))
    if name in _SIZES and isinstance(value, int):
        return _size(value).replace(".", point)
    if isinstance(value, tuple):
        return ", ".join(_safe(item)[:100] for item in value[:_MANY])
    return f"{value:g}".replace(".", point) if isinstance(value, float) else _safe(str(value))[:254]


def _safe(text: str) -> str:
    return "".join(char for char in text if char.isprintable())


def _moment(text: str) -> str | None:
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        return None
    return f"{at.astimezone(UTC):%Y-%m-%d %H:%M} UTC" if at.tzinfo else None


def _size(count: int) -> str:
    for unit, size in (("GB", 10**9), ("MB", 10**6), ("kB", 10**3)):
        if count >= size:
            return f"{count / size:.1f} {unit}"
    return f"{count} B"


def _tidied(step: str) -> str:
    return "\n".join(line.rstrip() for line in step.splitlines())


@cache
def _same() -> Mapping[str, str]:
    return tomllib.loads(_SAME.read_text("utf-8"))
