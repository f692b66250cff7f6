"""The phrases that are found in a text, and in which order."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from triage.details.lexicon import phrases, read_words

_TOLD = """\
from triage.details.lexicon import read_words
text = "I sent it to nobody else; it's not in Junk, nobody gets it. Niemand sonst hat das auch."
print([(hit.topic, hit.start, hit.end) for hit in read_words(text).hits])
"""


def test_the_order_is_the_same_in_every_process() -> None:
    said = {
        subprocess.run(
            [sys.executable, "-c", _TOLD],
            env=os.environ | {"PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("0", "1", "2")
    }
    assert len(said) == 1
    assert "only_me" in said.pop()


@pytest.mark.parametrize(
    ("text", "topic", "said"),
    [
        ("Nobody else has it.", "only_me", "Nobody else"),
        ("It isnt spam", "wanted", "isnt spam"),
        ("Sie sollte im Posteingang liegen", "wanted", "sollte im Posteingang"),
        # `~` stands for up to four words, in one sentence
        ("it should be in my own inbox", "wanted", "should be in my own inbox"),
        ("it should be in. My inbox is full", "wanted", None),
        ("it should be in one of these five or six inbox", "wanted", None),
    ],
)
def test_a_phrase(text: str, topic: str, said: str | None) -> None:
    words = read_words(text)
    found = [text[hit.start : hit.end] for hit in words.all(topic)]
    assert (said in found) if said else not found


def test_every_phrase_is_found_where_it_stands() -> None:
    every = [entry for entries in phrases().values() for entry in entries]
    assert len(every) > 3_000
    for _number, topic, _languages, phrase in every:
        text = " ".join("xyz" if word == "~" else word.replace("*", "") for word in phrase)
        assert topic in {hit.topic for hit in read_words(text).hits}, text
