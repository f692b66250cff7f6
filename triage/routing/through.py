"""Labelled tickets through the whole pipeline: evidence, rules, checks (offline) and words together.

Two kinds of folders: `*.jsonl` as in `knowledge/examples`, and mails (`*.eml`, or `mail/*.eml`) whose labels
stand in `expected.toml`, a table for each, as in `tests/cases`.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from email.message import EmailMessage
from email.policy import SMTPUTF8
from pathlib import Path
from typing import Any

from knowledge.errors import KnowledgeError
from knowledge.labelled import Example, read_examples
from knowledge.library import Library
from knowledge.vocabulary import Platform, ProblemKind, Route
from triage.arrival import arrived
from triage.details.telling import case_text
from triage.model import Case, Evidence
from triage.pipeline import triage
from triage.routing.tally import Guess
from triage.tools.protocols import Classifier, Tools, WordsSay

DATE = "Wed, 18 Nov 2026 16:12:00 +0100"
"""Of a ticket that says no date: "yesterday" in it is the 17th."""
PLATFORM = "oss"
EXPECTED = "expected.toml"
Read = Callable[[bytes, str, Platform], tuple[Evidence, ...]]


@dataclass(frozen=True)
class Labelled:
    """A ticket with its label; `raw` is the mail it came as, where it came as one."""

    example: Example
    raw: bytes | None = None


def read_folder(path: Path, library: Library, read: Read) -> tuple[Labelled, ...]:
    """The labelled tickets of a folder, or of one .jsonl file. Raises `KnowledgeError`."""
    if path.is_dir() and (path / EXPECTED).is_file():
        return tuple(_mails(path, library, read))
    files = sorted(path.glob("*.jsonl")) if path.is_dir() else [path]
    return tuple(Labelled(example) for example in read_examples(files))


def guess(ticket: Labelled, classifier: Classifier, tools: Tools, library: Library, read: Read) -> Guess:
    """What the pipeline decides. Raises `KnowledgeError` for a platform that there is not."""
    example = ticket.example
    platform = library.platform(example.platform or PLATFORM)
    raw = ticket.raw if ticket.raw is not None else as_mail(example)
    case = arrived(read(raw, f"{example.id}.eml", platform)[0], platform)
    said = triage(case, library, replace(tools, classifier=classifier))
    return Guess(example, said.route, said.confidence, said.problem, tuple(said.missing), dict(said.details))


@dataclass(frozen=True)
class Given:
    """A classifier that says what another one has said of this very ticket."""

    said: WordsSay

    def read(self, text: str) -> WordsSay:
        return self.said


def as_mail(example: Example) -> bytes:
    """The ticket as its mail would arrive."""
    mail = EmailMessage(SMTPUTF8)
    mail["From"] = _line(example.requester) or "requester@desk.example"
    mail["To"], mail["Date"] = "help@desk.example", example.date or DATE
    mail["Subject"] = _line(example.subject)
    mail["Message-ID"] = "<ticket@desk.example>"
    mail.set_content(_encodable(example.text))
    return mail.as_bytes()


def _line(text: str) -> str:
    return " ".join(_encodable(text).split())


def _encodable(text: str) -> str:
    """Without halves of characters, which JSON may hold and no mail can."""
    return text.encode("utf-8", "replace").decode("utf-8")


def _mails(folder: Path, library: Library, read: Read) -> Iterator[Labelled]:
    path = folder / EXPECTED
    try:
        tables = tomllib.loads(path.read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise KnowledgeError(f"{path}: {error}") from None
    for name, row in tables.items():
        if not isinstance(row, dict):
            raise KnowledgeError(f"{path}: {name} should be a table, as [{name}]")
        mail = next((place for place in _places(folder, name) if place.is_file()), None)
        if mail is None:
            raise KnowledgeError(f"{path}: there is no mail {name}.eml for [{name}]")
        raw = mail.read_bytes()
        platform = _platform(folder, row)
        case = arrived(read(raw, mail.name, library.platform(platform))[0], library.platform(platform))
        yield Labelled(_example(name, row, platform, case, path), raw)


def _places(folder: Path, name: str) -> Iterable[Path]:
    return (folder / "mail" / f"{name}.eml", folder / f"{name}.eml") if "/" not in name else ()


def _platform(folder: Path, row: dict[str, Any]) -> str:
    """Its profile lies in the folder, or is one that is known by name."""
    name = str(row.get("platform") or PLATFORM)
    own = folder / "platforms" / f"{name}.toml"
    return str(own) if "/" not in name and own.is_file() else name


def _example(name: str, row: dict[str, Any], platform: str, case: Case, path: Path) -> Example:
    try:
        route = Route(row.get("route", ""))
        problem = ProblemKind(row["problem"]) if row.get("problem") else None
    except ValueError as error:
        raise KnowledgeError(f"{path}: [{name}]: {error}") from None
    if (problem is None) == (route is Route.REAL_ISSUE):
        raise KnowledgeError(f'{path}: [{name}]: "problem" belongs to a real issue, and only to one')
    missing = row.get("missing")
    return Example(
        id=name,
        family=str(row.get("family") or name),
        lang=str(row.get("language") or "en"),
        subject="",
        text=case_text(case),
        route=route,
        problem=problem,
        missing=tuple(map(str, missing)) if isinstance(missing, list) else None,
        platform=platform,
    )
