"""The address that sent the mail in question."""

from __future__ import annotations

from knowledge.vocabulary import Detail
from triage.details.roles import roles
from triage.details.telling import Telling

DETAIL = Detail.SENDER


def find(telling: Telling) -> str | tuple[str, ...] | None:
    found = roles(telling).senders
    return found[0] if len(found) == 1 else found or None
