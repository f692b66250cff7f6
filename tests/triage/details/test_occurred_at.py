"""A time counts when it has day, hour, minute and zone; the zone may be the one of the letter's own Date."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from triage.details import occurred_at
from triage.details.telling import Telling

EXACT = [
    ("It happened on 12 March 2026 at 14:05 CET.", "2026-03-12T14:05:00+01:00"),
    ("Sent: 2026-03-11 09:15 UTC", "2026-03-11T09:15:00+00:00"),
    ("sent 2026-03-11 09:15 -05:00, never seen", "2026-03-11T09:15:00-05:00"),
    ("at 2026-03-11T09:15:30Z precisely", "2026-03-11T09:15:30+00:00"),
    ("Wed, 11 Mar 2026 09:15:30 -0500 is what it says", "2026-03-11T09:15:30-05:00"),
    ("yesterday at 14:05 (Budapest time)", "2026-03-11T14:05:00+01:00"),
    ("11.03.2026 14:05 UTC+2", "2026-03-11T14:05:00+02:00"),
    ("March 9th, 2:05 pm EST", "2026-03-09T14:05:00-05:00"),
    ("9 March, 12:30 a.m. GMT", "2026-03-09T00:30:00+00:00"),
    ("It was today at 14:32.", "2026-03-12T14:32:00+01:00"),
    ("on Tuesday at 08:45", "2026-03-10T08:45:00+01:00"),
    ("Am 11. März 2026 um 14.05 Uhr MEZ", "2026-03-11T14:05:00+01:00"),
    ("gestern um 14:05 Uhr", "2026-03-11T14:05:00+01:00"),
    ("2026. március 11-én 14:05-kor", "2026-03-11T14:05:00+01:00"),
    ("2026.03.11. 14:05 (magyar idő szerint)", "2026-03-11T14:05:00+01:00"),
    ("le 11 mars 2026 à 14h05 (heure de Paris)", "2026-03-11T14:05:00+01:00"),
    ("el 11 de marzo de 2026 a las 14:05, hora de Madrid", "2026-03-11T14:05:00+01:00"),
    ("l'11 marzo 2026 alle 14:05", "2026-03-11T14:05:00+01:00"),
    ("op 11 maart 2026 om 14.05 uur", "2026-03-11T14:05:00+01:00"),
    ("11 marca 2026 o 14:05 czasu warszawskiego", "2026-03-11T14:05:00+01:00"),
    ("em 11 de março de 2026 às 14h05, hora de Lisboa", "2026-03-11T14:05:00+00:00"),
    ("Date: 11/03/2026\nTime: 14:05 CET", "2026-03-11T14:05:00+01:00"),
    ("July 3, 2025 at 10:00 Europe/Berlin", "2025-07-03T10:00:00+02:00"),
    ("All times are CET. The last one was on 11 March at 07:12.", "2026-03-11T07:12:00+01:00"),
]

VAGUE = [
    "Monday around 2",
    "today",
    "since Friday",
    "this morning",
    "around 14:05 on 11 March",
    "between 14:00 and 15:00 on 11 March",
    "11 March at about 2 pm",
    "at 2 pm yesterday",
    "gegen 14:05 Uhr gestern",
    "vers 14h05 hier",
    "körülbelül 14:05-kor tegnap",
    "at 14:05",
    "on 11 March 2026",
    "the file is 10:1 compressed, version 2.14.05",
    "yesterday 14:00-15:00",
    "",
]


@pytest.mark.parametrize(("text", "at"), EXACT)
def test_exact(tell: Callable[..., Telling], text: str, at: str) -> None:
    assert occurred_at.find(tell(text)) == at


@pytest.mark.parametrize("text", VAGUE)
def test_vague(tell: Callable[..., Telling], text: str) -> None:
    assert occurred_at.find(tell(text)) is None


def test_a_date_that_does_not_know_its_zone_gives_none(tell: Callable[..., Telling]) -> None:
    assert occurred_at.find(tell("yesterday at 14:05", dated=False)) is None
    assert occurred_at.find(tell("yesterday at 14:05 CET", dated=False)) == "2026-03-11T14:05:00+01:00"
