"""The day of a clock time that stands farther away: in a heading, before a colon, in the word "now"."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from triage.details import occurred_at
from triage.details.telling import Telling

FAR = "billing@a-rather-long-domain-name-of-the-sender.test > orders-of-every-day-and-night@bakery.test"

# written on Thursday 12 March 2026 at 16:30 +01:00
HEADED = [
    ("Three cases of yesterday:", "and today at ten too", "11T14:05"),
    ("Fälle von gestern:", "heute früh auch wieder", "11T14:05"),
    ("Tegnapi esetek:", "ma reggel is", "11T14:05"),
    ("Les cas d'hier :", "ce matin aussi", "11T14:05"),
    ("Casos de ayer:", "hoy también", "11T14:05"),
    ("I casi di ieri:", "oggi anche", "11T14:05"),
    ("Gevallen van gisteren:", "vandaag ook", "11T14:05"),
    ("Wczorajsze przypadki:", "dzisiaj też", "11T14:05"),
    ("Casos de ontem (hora de Lisboa):", "hoje também", "11T14:05"),
]
TEXTS = [
    (f"An example of today: {FAR}, sent at 10:14, here at 13:37.", "12T13:37"),
    (f"Ein Beispiel von heute: {FAR}, abgeschickt um 10:14 Uhr, da um 13:37 Uhr.", "12T13:37"),
    (f"Mai példa: {FAR}, náluk 10:14-kor ment ki, itt 13:37-kor lett meg.", "12T13:37"),
    (f"Un exemple de ce matin : {FAR}, parti à 10 h 14, entré à 13 h 37.", "12T13:37"),
    (f"Un ejemplo de hoy: {FAR}, salió a las 10:14 y entró a las 13:37.", "12T13:37"),
    (f"Un esempio di oggi: {FAR}, partita alle 10:14, arrivata alle 13:37.", "12T13:37"),
    (f"Een voorbeeld van vandaag: {FAR}, weg om 10:14, binnen om 13:37.", "12T13:37"),
    (f"Dzisiejszy przykład: {FAR}, wyszło o 10:14, doszło o 13:37.", "12T13:37"),
    (f"Um exemplo de hoje: {FAR}, saiu às 10h14, entrou às 13h37.", "12T13:37"),
    ("It started now, at 16:15, and does not stop.", "12T16:15"),
    ("Es ging jetzt um 16:15 Uhr los.", "12T16:15"),
    ("Most 16:15-kor kezdődött.", "12T16:15"),
    ("Ça a commencé maintenant à 16h15.", "12T16:15"),
    ("Empezó ahora a las 16:15.", "12T16:15"),
    ("È iniziato adesso alle 16:15.", "12T16:15"),
    ("Het begon nu om 16:15.", "12T16:15"),
    ("Zaczęło się teraz o 16:15.", "12T16:15"),
    ("Isto começou agora às 16h15.", "12T16:15"),
    ("The contract is of 1 March 2024. It bounced today at 14:05.", "12T14:05"),
    ("on Wednesday 14:05, that is 4 March 2026", "04T14:05"),
]
NEVER = [
    "Now we have 10 users less. Tuesday, 10 mails.",
    "mon imprimante imprime à 14h05",
    "c'est en mai, à 14h05",
    "non mi arriva mai, alle 14:05",
    "Guten Morgen, um 14:05 ging nichts",
    "ora 14:05",
    f"1) {FAR}: sent 08:12\n2) {FAR}: sent 09:40",
]


@pytest.mark.parametrize(("heading", "foot", "at"), HEADED)
def test_a_list_below_a_day(tell: Callable[..., Telling], heading: str, foot: str, at: str) -> None:
    text = f"Hello,\n\n{heading}\n\n1) {FAR}: 09:40\n2) {FAR}: 14:05\n\nEve, {foot}"
    zone = "+00:00" if "Lisboa" in heading else "+01:00"
    assert occurred_at.find(tell(text)) == f"2026-03-{at}:00{zone}"


@pytest.mark.parametrize(("text", "at"), TEXTS)
def test_the_day_is_told_before(tell: Callable[..., Telling], text: str, at: str) -> None:
    assert occurred_at.find(tell(text)) == f"2026-03-{at}:00+01:00"


@pytest.mark.parametrize("text", NEVER)
def test_no_day_is_told(tell: Callable[..., Telling], text: str) -> None:
    assert occurred_at.find(tell(text)) is None
