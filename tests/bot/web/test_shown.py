"""What strangers wrote, times and sizes, as they are shown."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from bot.web import shown

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("plain", "plain"),
        (None, ""),
        (7, "7"),
        ("two\r\nlines\tand  more", "two lines and more"),
        ("\u202egpj.exe", "gpj.exe"),
        ("a\u2066b\u2069c\u200fd", "abcd"),
        ("bell\x07 and \x1b[31mred", "bell and [31mred"),
        ("zero\u200bwidth\ufeff", "zerowidth"),
        ("👩\u200d🔬 stays whole", "👩\u200d🔬 stays whole"),
        ("ünï\u0308", "ünï\u0308"),
        ("x" * 5000, "x" * 2000),
    ],
)
def test_one_line(text: object, line: str) -> None:
    assert shown.one_line(text) == line


@pytest.mark.parametrize(
    ("text", "lines"), [("a\r\nb\rc\nd\te", "a\nb\nc\nd\te"), ("\u202eb\x00\x0b", "b"), (None, "")]
)
def test_many_lines(text: object, lines: str) -> None:
    assert shown.many_lines(text) == lines


@pytest.mark.parametrize(
    ("seconds", "text"),
    [(0, "at once"), (0.4, "at once"), (1, "1 s"), (119, "119 s"), (120, "2 min"), (764, "12.7 min"),
     (7200, "2 h"), (100_000, "27.8 h"), (200_000, "2.3 days")],
)  # fmt: skip
def test_delay(seconds: float, text: str) -> None:
    assert shown.delay(seconds) == text


@pytest.mark.parametrize(
    ("before", "text"),
    [({"seconds": -5}, "just now"), ({"seconds": 59}, "just now"), ({"minutes": 1}, "1 min ago"),
     ({"minutes": 59}, "59 min ago"), ({"hours": 23, "minutes": 59}, "23 h ago"), ({"hours": 24}, "1 d ago"),
     ({"days": 29}, "29 d ago"), ({"days": 60}, "1 Jan 2026")],
)  # fmt: skip
def test_ago(before: dict[str, float], text: str) -> None:
    assert shown.ago(NOW - timedelta(**before), NOW) == text


@pytest.mark.parametrize(
    ("count", "text"), [(0, "0 B"), (999, "999 B"), (1000, "1 kB"), (8123, "8 kB"), (2_500_000, "2.5 MB")]
)
def test_size(count: int, text: str) -> None:
    assert shown.size(count) == text


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("2026-03-02T09:05:07+01:00", "2 Mar 2026, 09:05:07 +01:00"),
        ("2026-03-02T09:05", "2 Mar 2026, 09:05:00"),
        ("2026-13-02T09:05", "2026-13-02T09:05"),
        ("Monday around 2", "Monday around 2"),
        ("", ""),
    ],
)
def test_moment(value: str, text: str) -> None:
    assert shown.moment(value) == text


@pytest.mark.parametrize(
    ("after", "text"),
    [({"hours": 4}, "13:00 UTC"), ({"hours": 16}, "3 Mar, 01:00 UTC"), ({"hours": 36}, "3 Mar, 21:00 UTC"),
     ({"hours": 37}, "3 Mar"), ({"days": 7}, "9 Mar")],
)  # fmt: skip
def test_until(after: dict[str, float], text: str) -> None:
    assert shown.until(NOW + timedelta(**after), NOW) == text
