"""Customers from an operator's own HTTP endpoint: `?key=…` (domain or address) in, an object out."""

from __future__ import annotations

from functools import partial

from triage.tools.customers.reading import customer_of
from triage.tools.endpoint import Endpoint
from triage.tools.lookups import CustomerAnswer, Ended
from triage.tools.protocols import Clock
from triage.tools.source_url import SourceUrl
from triage.tools.threads import in_thread

SCHEMES = ("https", "http")


def make(url: SourceUrl, clock: Clock) -> EndpointCustomers:
    return EndpointCustomers(Endpoint(url), clock)


class EndpointCustomers:
    def __init__(self, endpoint: Endpoint, clock: Clock) -> None:
        self._endpoint, self._clock = endpoint, clock

    async def find(self, keys: tuple[str, ...]) -> CustomerAnswer:
        ended, why = Ended.ABSENT, ""
        for key in keys:
            ended, values, why = await in_thread(partial(self._endpoint.get, {"key": key}))
            if ended is Ended.FOUND:
                customer = customer_of(key, values)
                return CustomerAnswer(ended, self._endpoint.name, customer, self._clock.now())
            if ended is not Ended.ABSENT:
                break
        return CustomerAnswer(ended, self._endpoint.name, at=self._clock.now(), why=why)
