"""The filter's numbers, the mailbox's threshold, and where the mail went for that."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from knowledge.vocabulary import Platform, Status
from triage.checks.junk_score import rounded
from triage.model import Finding

Ask = Callable[..., tuple[Finding, ...]]

ROWS = [
    # numbers, the mailbox's own threshold, code, piece of the words
    ("flag=no score=3.8 required=5 scl=4", None, "rounded_into_junk", "The score of 3.8 is rounded to SCL 4"),
    ("flag=no score=3.5 scl=4", None, "rounded_into_junk", "the platform's threshold for Junk is 4"),
    ("flag=no score=3.49 scl=3", None, "inbox", "it stays in the inbox"),
    ("flag=no score=3.8 scl=4", "6", "inbox", "the mailbox's own threshold for Junk is 6"),
    ("flag=no score=2.6 scl=3", "3", "rounded_into_junk", "threshold for Junk is 3"),
    ("flag=yes score=8.1 required=5 scl=8", None, "junk", "it goes to Junk"),
    ("flag=yes score=5.2 required=5 scl=5", "7", "spam_in_inbox", "its own limit is 5"),
    ("flag=no score=-2.3 scl=0", None, "inbox", "SCL 0"),
    ("flag=yes score=8.1 scl=-1", None, "scl_set_otherwise", "would make it 8"),
    ("flag=no score=1.2 scl=9", None, "scl_set_otherwise", "a rule or a list has set it"),
    ("flag=no score=X required=5", None, "allow_listed", "no test ran"),
    ("scl=6", None, "junk", "SCL 6, and the platform's threshold for Junk is 4"),
    ("flag=no score=3.8 required=5", None, None, ""),
    ("flag=no score=nan scl=4", None, "rounded_into_junk", "SCL 4"),
]


@pytest.mark.parametrize(("numbers", "own", "code", "piece"), ROWS)
def test_numbers(ask: Ask, numbers: str, own: str | None, code: str | None, piece: str) -> None:
    facts = {"spam_numbers": numbers} | ({"junk_threshold": own} if own else {})
    found = ask("junk_score", "", facts)
    assert [item.code for item in found] == ([f"junk_score.{code}"] if code else [])
    assert all(piece in item.summary and item.source == "test" for item in found)


def test_the_threshold_is_the_profile_s(ask: Ask, platform: Platform) -> None:
    facts = {"spam_numbers": "flag=no score=4.8 scl=5"}
    strict = ask("junk_score", "", facts, platform=replace(platform, junk_threshold=6.0))
    assert [item.code for item in strict] == ["junk_score.inbox"]


def test_numbers_of_several_mails_are_not_mixed(ask: Ask) -> None:
    facts = {"spam_numbers": ["flag=no score=3.8 scl=4", "flag=no score=X", "flag=no score=3.9 scl=4"]}
    found = ask("junk_score", "", facts)
    assert [item.code for item in found] == ["junk_score.rounded_into_junk", "junk_score.allow_listed"]
    assert {item.status for item in found} == {Status.WARN}


@pytest.mark.parametrize(
    ("score", "scl"), [(3.8, 4), (3.5, 4), (3.49, 3), (2.5, 3), (-0.6, 0), (-5.0, 0), (0.0, 0)]
)
def test_rounded(score: float, scl: int) -> None:
    assert rounded(score) == scl
