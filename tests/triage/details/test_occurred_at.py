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
    (
        "On Tuesday the 10th our shop in the old town (shop@partner.test) mailed it, by the way, at 11:05.",
        "2026-03-10T11:05:00+01:00",
    ),
    (
        "Since this morning it throws an error. 8:41 the first time, 9:02 the last.",
        "2026-03-12T09:02:00+01:00",
    ),
    ("Two of them, yesterday 13:05 and 13:07.", "2026-03-11T13:07:00+01:00"),
    ("Net nog, 15:20, aan bob@partner.test", "2026-03-12T15:20:00+01:00"),
    ("vanmorgen 10.05", "2026-03-12T10:05:00+01:00"),
    ("Ma 7.45: megint visszadobta a levelemet a szerver", "2026-03-12T07:45:00+01:00"),
    ("ieri, orario: 11.05", "2026-03-11T11:05:00+01:00"),
    ("gisteren om 9u15", "2026-03-11T09:15:00+01:00"),
    ("03.11-\u00e9n 11:02-kor", "2026-03-11T11:02:00+01:00"),
    ("yesterday at half past two in the afternoon", "2026-03-11T14:30:00+01:00"),
    ("yesterday, quarter to five pm CET", "2026-03-11T16:45:00+01:00"),
    ("gestern nachmittag um halb drei", "2026-03-11T14:30:00+01:00"),
    ("heute früh um Viertel nach sieben", "2026-03-12T07:15:00+01:00"),
    ("tegnap délután fél háromkor", "2026-03-11T14:30:00+01:00"),
    ("hier après-midi, à deux heures et demie", "2026-03-11T14:30:00+01:00"),
    ("ayer a las cuatro y media de la tarde", "2026-03-11T16:30:00+01:00"),
    ("ieri pomeriggio alle due e mezza", "2026-03-11T14:30:00+01:00"),
    ("gistermiddag om half drie", "2026-03-11T14:30:00+01:00"),
    ("wczoraj o wpół do trzeciej po południu", "2026-03-11T14:30:00+01:00"),
    ("ontem às duas e meia da tarde", "2026-03-11T14:30:00+01:00"),
    ("yesterday at 2:30 in the afternoon", "2026-03-11T14:30:00+01:00"),
    ("11.3. um 14:05", "2026-03-11T14:05:00+01:00"),
    ("11.03 o 14:05", "2026-03-11T14:05:00+01:00"),
    ("on the 11th at 14:05", "2026-03-11T14:05:00+01:00"),
    ("11-én 14:05-kor", "2026-03-11T14:05:00+01:00"),
    ("two days ago at 14:05", "2026-03-10T14:05:00+01:00"),
    ("vor 2 Tagen um 14:05 Uhr", "2026-03-10T14:05:00+01:00"),
    ("today at 09:47 Outlook said 550 5.7.60 not permitted", "2026-03-12T09:47:00+01:00"),
    ("today at 1432 hrs", "2026-03-12T14:32:00+01:00"),
    ("20260311T130500Z in our log", "2026-03-11T13:05:00+00:00"),
    ("unix timestamp 1773234300", "2026-03-11T13:05:00+00:00"),
    ("yesterday at 9:05 am ET", "2026-03-11T09:05:00-04:00"),
    ("yesterday 14:05 (Budapest)", "2026-03-11T14:05:00+01:00"),
    ("yesterday 14:05 our time (Vienna)", "2026-03-11T14:05:00+01:00"),
    ("3/4 at 9:05 am EST", "2026-03-04T09:05:00-05:00"),
    ("3/4/2025 at 09:05 CET", "2025-04-03T09:05:00+01:00"),
    ("Sent | 2026-03-09 10:00 CET\nSent | 2026-03-10 11:00 CET", "2026-03-10T11:00:00+01:00"),
    ("ieri alle 14,05", "2026-03-11T14:05:00+01:00"),
    ("Envoyé ce jour à 10h14", "2026-03-12T10:14:00+01:00"),
    ("mercredi 11, à 14h05", "2026-03-11T14:05:00+01:00"),
    ("yesterday at 14:05 our contract of 01.03.2024 was sent", "2026-03-11T14:05:00+01:00"),
    ("our contract of 01.03.2024 was sent yesterday at 14:05", "2026-03-11T14:05:00+01:00"),
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
    "yesterday at half past two",
    "call me today after 15:00",
    "bitte heute bis 15:00 Uhr antworten",
    "oggi prima delle 15:00",
    "gestern um halb drei",
    "hier ist nichts, 14:05",
    "call me on 1712345678, or 0171 2345678",
    "ticket 1773234300 of yesterday",
    "ieri alle 14,05 euro",
    "our version 5.7.26 refused it, 14:05",
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


def test_a_day_that_may_be_two_is_none(tell: Callable[..., Telling]) -> None:
    """3/4 in English is in March or in April: only the zone can tell."""
    asked = "please look at it, we were told on 3/4/2025 at 09:05 that the mail was lost"
    assert occurred_at.find(tell(asked, dated=False)) is None
    assert occurred_at.find(tell(asked)) == "2025-04-03T09:05:00+01:00"
