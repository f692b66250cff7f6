"""What the requester's page shows: only what is missing, with how to get it, in the requester's language.

Whoever has the link can open it, so nothing that was written on the ticket is shown, nor any address.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace

from bot.form.answer import MAX_LINE, MAX_TEXT, PASTED
from bot.web.form_words import words_in
from knowledge.vocabulary import Detail, ProblemKind
from triage.details.telling import Telling
from triage.replies.client import client_of
from triage.replies.sentences import FALLBACK, Voice


@dataclass(frozen=True)
class Field:
    """`kind`: `line`, `time`, `paste` (a text or files) or `junk` (a choice)."""

    name: str
    kind: str
    label: str
    hint: str
    more: str = ""
    """How to get it, by what the requester seems to use."""
    error: str = ""
    """What is still needed of something that was told but is not exact."""
    limit: int = MAX_LINE
    value: str = ""
    """What was told and is not exact, to be mended: only for whoever has just sent it."""


def fields_of(
    asked: Collection[str],
    voice: Voice,
    telling: Telling | None,
    vague: Collection[str] = (),
    told: Mapping[str, str] | None = None,
) -> tuple[Field, ...]:
    """The fields for these details, in the vocabulary's order. `told`: what has just been sent, by name."""
    said = told or {}
    fields = _fields(asked, voice, _how(voice, telling), vague)
    return tuple(
        replace(field, value=said.get(field.name, "")) if field.name in vague else field for field in fields
    )


def wish_of(problem: str | None, voice: Voice) -> str | None:
    """What would help beside what is needed, such as a saved draft."""
    key = f"ask.wish.{problem}"
    return voice.say(key) if problem in set(ProblemKind) and voice.has(key) else None


def _fields(asked: Collection[str], voice: Voice, how: str, vague: Collection[str]) -> Iterator[Field]:
    words = words_in(voice.language)
    told = False
    for detail in Detail:
        name = detail.value
        if name not in asked:
            continue
        pasted = detail in PASTED
        yield Field(
            name=name,
            kind="paste"
            if pasted
            else {Detail.OCCURRED_AT: "time", Detail.JUNK_CHECKED: "junk"}.get(detail, "line"),
            label=words["label"][name],
            hint=words["hint"][name] if pasted else _asked_for(voice, name),
            more=how if pasted and not told else "",
            error=words["vague"].get(name, "") if name in vague else "",
            limit=MAX_TEXT if pasted else MAX_LINE,
        )
        told = told or pasted


def _asked_for(voice: Voice, name: str) -> str:
    """The sentence of the request itself; in English where a language does not have it yet."""
    if name == Detail.JUNK_CHECKED:
        return ""
    key = f"ask.{name}"
    return voice.say(key) if voice.has(key) else Voice(FALLBACK, voice.overrides).say(key)


def _how(voice: Voice, telling: Telling | None) -> str:
    opening = telling.picture.opening if telling else None
    client = client_of(opening.evidence if opening else None)
    key = f"ask.how.{client}"
    return voice.say(key) if client and voice.has(key) else ""
