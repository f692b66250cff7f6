"""The login of the person who may speak for the reseller account."""

from __future__ import annotations

from functools import lru_cache

from knowledge.vocabulary import Detail
from triage.details.account_names import told_name
from triage.details.labels import beside, labelled
from triage.details.loose_ids import signatures, signed_below
from triage.details.paired_ids import paired
from triage.details.telling import Telling

DETAIL = Detail.AUTHORIZED_USER_ID


def find(telling: Telling) -> str | None:
    said = telling.facts.get(DETAIL) or _told(telling.text)
    return said or _told(signatures(telling.case)) or told_name(signed_below(telling.case), DETAIL)


@lru_cache(maxsize=32)
def _told(text: str) -> str | None:
    """Kept: a ticket is looked through again once its route and problem are known."""
    if not text:
        return None
    said = (
        paired(text, DETAIL) or labelled(text, DETAIL) or beside(text, Detail.RESELLER_ID, "beside_reseller")
    )
    return said or told_name(text, DETAIL)
