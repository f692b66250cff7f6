"""Every word of the desk can be said; what has no words yet is shown as it is."""

from __future__ import annotations

from collections.abc import Iterable

import pytest

from bot.web import words
from knowledge import vocabulary
from triage.evidence.files.look import WARNINGS


@pytest.mark.parametrize(
    ("said", "values"),
    [
        (words.ROUTES, vocabulary.Route),
        (words.PROBLEMS, vocabulary.ProblemKind),
        (words.STATES, vocabulary.TicketState),
        (words.ACTIONS, vocabulary.Action),
        (words.DETAILS, vocabulary.Detail),
        (words.REASONS, vocabulary.Reason),
        (words.REJECTED_BY, vocabulary.RejectedBy),
        (words.FIXERS, vocabulary.WhoCanFix),
        (words.STATUSES, vocabulary.Status),
        (words.OUTGOING, ("due", "sending", "sent", "failed", "unknown", "withdrawn")),
        (words.OUTCOMES, ("ticket", "appended", "duplicate", "set_aside", "quarantined")),
        (words.FILE_WARNINGS, WARNINGS),
        (words.BOUNCE_ACTIONS, ("failed", "delayed", "delivered", "relayed", "expanded")),
    ],
)
def test_complete(said: dict[str, str], values: Iterable[str]) -> None:
    assert set(said) == {str(value) for value in values}
    assert len(set(said.values())) == len(said)


@pytest.mark.parametrize(
    ("value", "text"), [("newsletter", "Newsletter"), ("brand_new", "brand new"), (None, "")]
)
def test_say(value: str | None, text: str) -> None:
    assert words.say(words.ROUTES, value) == text
