"""What strangers wrote, made fit to stand in a dossier: one line, bounded, without tricks and passwords."""

from __future__ import annotations

import re

LINE = 300
_INVISIBLE = re.compile(
    r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ud800-\udfff]"
)
_LINK = re.compile(r"\bhttp(s?)://", re.IGNORECASE)
_PASSWORD = re.compile(
    r"\b(?P<what>pass\s?-?(?:word|code|phrase)|pwd|passwort|kennwort|jelsz\w{1,8}|mot de passe|"
    r"contrase[nñ]a|wachtwoord|has[lł]o|senha|palavra-passe)"
    r"(?P<is>\s{0,3}[:=]\s{0,3}[\"'\u201c\u201e]?|\s{1,3}(?:is|was|ist|war|lautet|est|es|era|[eéè]|jest|to|volt|az)"
    r"\s{1,3}[\"'\u201c\u201e]?(?=[^\s\d!@#$%&*_+-]{0,60}[\d!@#$%&*_+-]))"
    r"(?P<secret>\S{4,128})",
    re.IGNORECASE,
)
"""After "is" only what has a digit or a sign in it: "my password is wrong" gives nothing away."""
_REMOVED = "[removed: it may be a password]"


def clean(text: str | None, most: int = LINE) -> str:
    """One line of at most `most` characters; links cannot be clicked, and nothing is hidden in it."""
    flat = " ".join(_INVISIBLE.sub("", (text or "")[: most * 4]).split())
    flat = _LINK.sub(r"hxxp\1://", flat)
    return flat if len(flat) <= most else flat[: most - 1] + "\u2026"


def without_passwords(text: str) -> str:
    """The text without what stands behind "my password is"; the same object's value when there is none."""
    return _PASSWORD.sub(lambda match: f"{match['what']}{match['is']}{_REMOVED}", text)


def tells_a_password(text: str) -> bool:
    return _PASSWORD.search(text) is not None


def body_lines(text: str, most: int) -> tuple[str, ...]:
    """The lines of a message that are not empty, at most `most`, and a word on what was left out."""
    lines = [line for line in (clean(one) for one in without_passwords(text[:50_000]).splitlines()) if line]
    if len(lines) <= most:
        return tuple(lines)
    return (*lines[: most - 1], f"[{len(lines) - most + 1} more lines]")
