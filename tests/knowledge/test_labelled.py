"""The labelled tickets: all valid, every class in every language; and what is said of a wrong one."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from knowledge.labelled import Example, read_examples
from knowledge.library import KnowledgeError, load_library
from knowledge.vocabulary import ProblemKind, Route

LANGUAGES = ("en", "de", "hu", "fr", "es", "it", "nl", "pl", "pt")
EXAMPLES = read_examples(load_library().example_files())
GOOD = '{"id":"1","lang":"en","subject":"S","text":"T","route":"newsletter","problem":null}'


def test_there_are_enough_and_none_is_there_twice() -> None:
    assert len(EXAMPLES) >= 1000
    assert not [name for name, times in Counter(example.id for example in EXAMPLES).items() if times > 1]
    said = Counter(example.words.casefold() for example in EXAMPLES)
    assert not [words for words, times in said.items() if times > 1]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_language_has_every_route_and_problem(lang: str) -> None:
    own = [example for example in EXAMPLES if example.lang == lang]
    assert {example.route for example in own} == set(Route)
    assert {example.problem for example in own if example.problem} == set(ProblemKind)


def test_a_ticket_without_a_family_is_its_own(tmp_path: Path) -> None:
    path = tmp_path / "own.jsonl"
    path.write_text(f"\n{GOOD}\n", encoding="utf-8")
    assert read_examples([path]) == (Example("1", "1", "en", "S", "T", Route.NEWSLETTER),)


def test_a_ticket_may_say_more_of_itself(tmp_path: Path) -> None:
    path = tmp_path / "own.jsonl"
    more = (
        '{"missing": [], "details": {"sender": "b@example.org", "recipient": ["c@example.org"]},'
        ' "from": "a@example.org", "date": "Tue, 03 Mar 2026 09:00:00 +0100", "decision": "rerouted",'
    )
    path.write_text(GOOD.replace("{", more), encoding="utf-8")
    (one,) = read_examples([path])
    assert (one.missing, one.requester, one.weight) == ((), "a@example.org", 2.0)
    assert one.details == {"sender": "b@example.org", "recipient": ("c@example.org",)}
    assert hash(one)


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("{", "line 1: is not JSON"),
        ("[]", "should be one JSON object"),
        (GOOD.replace('"lang"', '"langg"'), 'did you mean "lang"?'),
        (GOOD.replace('"T"', "3"), '"text" should be a text'),
        (GOOD.replace("newsletter", "newsleter"), "'newsleter' is not a valid Route"),
        (GOOD.replace("null", '"delayed"'), "belongs to a real issue"),
        (GOOD.replace("newsletter", "real_issue"), "belongs to a real issue"),
        (GOOD.replace("{", '{"missing": "ndr", '), '"missing" a list'),
        (GOOD.replace("{", '{"missing": ["ndrs"], '), "there is no detail 'ndrs'"),
        (GOOD.replace("{", '{"details": ["ndr"], '), '"details" should be an object'),
        (GOOD.replace("{", '{"details": {"sendr": "x"}, '), "did you mean"),
        (GOOD.replace("{", '{"date": "yesterday", '), "should be a date as in a mail"),
        (GOOD.replace("{", '{"from": 3, '), '"from" should be a text'),
        (GOOD.replace("{", '{"requester": "a@example.org", '), 'unknown key "requester"'),
    ],
)
def test_a_wrong_line_is_named(tmp_path: Path, line: str, says: str) -> None:
    path = tmp_path / "wrong.jsonl"
    path.write_text(line, encoding="utf-8")
    with pytest.raises(KnowledgeError) as caught:
        read_examples([path])
    assert says in str(caught.value) and "wrong.jsonl" in str(caught.value)
