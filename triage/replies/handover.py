"""Words for the requester around an escalation: that it was handed over, and what came of it."""

from __future__ import annotations

from collections.abc import Callable

from triage.dossier.lines import body_lines
from triage.model import Reply
from triage.replies.sentences import FALLBACK, Missing, languages, sentence

MARK_OPENS, MARK_CLOSES = "[[", "]]"
_QUOTED_LINES = 40


def handover_note(
    language: str | None, platform: str | None, reference: str | None, brand: str | None = None
) -> Reply:
    """`platform`: whose support has the case now; `None`: a person of the own team."""

    def write(to: str) -> Reply:
        where = "support" if platform else "own"
        parts = [
            sentence(to, "frame.hello"),
            sentence(to, f"handover.{where}"),
            sentence(to, "handover.reference", reference=reference) if reference else "",
            sentence(to, "handover.then"),
            _signed(to, brand),
        ]
        return _reply(sentence(to, "handover.subject"), parts)

    return _in(language, write)


def closing_reply(language: str | None, answer: str, brand: str | None = None) -> Reply:
    """A draft: an agent has to replace the marked line; the support's own words are quoted below it.

    What stands in the quote was written outside: `is_unfinished` holds until a person has edited the draft.
    """

    def write(to: str) -> Reply:
        quoted = "\n".join(f"> {line}" for line in body_lines(_unmarked(answer), _QUOTED_LINES))
        parts = [
            sentence(to, "frame.hello"),
            sentence(to, "closing.what"),
            f"{MARK_OPENS}Write here what the answer means and what to do now. Then delete this line, "
            f"and of the quote whatever the requester need not see.{MARK_CLOSES}",
            quoted,
            sentence(to, "closing.then"),
            _signed(to, brand),
        ]
        return _reply(sentence(to, "closing.subject"), parts)

    return _in(language, write)


def is_unfinished(text: str) -> bool:
    """The marked line still stands in it."""
    return MARK_OPENS in text and MARK_CLOSES in text.partition(MARK_OPENS)[2]


def _unmarked(text: str) -> str:
    return text.replace(MARK_OPENS, "[ [").replace(MARK_CLOSES, "] ]")


def _signed(language: str, brand: str | None) -> str:
    closing = sentence(language, "frame.closing")
    greeting = closing.rpartition("\n\n")[2]
    return f"{greeting.rpartition(chr(10))[0]}\n{brand}" if brand else greeting


def _reply(subject: str, parts: list[str]) -> Reply:
    return Reply(subject, "\n\n".join(part for part in parts if part) + "\n")


def _in(language: str | None, write: Callable[[str], Reply]) -> Reply:
    wanted = language if language in languages() else FALLBACK
    try:
        return write(wanted)
    except Missing:
        return write(FALLBACK)
