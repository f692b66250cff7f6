"""The hops of a mail as a line with stations: the longer the wait, the longer the line between them."""

from __future__ import annotations

import math
from dataclasses import dataclass

from bot.terminal import words
from triage.model import Hop

SLOW_S = 300
_MOST_HOPS = 100


@dataclass(frozen=True)
class Stop:
    """`gap`: the line's length above the station in pixels; `wait`: the delay in words, or none known."""

    number: int
    by: str | None
    from_: str | None
    ip: str | None
    with_: str | None
    at: str | None
    wait: str | None
    gap: int
    slow: bool


def stops(hops: tuple[Hop, ...]) -> tuple[Stop, ...]:
    """Oldest first, as in the evidence."""
    return tuple(_stop(number, hop) for number, hop in enumerate(hops[:_MOST_HOPS], start=1))


def whole_time(hops: tuple[Hop, ...]) -> str | None:
    """How long it took from the first server to the last, in words; none where no hop tells its time."""
    known = [hop.delay_s for hop in hops if hop.delay_s is not None]
    return words.delay(sum(known)).removeprefix("+") if known else None


def _stop(number: int, hop: Hop) -> Stop:
    delay = hop.delay_s
    # A minute is twice as long as a second or so, a day four times: waits differ by orders of magnitude.
    gap = 14 + min(round(13 * math.log10(1 + delay)), 90) if delay is not None else 14
    return Stop(
        number,
        hop.by,
        hop.from_,
        hop.ip,
        hop.with_,
        words.moment(hop.at) if hop.at else None,
        words.delay(delay) if delay is not None and number > 1 else None,
        gap,
        (delay or 0) >= SLOW_S,
    )
