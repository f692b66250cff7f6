"""What the desk makes of a talk so far, in words for the person who talks: read, not judged."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.desk.types import StoredIntake
from bot.slack.context import SlackContext
from bot.slack.plain import one_line
from bot.web.form_words import words_in
from knowledge.vocabulary import Detail
from triage.details import find_details
from triage.details.telling import Telling, listen
from triage.model import Case, CaseMessage, Evidence

_MOST_DEEP = 20
_TELLING = ("ndr", "headers", "abuse_report")


@dataclass(frozen=True)
class Understood:
    text: str
    lines: tuple[str, ...]
    """`label: value`, in the person's language."""
    has_evidence: bool
    """A bounce, a mail or its headers came with it, as a file or pasted."""


def understood(slack: SlackContext, said: Sequence[StoredIntake]) -> Understood:
    """Raises `NotYet` while a file cannot be fetched."""
    assert slack.reader is not None
    incoming = [slack.reader.read(intake) for intake in said]
    standing: dict[str | None, CaseMessage] = {}
    for item, intake in zip(incoming, said, strict=True):
        if item.revision is not None and item.revision.withdrawn:
            standing.pop(item.fingerprint, None)
        else:
            standing[item.fingerprint] = CaseMessage(item.evidence, item.text, intake.received_at)
    messages = tuple(standing.values())
    first = incoming[0]
    telling = listen(
        Case(messages, slack.desk.platform, "slack", first.requester, requester_name=first.requester_name)
    )
    lines = tuple(_lines(telling))
    text = "\n".join(message.text for message in messages)
    return Understood(text, lines, any(_tells(message.evidence) for message in messages))


def _lines(telling: Telling) -> Iterator[str]:
    labels = words_in(telling.language)["label"]
    found = find_details(telling)
    for detail in Detail:
        value = found.get(detail.value)
        if not value or detail is Detail.JUNK_CHECKED:
            continue
        words = value if isinstance(value, str) else ", ".join(map(str, value))
        yield one_line(f"{str(labels[detail.value]).rstrip('?: ')}: {words}", 300)


def _tells(evidence: Evidence, depth: int = 0) -> bool:
    if evidence.kind in _TELLING or (depth > 0 and evidence.kind == "message"):
        return True
    return depth < _MOST_DEEP and any(_tells(item, depth + 1) for item in evidence.nested)
