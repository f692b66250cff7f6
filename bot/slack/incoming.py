"""What one stored Slack post turned out to say."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from bot.desk.context import Reader as SandboxedReader
from bot.desk.types import Incoming, StoredIntake
from bot.slack.files import MAX_FILES, Downloader, SlackFile
from bot.slack.people import People
from bot.slack.plain import unformat
from bot.slack.post import as_mail, subject_of
from knowledge.vocabulary import Platform
from triage.evidence.quotes import new_text
from triage.model import Evidence


class Reader:
    """Turns a stored post (the event's JSON) into an `Incoming`.

    `keep` stores the post with its files as one mail, so that they outlive their links.
    """

    def __init__(
        self,
        people: People,
        files: Downloader,
        sandbox: SandboxedReader,
        platform: Platform,
        keep: Callable[[bytes], str],
    ) -> None:
        self._people, self._files, self._sandbox = people, files, sandbox
        self._platform, self._keep = platform, keep

    def read(self, intake: StoredIntake) -> Incoming:
        """Raises `NotYet` while a file cannot be fetched; the intake is then tried again."""
        post: dict[str, Any] = json.loads(intake.raw)
        channel, ts, user = str(post["channel"]), str(post["ts"]), str(post["user"])
        text = unformat(str(post.get("text") or ""))
        files = self._fetch(post)
        person = self._people.person(user)
        mail = as_mail(person, text, ts, files)
        self._keep(mail)
        evidence = self._evidence(mail, files)
        return Incoming(
            evidence=evidence,
            text=new_text(text),
            requester=f"slack:{user}",
            requester_name=person.name,
            subject=subject_of(text, files),
            fingerprint=hashlib.sha256(f"slack:{channel}:{ts}".encode()).hexdigest(),
            thread=f"slack:{channel}:{post.get('thread_ts') or ts}",
            may_auto_answer=not person.is_bot,
            attachments=evidence.attachments,
        )

    def _fetch(self, post: dict[str, Any]) -> list[SlackFile]:
        posted = [file for file in post.get("files") or () if isinstance(file, dict)]
        fetched = [self._files.fetch(file) for file in posted[:MAX_FILES]]
        if len(posted) > MAX_FILES:
            fetched.append(
                SlackFile("more files", None, f"{len(posted)} files: only {MAX_FILES} were fetched")
            )
        return fetched

    def _evidence(self, mail: bytes, files: list[SlackFile]) -> Evidence:
        evidence = self._sandbox.read(mail, "a post in Slack", self._platform)[0]
        problems = tuple(file.problem for file in files if file.problem)
        return replace(evidence, problems=evidence.problems + problems)
