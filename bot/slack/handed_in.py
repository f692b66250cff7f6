"""Modals that requesters handed in, as a worker reads them: missing details, or a new question."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from bot.desk.automatic import domain_of
from bot.desk.record import ticket_row
from bot.desk.types import Incoming, StoredIntake
from bot.form.answer import MOST_FILES, Answer, SentFile, details_of, is_taken
from bot.form.files import safe_name
from bot.form.mail import as_mail as answer_as_mail
from bot.form.mail import text_of
from bot.slack.files import SlackFile
from bot.slack.incoming import Reader
from bot.web.form_words import words_in


def read_details(intake: StoredIntake, stored: dict[str, Any], reader: Reader) -> Incoming:
    """What was asked for: the same answer as on the requester's page. Raises `NotFound`, `NotYet`."""
    number = int(stored["ticket"])
    with reader.desk.store.read() as connection:
        ticket = ticket_row(connection, number)
    files = reader.fetch(stored.get("files"))
    at = datetime.fromisoformat(stored["at"]) if stored.get("at") else None
    answer = Answer(stored["values"], at, stored.get("more", ""), _sent(files))
    text = text_of(answer, words_in(stored.get("language")))
    ours = (ticket.help_address, *reader.desk.settings.help_address, *reader.desk.platform.help_addresses)
    domains = (domain_of(item) for item in ours if item)
    domain = next((found for found in domains if found and found.isascii()), "mailtriage.invalid")
    mail = answer_as_mail(
        answer, text, number=number, requester=ticket.requester, domain=domain, at=intake.received_at
    )
    evidence = reader.evidence(mail, [*files, *_left_out(files)])
    return Incoming(
        evidence=evidence,
        text=evidence.text,
        requester=f"slack:{stored['user']}",
        requester_name=reader.people.person(str(stored["user"])).name,
        subject=evidence.message.subject or "",
        fingerprint=intake.source.key,
        answers_ticket=number,
        may_auto_answer=ticket.may_auto_answer,
        attachments=evidence.attachments,
        details=details_of(answer),
    )


def read_asked(intake: StoredIntake, stored: dict[str, Any], reader: Reader) -> Incoming:
    """A question by modal: its answer goes to the person directly, where their thread then begins."""
    user, text = str(stored["user"]), str(stored.get("text") or "")
    at = f"{intake.received_at.timestamp():.6f}"
    thread = f"slack:{user}:view-{intake.intake_id}"
    person = reader.people.person(user)
    return reader.said_by(
        person, text, stored.get("files"), at=at, thread=thread, fingerprint=intake.source.key
    )


OTHERS = {"details": read_details, "asked": read_asked}


def _sent(files: list[SlackFile]) -> tuple[SentFile, ...]:
    named = [(safe_name(file.name, number), file.content) for number, file in enumerate(files, 1)]
    taken = [SentFile(name, content) for name, content in named if content is not None and is_taken(name)]
    return tuple(taken[:MOST_FILES])


def _left_out(files: list[SlackFile]) -> list[SlackFile]:
    return [
        SlackFile(file.name, None, f"{safe_name(file.name, 0)}: a kind of file that is not taken")
        for file in files
        if file.content is not None and not is_taken(safe_name(file.name, 0))
    ]
