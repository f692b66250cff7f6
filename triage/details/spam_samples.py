"""The mails in question, or their header blocks, by Message-ID."""

from __future__ import annotations

from knowledge.vocabulary import Detail
from triage.details.telling import Telling

DETAIL = Detail.SPAM_SAMPLES


def find(telling: Telling) -> tuple[str, ...] | None:
    return telling.facts.all("spam_samples")[:50] or None
