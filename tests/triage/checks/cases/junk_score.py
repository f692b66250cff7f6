from __future__ import annotations

from tests.triage.checks.zones import Row


def said(numbers: str, word: str) -> Row:
    return "", {"spam_numbers": numbers}, word, "SCL"


CASES: list[Row] = [
    said("flag=no score=3.8 required=5 scl=4", "rounded_into_junk"),
    said("flag=yes score=8.1 required=5 scl=8", "junk"),
    said("flag=yes score=3.1 required=3 scl=3", "spam_in_inbox"),
    said("flag=no score=0.4 scl=0", "inbox"),
    said("flag=no score=2 scl=-1", "scl_set_otherwise"),
    ("", {"spam_numbers": "score=X"}, "allow_listed", "no test ran"),
]
