"""Every language has every sentence, with the same values to fill in."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from knowledge.library import Library
from knowledge.vocabulary import OUT_OF_SCOPE_ROUTES, URGENT_PROBLEMS, Detail, Reason, WhoCanFix
from triage.replies.sentences import (
    FOLDER,
    Missing,
    Voice,
    has,
    languages,
    own_folders,
    read_sentences,
    sentence,
    steps,
    voice,
)

NINE = {"de", "en", "es", "fr", "hu", "it", "nl", "pl", "pt"}


def _shape(value: object) -> object:
    """The values of a sentence; of a list those of each step."""
    if isinstance(value, tuple):
        return [_shape(step) for step in value]
    return set(re.findall(r"\{(\w+)\}", str(value)))


def test_languages() -> None:
    assert set(languages()) == NINE


@pytest.mark.parametrize("language", languages())
def test_complete(language: str) -> None:
    english = {key: _shape(value) for key, value in read_sentences((FOLDER,), "en").items()}
    assert {key: _shape(value) for key, value in read_sentences((FOLDER,), language).items()} == english


@pytest.mark.parametrize("language", languages())
def test_every_sentence_is_one(language: str) -> None:
    for key, value in read_sentences((FOLDER,), language).items():
        for text in (value,) if isinstance(value, str) else value:
            assert text.strip() == text != "", key
            assert not re.search(r"\{(?!\w+\})|(?<!\w)\}", text), key


@pytest.mark.parametrize("language", languages())
def test_every_file_is_read(language: str) -> None:
    read = {key.rsplit(".", 1)[0].split(".")[0] for key in read_sentences((FOLDER,), language)}
    there = {path.relative_to(FOLDER / language).parts[0] for path in (FOLDER / language).rglob("*.toml")}
    assert read == {Path(name).stem for name in there}


@pytest.mark.parametrize("reason", Reason)
def test_every_reason_is_explained(reason: Reason) -> None:
    assert sentence("en", f"reasons.{reason.value}.what")
    assert steps("en", f"reasons.{reason.value}.do")


def test_every_word_has_its_sentence() -> None:
    assert all(sentence("en", f"ask.{detail.value}") for detail in Detail)
    assert all(sentence("en", f"who.{who.value}.{side}") for who in WhoCanFix for side in ("you", "they"))
    assert all(sentence("en", f"urgent.{problem.value}.what") for problem in URGENT_PROBLEMS)
    assert all(
        sentence("en", f"routes.{route.value}.policy") for route in OUT_OF_SCOPE_ROUTES - {"newsletter"}
    )


def test_a_sentence_that_is_not_there() -> None:
    with pytest.raises(Missing):
        sentence("en", "ask.shoe_size")
    assert not has("en", "ask.shoe_size")
    assert steps("en", "ask.shoe_size") == ()


def test_a_value_that_is_not_known_is_not_made_up() -> None:
    with pytest.raises(Missing):
        sentence("en", "findings.server.no_name.found")
    assert steps("en", "findings.spf.multiple_records.do") == ()


def test_a_deployments_own_words_win_key_by_key(tmp_path: Path) -> None:
    own = tmp_path / "templates" / "en"
    own.mkdir(parents=True)
    (own / "frame.toml").write_text('hello = "Ahoy,"\n[subject]\nask = 7\n', "utf-8")
    (own / "broken.toml").write_text("no = = toml", "utf-8")
    library = Library((tmp_path / "knowledge", *Library().folders))
    speaking = voice(library, "en")
    assert own_folders(library) == (tmp_path / "templates",)
    assert speaking.say("frame.hello") == "Ahoy,"
    assert speaking.say("frame.subject.ask") == sentence("en", "frame.subject.ask")
    assert voice(Library(), "en").say("frame.hello") == "Hello,"


@pytest.mark.parametrize("language", [None, "xx", "../en"])
def test_a_language_without_sentences_is_answered_in_english(language: str | None) -> None:
    assert voice(Library(), language) == Voice("en")
