"""Traces from an operator's own HTTP endpoint.

In: `?since=…&until=…` (ISO 8601) and what is known of `message_id`, `sender`, `recipient`. Out: an object
with `events`, a list of objects as `TraceEvent` names them; HTTP 404 says that the mail never came.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from triage.tools.endpoint import Endpoint
from triage.tools.lookups import Ended, Fate, TraceAnswer, TraceEvent, TraceQuery
from triage.tools.protocols import Clock
from triage.tools.source_url import SourceUrl
from triage.tools.threads import in_thread

SCHEMES = ("https", "http")
_MOST = 200
_LONGEST = 1_000


def make(url: SourceUrl, clock: Clock) -> EndpointTrace:
    return EndpointTrace(Endpoint(url), clock)


class EndpointTrace:
    def __init__(self, endpoint: Endpoint, clock: Clock) -> None:
        self._endpoint, self._clock = endpoint, clock

    async def trace(self, query: TraceQuery) -> TraceAnswer:
        asked = {
            "since": query.since.isoformat(),
            "until": query.until.isoformat(),
            "message_id": query.message_id,
            "sender": query.sender,
            "recipient": query.recipient,
        }
        ended, values, why = await in_thread(lambda: self._endpoint.get(asked))
        now, name = self._clock.now(), self._endpoint.name
        if ended is not Ended.FOUND:
            return TraceAnswer(ended, name, at=now, why=why)
        if not isinstance(values.get("events"), list):
            return TraceAnswer(Ended.BROKEN, name, at=now, why="its answer has no list of events")
        events = [_event(item) for item in values["events"][:_MOST] if isinstance(item, dict)]
        known = sorted((event for event in events if event is not None), key=lambda event: event.at)
        if values["events"] and not known:
            return TraceAnswer(Ended.BROKEN, name, at=now, why="none of its events can be read")
        return TraceAnswer(Ended.FOUND if known else Ended.ABSENT, name, tuple(known), now)


def _event(item: dict[str, Any]) -> TraceEvent | None:
    try:
        fate, at = Fate(item.get("fate", "")), datetime.fromisoformat(str(item.get("at")))
    except ValueError:
        return None
    if at.tzinfo is None:
        return None
    names = ("recipient", "folder", "by", "host", "reply")
    texts = {name: item[name][:_LONGEST] for name in names if isinstance(item.get(name), str)}
    return TraceEvent(fate, at, str(item.get("line") or "")[:_LONGEST], **texts)
