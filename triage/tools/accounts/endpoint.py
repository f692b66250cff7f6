"""Accounts from an operator's own HTTP endpoint: `?address=…` in, an object as `Account` names it out."""

from __future__ import annotations

from triage.tools.accounts.reading import account_of
from triage.tools.endpoint import Endpoint
from triage.tools.lookups import AccountAnswer, Ended
from triage.tools.protocols import Clock
from triage.tools.source_url import SourceUrl
from triage.tools.threads import in_thread

SCHEMES = ("https", "http")


def make(url: SourceUrl, clock: Clock) -> EndpointAccounts:
    return EndpointAccounts(Endpoint(url), clock)


class EndpointAccounts:
    def __init__(self, endpoint: Endpoint, clock: Clock) -> None:
        self._endpoint, self._clock = endpoint, clock

    async def look_up(self, address: str) -> AccountAnswer:
        ended, values, why = await in_thread(lambda: self._endpoint.get({"address": address}))
        account = account_of(address, values) if ended is Ended.FOUND else None
        return AccountAnswer(ended, self._endpoint.name, account, self._clock.now(), why)
