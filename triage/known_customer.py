"""What the operator knows of who asks, so that it is never asked for: IDs, cluster, time zone, language."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import tzinfo
from zoneinfo import ZoneInfo

from triage.details.telling import Telling
from triage.model import Fact, Facts
from triage.tools.protocols import Customer, Tools

_DEADLINE_S = 3.0
_FACTS = ("reseller_id", "authorized_user_id", "cluster", "brand")


def with_customer(telling: Telling, tools: Tools) -> Telling:
    """The telling with what the customer directory adds. What was filled in by hand, or sent, wins."""
    keys = tuple(filter(None, (telling.picture.requester, telling.picture.requester_domain)))
    if tools.customers is None or not keys:
        return telling
    found, source = asyncio.run(_find(tools, keys))
    if found is None:
        return telling
    known = [Fact(name, value, source) for name in _FACTS if (value := getattr(found, name))]
    return replace(
        telling,
        facts=Facts((*telling.facts.items, *known)),
        zone=telling.zone or _zone(found.time_zone),
        language=telling.language or found.language,
    )


async def _find(tools: Tools, keys: tuple[str, ...]) -> tuple[Customer | None, str]:
    assert tools.customers is not None
    try:
        async with asyncio.timeout(_DEADLINE_S):
            answer = await tools.customers.find(keys)
    except TimeoutError:
        return None, ""
    return answer.customer, f"the customer directory ({answer.source})"


def _zone(name: str | None) -> tzinfo | None:
    if not name:
        return None
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        return None
