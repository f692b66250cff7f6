"""The paragraphs of a reply, each with where its statements come from."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from triage.model import Source

_MOST_STEPS = 7


@dataclass(frozen=True)
class Part:
    """One paragraph, or one list."""

    text: str
    sources: tuple[Source, ...] = ()


NOTHING = Part("")


def paragraph(*said: Source | None) -> Part:
    """Sentences that stand one after the other."""
    kept = tuple(one for one in said if one is not None)
    return Part(" ".join(one.said for one in kept), kept)


def numbered(steps: Iterable[Source]) -> Part:
    """Steps to take, in order; the same step once."""
    kept = tuple({one.said: one for one in steps}.values())[:_MOST_STEPS]
    if len(kept) == 1:
        return Part(_indented(kept[0].said), kept)
    lines = (f"{number}. {_indented(one.said)}" for number, one in enumerate(kept, 1))
    return Part("\n".join(lines), kept)


def bullets(lead: str, said: Iterable[Source]) -> Part:
    """What belongs together, under one sentence; the same once."""
    kept = tuple({one.said: one for one in said}.values())
    if not kept:
        return NOTHING
    return Part(lead + "\n\n" + "\n".join(f"- {one.said}" for one in kept), kept)


def _indented(step: str) -> str:
    """A record that stands on a line of its own, below its step."""
    return step.replace("\n", "\n   ")
