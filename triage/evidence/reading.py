"""What one reading carries along: whose platform, and how much more may be read."""

from __future__ import annotations

from dataclasses import dataclass, field

from knowledge.vocabulary import Platform
from triage.evidence.limits import (
    MAX_NESTED,
    MAX_NESTED_BYTES,
    MAX_PROBLEMS,
    MAX_SEARCHED_CHARS,
    MAX_SIGNED_BYTES,
)
from triage.model import Evidence


@dataclass
class Reading:
    """What may still be read: `left` attached mails, `bytes_left` of them, `chars_left` of text to search.

    `signed_left`: bytes of attached mails whose signatures may be looked at. `problems` gathers what no
    single mail has.
    """

    platform: Platform
    left: int = MAX_NESTED
    bytes_left: int = MAX_NESTED_BYTES
    chars_left: int = MAX_SEARCHED_CHARS
    signed_left: int = MAX_SIGNED_BYTES
    problems: list[str] = field(default_factory=list)

    def may_go_on(self, size: int = 0) -> bool:
        """Takes one mail of that many bytes from the budget; the first refusal is noted."""
        self.left -= 1
        self.bytes_left -= size
        if self.left < 0:
            self._note(f"more than {MAX_NESTED} mails within this one: the rest was not read")
        elif self.bytes_left < 0:
            size = MAX_NESTED_BYTES // 1024 // 1024
            self._note(f"the mails within this one come to more than {size} MB: the rest was not read")
        return self.left >= 0 and self.bytes_left >= 0

    def may_search(self, chars: int) -> bool:
        """Takes a text of that length from the budget; the first refusal is noted."""
        self.chars_left -= chars
        if self.chars_left < 0:
            self._note(
                f"more than {MAX_SEARCHED_CHARS:,} characters of text in what is attached:"
                " the rest was not searched for bounces"
            )
        return self.chars_left >= 0

    def _note(self, problem: str) -> None:
        if problem not in self.problems:
            self.problems.append(problem)


def unreadable(why: str, size: int = 0) -> Evidence:
    """A thing that is no mail, or none that can be read; `why` for a person."""
    return Evidence("unreadable", problems=(why,), size=size)


def joined(*groups: tuple[str, ...] | list[str]) -> tuple[str, ...]:
    """Problems in order, each once, and not too many."""
    return tuple(dict.fromkeys(one for group in groups for one in group))[:MAX_PROBLEMS]
