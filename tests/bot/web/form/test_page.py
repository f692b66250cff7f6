"""What does the requester's page ask, and in which words?"""

from __future__ import annotations

import re
from typing import Any

import pytest

from bot.web.form_words import languages, words_in
from knowledge.library import load_library
from knowledge.vocabulary import Detail
from tests.bot.web.form.requester import Requester

ALL = tuple(detail.value for detail in Detail)
GERMAN = "Guten Tag, seit gestern kommen bei uns keine Mails mehr an, bitte helfen Sie uns."


def test_it_asks_for_what_is_missing_and_shows_nothing_of_the_ticket(requester: Requester) -> None:
    page = requester.get(requester.ask("occurred_at", "junk_checked"))
    assert "When did it happen?" in page
    assert "Junk (Spam)" in page
    assert "Sender of the mail" not in page
    assert "whether an error message came back" in page  # the wish, and no field of its own
    for private in ("alice", "example.org", "My mail is missing"):
        assert private not in page
    assert "<script" not in page


def test_a_deployments_own_words_win(bench: Any, requester: Requester, tmp_path: Any) -> None:
    own = tmp_path / "templates" / "en"
    own.mkdir(parents=True)
    (own / "ask.toml").write_text('sender = "Who wrote it, in our own words?"\n', encoding="utf-8")
    link = requester.ask("sender", "recipient")
    before = requester.get(link)
    object.__setattr__(bench.desk, "library", load_library(tmp_path))
    page = requester.get(link)
    assert "Who wrote it, in our own words?" in page and "in our own words" not in before
    assert "The address that the mail was sent to." in page


def test_it_is_found_by_nobody_and_tells_nobody(requester: Requester) -> None:
    answer = requester.client.get(requester.ask("sender"))
    assert answer.headers["X-Robots-Tag"] == "noindex, nofollow, noarchive"
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    assert answer.headers["Cache-Control"] == "no-store"
    assert "Set-Cookie" not in answer.headers


@pytest.mark.parametrize("language", languages())
def test_every_language_has_every_word_for_every_detail(requester: Requester, language: str) -> None:
    link = requester.ask(*ALL)
    page = requester.get(f"{link}?l={language}")
    assert f'<html lang="{language}">' in page
    assert page.count("</label>") + page.count("</legend>") > len(ALL)
    assert "{" not in re.sub(r"<style.*?</style>", "", page)


@pytest.mark.parametrize("language", languages())
def test_the_words_are_complete(language: str) -> None:
    def shape(words: Any) -> Any:
        if isinstance(words, dict):
            return {key: shape(value) for key, value in words.items()}
        return sorted(re.findall(r"{\w+}", words))

    assert shape({**words_in(language), "lang": ""}) == shape({**words_in("en"), "lang": ""})


def test_it_speaks_the_requesters_language_and_knows_the_mail_program(requester: Requester) -> None:
    page = requester.get(requester.ask("spam_samples", text=GERMAN))
    assert "Beispiele dieser Mails" in page
    assert ".msg" in page
    assert "Speichern unter" in page


def test_the_zone_of_the_requesters_own_mail_program_is_chosen(requester: Requester) -> None:
    page = requester.get(requester.ask("occurred_at"))
    assert re.findall(r'<option value="([^"]+)" selected>', page) == ["Europe/Berlin"]


def test_the_languages_stand_before_the_questions(requester: Requester) -> None:
    page = requester.get(requester.ask("sender"))
    assert page.index('class="languages"') < page.index("<h1>")
    assert page.count("hreflang=") == len(languages())
