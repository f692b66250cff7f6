"""Words for the requester around an escalation: that it was handed over, and what came of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from triage.dossier.lines import body_lines
from triage.model import Reply
from triage.replies.sentences import FALLBACK, Missing, Voice, languages

MARK_OPENS, MARK_CLOSES = "[[", "]]"
_QUOTED_LINES = 40


def handover_note(
    language: str | None,
    platform: str | None,
    reference: str | None,
    brand: str | None = None,
    own: tuple[Path, ...] = (),
    name: str | None = None,
) -> Reply:
    """`platform`: whose support has the case now; `None`: a person of the own team.

    `own`: a deployment's template folders (`own_folders`). `name`: as `greeted_as` allows it; what goes out
    by itself greets nobody by name (`unasked`).
    """

    def write(to: Voice) -> Reply:
        where = "support" if platform else "own"
        parts = [
            _hello(to, name),
            to.say(f"handover.{where}"),
            to.say("handover.reference", reference=reference) if reference else "",
            to.say("handover.then"),
            _signed(to, brand),
        ]
        note = _reply(to.say("handover.subject"), parts)
        if name is None:
            return note
        return replace(note, unasked=_reply("", [_hello(to, None), *parts[1:]]).text)

    return _in(language, write, own)


def closing_reply(
    language: str | None,
    answer: str,
    brand: str | None = None,
    own: tuple[Path, ...] = (),
    name: str | None = None,
) -> Reply:
    """A draft: an agent has to replace the marked line; the support's own words are quoted below it.

    What stands in the quote was written outside: `is_unfinished` holds until a person has edited the draft.
    """

    def write(to: Voice) -> Reply:
        quoted = "\n".join(f"> {line}" for line in body_lines(_unmarked(answer), _QUOTED_LINES))
        parts = [
            _hello(to, name),
            to.say("closing.what"),
            f"{MARK_OPENS}Write here what the answer means and what to do now. Then delete this line, "
            f"and of the quote whatever the requester need not see.{MARK_CLOSES}",
            quoted,
            to.say("closing.then"),
            _signed(to, brand),
        ]
        return _reply(to.say("closing.subject"), parts)

    return _in(language, write, own)


def is_unfinished(text: str) -> bool:
    """The marked line still stands in it."""
    return MARK_OPENS in text and MARK_CLOSES in text.partition(MARK_OPENS)[2]


def _hello(voice: Voice, name: str | None) -> str:
    return voice.say("frame.hello_name", name=name) if name else voice.say("frame.hello")


def _unmarked(text: str) -> str:
    return text.replace(MARK_OPENS, "[ [").replace(MARK_CLOSES, "] ]")


def _signed(voice: Voice, brand: str | None) -> str:
    closing = voice.say("frame.closing")
    greeting = closing.rpartition("\n\n")[2]
    return f"{greeting.rpartition(chr(10))[0]}\n{brand}" if brand else greeting


def _reply(subject: str, parts: list[str]) -> Reply:
    return Reply(subject, "\n\n".join(part for part in parts if part) + "\n")


def _in(language: str | None, write: Callable[[Voice], Reply], own: tuple[Path, ...]) -> Reply:
    wanted = language if language in languages() else FALLBACK
    try:
        return write(Voice(wanted or FALLBACK, own))
    except Missing:
        return write(Voice(FALLBACK, own))
