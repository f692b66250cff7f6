"""Times and days that are all in words."""

from __future__ import annotations

from datetime import date

import pytest

from triage.details.clocks import clocks
from triage.details.counts import counts
from triage.details.days import days_in
from triage.details.lexicon import fold, read_words

CLOCKS = [
    # exact by a word for the half of the day, or because it is said on a clock that goes to 24
    ("at eight minutes to three this afternoon", (14, 52)),
    ("at nine forty-seven in the morning", (9, 47)),
    ("um siebzehn Uhr achtundfünfzig", (17, 58)),
    ("um neun Uhr drei", (9, 3)),
    ("dreiundzwanzig Minuten vor vier am Nachmittag", (15, 37)),
    ("délután négy óra huszonkettőkor", (16, 22)),
    ("tizenhat óra negyvenkét perckor", (16, 42)),
    ("à dix-huit heures vingt et une", (18, 21)),
    ("à cinq heures moins sept du soir", (16, 53)),
    ("a las diecinueve y treinta y tres", (19, 33)),
    ("alle ventuno e quarantotto", (21, 48)),
    ("om veertien uur zevenendertig", (14, 37)),
    ("o osiemnastej pięćdziesiąt dwa", (18, 52)),
    ("às dezesseis e vinte e oito", (16, 28)),
    # neither
    ("at nine forty-seven", None),
    ("zwanzig nach drei", None),
    ("ten to twelve users", None),
    ("seven twenty-page letters", None),
]
DAYS = [
    ("the twelfth of November", 12),
    ("November the nineteenth", 19),
    ("am elften November 2026", 11),
    ("november tizenharmadikán", 13),
    ("siedemnastego listopada", 17),
    ("le quatorze novembre", 14),
    ("quince de noviembre", 15),
    ("sedici novembre", 16),
    ("zeventien november", 17),
    ("dezoito de novembro de 2026", 18),
    ("may one ask something", None),
]


@pytest.mark.parametrize(("text", "time"), CLOCKS)
def test_clock(text: str, time: tuple[int, int] | None) -> None:
    assert [(clock.hour, clock.minute) for clock in clocks(fold(text))] == ([time] if time else [])


@pytest.mark.parametrize(("text", "day"), DAYS)
def test_day(text: str, day: int | None) -> None:
    found = [found.day for *_place, found in days_in(fold(text), date(2026, 11, 20))]
    assert found == ([day] if day else [])


@pytest.mark.parametrize(
    ("text", "language", "values"),
    [
        ("er hat sechs Mails", "de", [6]),
        ("hat level jött", "hu", [6]),
        ("não sei quantos", "pt", []),
        ("ne arrivano sei", "it", [6]),
        ("it came at six minutes to two", "en", []),
        ("on the 18th", "en", []),
        ("Kunde seit 2009, 12 Mails", "de", [12]),
        ("in data 19.11.2026, 14 MB", "it", []),
        ("m\u00e1s de 2.600", "es", [2600]),
    ],
)
def test_what_counts(text: str, language: str, values: list[int]) -> None:
    assert [item.value for item in counts(read_words(text), language)] == values
