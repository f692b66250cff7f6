"""What spoke for which route is shown by its source."""

from __future__ import annotations

from typing import Any

import pytest

from bot.web.weighed import MOST, weighed


def row(source: str, weight: float, problem: str | None = None, why: str = "because") -> dict[str, Any]:
    return {"source": source, "route": "newsletter", "problem": problem, "weight": weight, "why": why}


def test_sources_stand_in_order_and_the_heaviest_first() -> None:
    rows = [row("words", 1.0), row("evidence", 0.5), row("evidence", -4.0), row("words", 2.0)]
    found = weighed(rows)
    assert [part.source for part in found] == ["Evidence", "Checks", "Words"]
    assert [[voice.weight for voice in part.voices] for part in found] == [[-4.0, 0.5], [], [2.0, 1.0]]


@pytest.mark.parametrize(
    ("weight", "share", "against"),
    [(8.0, 100, False), (80.0, 100, False), (4.0, 50, False), (-2.0, 25, True)],
)
def test_a_bar_is_never_longer_than_full(weight: float, share: int, against: bool) -> None:
    (voice,) = weighed([row("words", weight)])[2].voices
    assert (voice.share, voice.against) == (share, against)


@pytest.mark.parametrize(("problem", "name"), [(None, "Newsletter"), ("delayed", "Mail is late")])
def test_the_problem_is_named_before_the_route(problem: str | None, name: str) -> None:
    assert weighed([row("words", 1.0, problem)])[2].voices[0].name == name


@pytest.mark.parametrize(
    ("about", "weight", "outweighed"),
    [
        ("delayed", 1.0, False),
        ("delayed", -1.0, True),
        (None, 1.0, False),
        ("missing_mail", 1.0, True),
        ("missing_mail", -1.0, False),
    ],
)
def test_what_stands_against_the_verdict_is_said_to_be_outweighed(
    about: str | None, weight: float, outweighed: bool
) -> None:
    (voice,) = weighed([row("words", weight, about)], "newsletter", "delayed")[2].voices
    assert voice.outweighed is outweighed


def test_what_carried_the_verdict_stands_first() -> None:
    rows = [row("words", 5.0), {**row("words", 0.5), "route": "junk_expected"}]
    voices = weighed(rows, "junk_expected")[2].voices
    assert [(voice.weight, voice.outweighed) for voice in voices] == [(0.5, False), (5.0, True)]


def test_a_ticket_from_before_has_none_and_many_are_cut() -> None:
    assert weighed([]) == ()
    assert len(weighed([row("evidence", 1.0)] * 50)[0].voices) == MOST
