"""The reseller, by the name of its account."""

from __future__ import annotations

from knowledge.vocabulary import Detail
from triage.details.labels import labelled
from triage.details.loose_ids import reseller_in, signatures
from triage.details.telling import Telling

DETAIL = Detail.RESELLER_ID


def find(telling: Telling) -> str | None:
    said = telling.facts.get(DETAIL) or labelled(telling.text, DETAIL) or reseller_in(telling.text)
    if said:
        return said
    below = signatures(telling.case)
    return labelled(below, DETAIL) or reseller_in(below) if below else None
