"""Nothing uncertain is said to be certain."""

from __future__ import annotations

import pytest

from triage.percent import percent, percent_words


@pytest.mark.parametrize(
    ("share", "said"),
    [(0.0, 0), (0.004, 0), (0.934, 93), (0.994, 99), (0.995, 99), (0.99996, 99), (1.0, 100)],
)
def test_a_hundred_is_kept_for_what_is_certain(share: float, said: int) -> None:
    assert percent(share) == said
    assert percent_words(share) == f"{said}%"
