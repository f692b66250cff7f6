"""What one stored deed in Slack turned out to say: a post, its edit, its deletion, or a modal handed in."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from bot.desk.context import Desk
from bot.desk.threads import ticket_of_thread
from bot.desk.types import Actor, Beside, Incoming, NotYet, Revision, StoredIntake
from bot.slack.files import MAX_FILES, Downloader, SlackFile
from bot.slack.people import People, Person
from bot.slack.plain import unformat
from bot.slack.post import as_mail, subject_of
from bot.slack.stored import is_direct, kept
from triage.evidence.quotes import new_text
from triage.model import Evidence

BURST_S = 120.0
"""Posts of one person in one channel, so close to each other, are one question in several pieces."""
TALK_S = 600.0
"""The same in a direct message, where a talk goes on longer."""
_ROOT_COMES_WITHIN = timedelta(minutes=1)

Other = Callable[[StoredIntake, dict[str, Any], "Reader"], Incoming]


class Reader:
    """Turns what was stored into an `Incoming`. `others` read what is no post, by its kind."""

    def __init__(self, desk: Desk, people: People, files: Downloader, others: Mapping[str, Other]) -> None:
        self.desk, self.people, self._files, self._others = desk, people, files, others

    def read(self, intake: StoredIntake) -> Incoming:
        """Raises `NotYet` while a file cannot be fetched; the intake is then tried again."""
        stored = kept(intake.raw)
        kind = str(stored.get("kind", "post"))
        if kind in self._others:
            return self._others[kind](intake, stored, self)
        if kind == "post":
            return self._post(intake, stored)
        at = datetime.fromtimestamp(float(stored["at"]), UTC)
        gone = kind == "withdrawn"
        post = {**stored["post"], "files": []} if gone else stored["post"]
        return replace(self._post(intake, post), revision=Revision(at, gone))

    def fetch(self, posted: object) -> list[SlackFile]:
        """The files of a post or a modal, those that are too many left out with a word."""
        files = [file for file in posted if isinstance(file, dict)] if isinstance(posted, list) else []
        fetched = [self._files.fetch(file) for file in files[:MAX_FILES]]
        if len(files) > MAX_FILES:
            why = f"{len(files)} files: only {MAX_FILES} were fetched"
            fetched.append(SlackFile("more files", None, why))
        return fetched

    def evidence(self, mail: bytes, files: list[SlackFile]) -> Evidence:
        """`mail` is kept, so that the files outlive their links."""
        self.desk.raw.put(mail)
        evidence = self.desk.sandbox.read(mail, "a post in Slack", self.desk.platform)[0]
        problems = tuple(file.problem for file in files if file.problem)
        return replace(evidence, problems=evidence.problems + problems)

    def said_by(
        self, person: Person, text: str, posted: object, *, at: str, thread: str, fingerprint: str
    ) -> Incoming:
        """What a person said, `at` a time of Slack's, with the files `posted` beside it."""
        files = self.fetch(posted)
        evidence = self.evidence(as_mail(person, text, at, files), files)
        return Incoming(
            evidence=evidence,
            text=new_text(text),
            requester=f"slack:{person.id}",
            requester_name=person.name,
            subject=subject_of(text, files),
            fingerprint=fingerprint,
            thread=thread,
            may_auto_answer=not person.is_bot,
            attachments=evidence.attachments,
        )

    def _post(self, intake: StoredIntake, post: dict[str, Any]) -> Incoming:
        channel, ts, user = str(post["channel"]), str(post["ts"]), str(post.get("user") or "")
        thread = f"slack:{channel}:{post.get('thread_ts') or ts}"
        self._wait_for_root(intake, post, thread)
        text = unformat(str(post.get("text") or ""))
        fingerprint = hashlib.sha256(f"slack:{channel}:{ts}".encode()).hexdigest()
        person = self.people.person(user)
        said = self.said_by(person, text, post.get("files"), at=ts, thread=thread, fingerprint=fingerprint)
        return replace(said, beside=_beside(post), by_agent=self._agent(person))

    def _agent(self, person: Person) -> Actor | None:
        return Actor("agent", f"slack:{person.id}", person.name) if self.people.is_agent(person.id) else None

    def _wait_for_root(self, intake: StoredIntake, post: dict[str, Any], thread: str) -> None:
        """An answer that overtook the post that it answers must not make a ticket of the answerer's own."""
        if is_direct(post) or not _may_answer_another(post):
            return
        if self.desk.now() - intake.received_at > _ROOT_COMES_WITHIN:
            return
        with self.desk.store.read() as connection:
            if ticket_of_thread(connection, thread) is None:
                raise NotYet("the post that it answers has not come in yet", after_s=5.0)


def _may_answer_another(post: dict[str, Any]) -> bool:
    """In a thread that somebody else began, or of which Slack does not say who did."""
    return post.get("thread_ts") not in (None, post["ts"]) and post.get("parent_user_id") != post.get("user")


def _beside(post: dict[str, Any]) -> Beside | None:
    if post.get("thread_ts") not in (None, post["ts"]):
        return None
    direct = is_direct(post)
    return Beside(TALK_S if direct else BURST_S, answers_what_waits=direct)
