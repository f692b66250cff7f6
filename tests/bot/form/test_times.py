"""Which place is chosen beforehand: the one that has the mail program's offset then, if it is one."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone, tzinfo

import pytest

from bot.form.times import place_of


@pytest.mark.parametrize(
    ("zone", "month", "place"),
    [
        (timezone(timedelta(hours=1)), 1, "Europe/Berlin"),
        (timezone(timedelta(hours=2)), 7, "Europe/Berlin"),
        (timezone(timedelta(hours=1)), 7, "Europe/London"),
        (timezone(timedelta(hours=5, minutes=30)), 1, "Asia/Kolkata"),
        (timezone(timedelta(hours=-5)), 1, "America/New_York"),
        (UTC, 1, None),  # London, or a server
        (timezone(timedelta(hours=-7)), 1, None),  # Denver and Phoenix
        (timezone(timedelta(hours=13)), 1, None),
        (None, 1, None),
    ],
)
def test_the_place(zone: tzinfo | None, month: int, place: str | None) -> None:
    assert place_of(zone, datetime(2026, month, 15, 12, tzinfo=UTC)) == place


def test_while_the_clocks_are_changed_nothing_is_chosen() -> None:
    summer, winter = (datetime(2026, 10, day, 12, tzinfo=UTC) for day in (24, 26))
    london = timezone(timedelta(hours=1))
    assert place_of(london, summer, summer) == "Europe/London"
    assert place_of(london, summer, winter) is None
