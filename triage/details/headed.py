"""The day of a heading above a list: "Two cases of today:", and below it "1) …: sent 08:12"."""

from __future__ import annotations

import re
from datetime import date

from triage.details.clocks import Clock
from triage.details.lexicon import Words
from triage.details.near_days import Day
from triage.details.sole import is_a_span

_ITEM = re.compile(r"[ \t]{0,8}(?:[-*•–+]|\(?(?:\d{1,2}|[a-z])[).:])[ \t]")
_FARTHEST = 4_000


def headed_day(clock: Clock, days: tuple[Day, ...], words: Words) -> date | None:
    """The only day in the heading, for a clock time of an item that names no day itself."""
    text = words.text
    first = max(0, clock.start - _FARTHEST)
    lines = text[first : clock.start].split("\n")
    found = _item_and_heading(lines)
    if found is None:
        return None
    item, heading = (first + sum(len(line) + 1 for line in lines[:number]) for number in found)
    line_ends = text.find("\n", clock.end)
    if any(item <= start < (line_ends if line_ends >= 0 else len(text)) for start, *_ in days):
        return None
    high = heading + len(lines[found[1]])
    named = ((start, end, day) for start, end, _, day in days if heading <= start and end <= high)
    headed = {day for start, end, day in named if not is_a_span(start, end, text)}
    return headed.pop() if len(headed) == 1 else None


def _item_and_heading(lines: list[str]) -> tuple[int, int] | None:
    """The numbers of the line in which the last line's item begins, and of the heading of its list.

    Between them stand items alone, with the lines that go on in them.
    """
    item: int | None = None
    in_item = False
    for number in range(len(lines) - 1, -1, -1):
        line = lines[number]
        if _ITEM.match(line):
            item, in_item = number if item is None else item, True
        elif line.rstrip().endswith(":"):
            return (item, number) if item is not None else None
        elif not line.strip():
            if item is None:
                return None
            in_item = False
        elif item is not None and not in_item:
            return None
    return None
