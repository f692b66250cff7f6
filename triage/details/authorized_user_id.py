"""The login of the person who may speak for the reseller account."""

from __future__ import annotations

from knowledge.vocabulary import Detail
from triage.details.labels import beside, labelled
from triage.details.telling import Telling

DETAIL = Detail.AUTHORIZED_USER_ID


def find(telling: Telling) -> str | None:
    said = telling.facts.get(DETAIL) or labelled(telling.text, DETAIL)
    return said or beside(telling.text, Detail.RESELLER_ID, "beside_reseller")
