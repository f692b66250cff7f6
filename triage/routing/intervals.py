"""How far a measure may be off: bootstrap intervals over families, never over single tickets."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from typing import TypeVar

import numpy as np

RESAMPLES = 400
SEED = 7
T = TypeVar("T")


def interval(
    items: Sequence[T], family: Callable[[T], Hashable], measure: Callable[[Sequence[T]], float | None]
) -> tuple[float, float] | None:
    """The middle 95 % of a measure over samples of the families, drawn with replacement.

    `None` where there are too few families to say anything, or nothing was measured.
    """
    families: dict[Hashable, list[T]] = {}
    for item in items:
        families.setdefault(family(item), []).append(item)
    groups = list(families.values())
    if len(groups) < 2:
        return None
    draw = np.random.default_rng(SEED)
    found = []
    for _ in range(RESAMPLES):
        chosen = draw.integers(0, len(groups), len(groups))
        value = measure([item for place in chosen for item in groups[int(place)]])
        if value is not None:
            found.append(value)
    if not found:
        return None
    low, high = np.quantile(found, [0.025, 0.975])
    return round(float(low), 4), round(float(high), 4)
