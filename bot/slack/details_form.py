"""The modal that asks a requester for what is missing, in their language and with what is known filled in."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row

from bot.desk.record import ticket_row
from bot.desk.think import load_case
from bot.form.answer import JUNK, PASTED, value_of
from bot.form.times import read_time
from bot.slack.context import SlackContext
from bot.slack.inputs import (
    Block,
    choice_field,
    file_field,
    files_hint,
    handed_in_files,
    modal,
    text_field,
    written,
)
from bot.slack.people import Person
from bot.slack.plain import plain
from bot.slack.post import zone_of
from bot.slack.speech import languages, speech
from bot.web.form_view import Field, fields_of, wish_of
from bot.web.form_words import words_in
from knowledge.vocabulary import Detail, ProblemKind
from triage.details import required
from triage.details.telling import Telling, listen
from triage.replies.sentences import Voice, voice

MORE = "more"
_PREFILLED = (
    Detail.OCCURRED_AT,
    Detail.SENDER,
    Detail.RECIPIENT,
    Detail.AFFECTED_USERS,
    Detail.UNUSUAL_VOLUME,
)


@dataclass(frozen=True)
class Asked:
    """What stands open on a ticket, and what is known of what was needed."""

    ticket: Row[Any]
    missing: tuple[str, ...]
    known: Mapping[str, str]
    telling: Telling
    voice: Voice

    @property
    def language(self) -> str:
        return self.voice.language


@dataclass(frozen=True)
class Filled:
    """`errors`: name of the field -> what is still needed there; nothing is kept while there are some."""

    values: Mapping[str, str]
    at: datetime | None
    more: str
    files: list[dict[str, Any]]
    errors: Mapping[str, str]


def asked_of(slack: SlackContext, number: int, person: Person) -> Asked:
    """Raises `NotFound`."""
    with slack.desk.store.read() as connection:
        ticket = ticket_row(connection, number)
        telling = listen(load_case(slack.desk, connection, ticket))
    missing = tuple(name for name in ticket.missing if name in set(Detail))
    codes = (telling.language, person.language)
    language = next((code for code in codes if code in languages()), "en")
    says = voice(slack.desk.library, language)
    return Asked(ticket, missing, _known(slack, ticket, missing), telling, says)


def details_form(asked: Asked, where: Mapping[str, str]) -> Block:
    """`where`: channel and thread of the request, for saying thank you there."""
    words, own = words_in(asked.language), speech(asked.language)
    blocks = [_field(field, words) for field in fields_of(asked.missing, asked.voice, asked.telling)]
    if asked.known:
        blocks.append({"type": "section", "text": plain(own["what_we_have"])})
        fields = fields_of(tuple(asked.known), asked.voice, None)
        blocks += [_field(field, words, asked.known[field.name]) for field in fields]
    wish = wish_of(asked.ticket.problem, asked.voice)
    if wish:
        blocks.append({"type": "section", "text": plain(wish)})
    blocks.append(file_field(words["files"], files_hint(words)))
    blocks.append(text_field(MORE, words["more"], words["more_hint"], lines=True))
    metadata = json.dumps({"ticket": asked.ticket.number, **where})
    return modal("details", own["details_title"], words["send"], own["cancel"], metadata, blocks)


def filled(asked: Asked, view: Mapping[str, Any], person: Person, now: datetime) -> Filled:
    """What was written, and what is wrong with it. What stands there as it was filled in says nothing new."""
    words, own = words_in(asked.language), speech(asked.language)
    texts, files = written(view), handed_in_files(view)
    more = texts.pop(MORE, "")
    values = {name: text for name, text in texts.items() if _counts(name, text, asked)}
    errors: dict[str, str] = {
        detail.value: words["vague"][detail.value]
        for detail in (Detail.SENDER, Detail.RECIPIENT)
        if detail.value in values and value_of(detail, values[detail.value]) is None
    }
    at, name = None, str(Detail.OCCURRED_AT)
    if name in values:
        told = read_time(values[name], "", zone_of(person.zone) or asked.telling.zone, now)
        values[name], at = told.text, told.at
        if at is None:
            errors[name] = f"{words['vague'][name]} {own['or_leave_empty']}"
    if not (values or more or files):
        errors[_first_field(view)] = words["empty"]
    return Filled(values, at, more, files, errors)


def _counts(name: str, text: str, asked: Asked) -> bool:
    if name not in set(Detail) or text == asked.known.get(name):
        return False
    return name != Detail.JUNK_CHECKED or text in JUNK


def _first_field(view: Mapping[str, Any]) -> str:
    return next(
        (str(block["block_id"]) for block in view.get("blocks", ()) if block["type"] == "input"), MORE
    )


def _known(slack: SlackContext, ticket: Row[Any], missing: tuple[str, ...]) -> dict[str, str]:
    """Of what this problem needs: what is not missing, as it was understood."""
    if ticket.problem not in set(ProblemKind):
        return {}
    problem = ProblemKind(ticket.problem)
    about = slack.desk.library.problems.get(problem.value)
    needed = required(problem, slack.desk.platform, about)
    details = {**(ticket.decision or {}).get("details", {}), **ticket.known}
    found: dict[str, str] = {}
    for detail in _PREFILLED:
        value = details.get(detail.value)
        if detail in needed and detail.value not in missing and value:
            found[detail.value] = value if isinstance(value, str) else ", ".join(map(str, value))
    return found


def _field(field: Field, words: Mapping[str, Any], value: str = "") -> Block:
    if field.kind == "junk":
        return choice_field(field.name, field.label, {name: words["junk"][name] for name in JUNK})
    hint = " ".join(filter(None, (field.hint, field.more)))
    lines = field.name in {detail.value for detail in PASTED}
    return text_field(field.name, field.label, hint, value=value, lines=lines)
