"""What is a subject about, whatever mail programs put before it? Tells a reply that begins another matter."""

from __future__ import annotations

import re

_PREFIX = re.compile(
    r"(?:re|aw|antw|antwort|sv|svar|vs|vá|válasz|res|r|rif|odp|odpowiedź|ynt|回复|答复|返信|"
    r"fw|fwd|wg|wtr|tr|rv|i|enc|enc\.|doorst|pd|podaj dalej|továbbítás|továbbítva|tov|vl|vb|"
    r"vidarebefordrat|转发)"
    r"[ \t]{0,3}(?:[\[(^]\d{1,3}[\])]?)?[ \t]{0,3}[:：][ \t]{0,9}",
    re.IGNORECASE,
)
_TAG = re.compile(r"(?:\[[^\[\]\n]{1,40}\]|\*{2,6}[^*\n]{1,30}\*{2,6})[ \t]{0,9}")
_TOKEN = re.compile(r"\[#\d{1,9}\]")
_LONGEST = 500
_MOST_PREFIXES = 30


def base_subject(subject: str) -> str:
    """Without the marks of replies and forwards, tags in brackets, and the ticket's token."""
    text = " ".join(_TOKEN.sub(" ", subject[:_LONGEST]).split())
    for _ in range(_MOST_PREFIXES):
        mark = _PREFIX.match(text) or _TAG.match(text)
        if mark is None:
            break
        text = text[mark.end() :]
    return text.strip()


def is_another_matter(subject: str, earlier: list[str]) -> bool:
    """Neither the same as one of the earlier subjects, nor a part of it, nor the other way round."""
    new = _words(subject)
    return bool(new) and all(
        old and f" {new} " not in f" {old} " and f" {old} " not in f" {new} " for old in map(_words, earlier)
    )


def _words(subject: str) -> str:
    return " ".join(re.findall(r"\w+", base_subject(subject).casefold()))
