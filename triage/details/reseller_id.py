"""The reseller, by the name of its account."""

from __future__ import annotations

from knowledge.vocabulary import Detail
from triage.details.labels import labelled
from triage.details.telling import Telling

DETAIL = Detail.RESELLER_ID


def find(telling: Telling) -> str | None:
    return telling.facts.get(DETAIL) or labelled(telling.text, DETAIL)
