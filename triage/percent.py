"""How is a probability said? In whole percent, and 100 only for what is certain."""

from __future__ import annotations

NEARLY = 0.9999
"""The most that weighing can give, with the four digits that are kept: certain is what a person has said."""


def percent(share: float) -> int:
    """A share of 0 to 1 in whole percent; 100 only for 1 itself, so nothing uncertain looks certain."""
    return 100 if share >= 1 else min(99, round(share * 100))


def percent_words(share: float) -> str:
    """The same for a text: `93%`."""
    return f"{percent(share)}%"
