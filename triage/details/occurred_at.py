"""When it happened, exactly: day, hour, minute and zone, as ISO 8601."""

from __future__ import annotations

from knowledge.vocabulary import Detail
from triage.details.moments import latest, moments
from triage.details.telling import Telling

DETAIL = Detail.OCCURRED_AT


def find(telling: Telling) -> str | None:
    if said := telling.facts.get("occurred_at"):
        return said
    said_at = moments(telling.text, telling.words, telling.written_at, telling.language, telling.zone)
    found = [moment.exact(telling.zone) for moment in said_at]
    best = latest([moment for moment in found if moment], telling.written_at)
    return best.isoformat() if best else None
