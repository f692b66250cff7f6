"""Numbers all in words, in nine languages."""

from __future__ import annotations

import pytest

from triage.details.counts import counts
from triage.details.lexicon import fold, read_words
from triage.details.spelt_numbers import numbers_from_eleven


@pytest.mark.parametrize(
    ("said", "number"),
    [
        ("twelve", 12),
        ("seventy-three", 73),
        ("fünfundachtzig", 85),
        ("nyolcvanhat", 86),
        ("hatvanat", 60),
        ("soixante et onze", None),
        ("soixante onze", 71),
        ("quatre vingt dix neuf", 99),
        ("ochenta y dos", 82),
        ("sessantuno", 61),
        ("novantadue", 92),
        ("vierentachtig", 84),
        ("osiemdziesiąt siedem", 87),
        ("noventa e cinco", 95),
        ("ten", None),
        ("sechs", None),
    ],
)
def test_a_number_in_words(said: str, number: int | None) -> None:
    assert numbers_from_eleven().get(fold(said).replace("-", " ")) == number


@pytest.mark.parametrize(
    ("language", "text", "numbers"),
    [
        ("en", "It used to be five, now it's about eighty-two, or four hundred on Mondays.", [5, 82, 400]),
        ("de", "Vorher fünf, jetzt an die achtzig, montags neunhundert.", [5, 80, 900]),
        ("hu", "Eddig öt jött, most hetvenet kapok.", [5, 70]),
        ("fr", "Cinq avant, maintenant quatre-vingt-dix.", [5, 90]),
        ("nl", "Eerst vijf, nu vierentachtig.", [5, 84]),
        ("pl", "Wcześniej pięć, teraz osiemdziesiąt.", [5, 80]),
        ("pt", "Antes cinco, agora setenta e oito.", [5, 78]),
    ],
)
def test_they_are_counted(language: str, text: str, numbers: list[int]) -> None:
    assert [item.value for item in counts(read_words(text), language)] == numbers
