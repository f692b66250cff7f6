"""What one reading carries along: whose platform, and how much more may be read."""

from __future__ import annotations

from dataclasses import dataclass, field

from knowledge.vocabulary import Platform
from triage.evidence.limits import MAX_NESTED, MAX_PROBLEMS
from triage.model import Evidence


@dataclass
class Reading:
    """`left`: how many attached mails may still be read; `problems` gathers what no single mail has."""

    platform: Platform
    left: int = MAX_NESTED
    problems: list[str] = field(default_factory=list)

    def may_go_on(self) -> bool:
        """Takes one from the budget; the first refusal is noted."""
        self.left -= 1
        if self.left == -1:
            self.problems.append(f"more than {MAX_NESTED} mails within this one: the rest was not read")
        return self.left >= 0


def unreadable(why: str, size: int = 0) -> Evidence:
    """A thing that is no mail, or none that can be read; `why` for a person."""
    return Evidence("unreadable", problems=(why,), size=size)


def joined(*groups: tuple[str, ...] | list[str]) -> tuple[str, ...]:
    """Problems in order, each once, and not too many."""
    return tuple(dict.fromkeys(one for group in groups for one in group))[:MAX_PROBLEMS]
