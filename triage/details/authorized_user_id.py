"""The login of the person who may speak for the reseller account."""

from __future__ import annotations

from knowledge.vocabulary import Detail
from triage.details.labels import beside, labelled
from triage.details.loose_ids import login_in, signatures
from triage.details.telling import Telling

DETAIL = Detail.AUTHORIZED_USER_ID


def find(telling: Telling) -> str | None:
    said = telling.facts.get(DETAIL) or _told(telling.text)
    return said or _told(signatures(telling.case))


def _told(text: str) -> str | None:
    if not text:
        return None
    return labelled(text, DETAIL) or beside(text, Detail.RESELLER_ID, "beside_reseller") or login_in(text)
