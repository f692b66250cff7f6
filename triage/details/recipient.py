"""The addresses that got the mail in question, or should have."""

from __future__ import annotations

from knowledge.vocabulary import Detail
from triage.details.roles import roles
from triage.details.telling import Telling

DETAIL = Detail.RECIPIENT


def find(telling: Telling) -> str | tuple[str, ...] | None:
    return roles(telling).recipients or None
