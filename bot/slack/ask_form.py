"""The modal for asking the desk something new."""

from __future__ import annotations

from bot.slack.inputs import Block, file_field, files_hint, modal, text_field
from bot.slack.speech import speech
from bot.web.form_words import words_in

WHAT = "what"


def ask_form(language: str | None) -> Block:
    own, page = speech(language), words_in(language)
    blocks = [
        text_field(WHAT, own["what"], own["what_hint"], lines=True),
        file_field(page["files"], files_hint(page)),
    ]
    return modal("asked", own["ask_title"], page["send"], own["cancel"], "", blocks)
