"""What the thinking may ask of the world. The only module beside the model that a check imports."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from knowledge.vocabulary import ProblemKind, Route
from triage.tools.lookups import Account as Account
from triage.tools.lookups import AccountAnswer as AccountAnswer
from triage.tools.lookups import Accounts as Accounts
from triage.tools.lookups import Customer as Customer
from triage.tools.lookups import CustomerAnswer as CustomerAnswer
from triage.tools.lookups import Customers as Customers
from triage.tools.lookups import Ended as Ended
from triage.tools.lookups import Fate as Fate
from triage.tools.lookups import Fetch as Fetch
from triage.tools.lookups import Page as Page
from triage.tools.lookups import Trace as Trace
from triage.tools.lookups import TraceAnswer as TraceAnswer
from triage.tools.lookups import TraceEvent as TraceEvent
from triage.tools.lookups import TraceQuery as TraceQuery


class Outcome(StrEnum):
    """How a DNS question ended. Only the first three say anything about the name."""

    OK = "ok"
    NODATA = "nodata"
    NXDOMAIN = "nxdomain"
    SERVFAIL = "servfail"
    TIMEOUT = "timeout"
    REFUSED = "refused"
    OFFLINE = "offline"
    UNASKED = "unasked"
    """Not asked, because the run had used up its questions."""

    @property
    def is_answer(self) -> bool:
        return self in (Outcome.OK, Outcome.NODATA, Outcome.NXDOMAIN)


@dataclass(frozen=True)
class Answer:
    """One DNS answer.

    `records` in presentation form without trailing dots: MX `10 mx.example.org`, TXT with its strings
    joined, A/AAAA/PTR/CNAME as the bare value. `at` is when it was fetched, `ttl` in seconds.
    """

    name: str
    rdtype: str
    outcome: Outcome
    records: tuple[str, ...] = ()
    ttl: int | None = None
    at: datetime | None = None
    secure: bool | None = None
    """Whether the resolver says that it verified this by DNSSEC (the AD bit, RFC 4035 section 3.2.3)."""


class Resolver(Protocol):
    async def query(self, name: str, rdtype: str) -> Answer:
        """Ask one question. Never raises for what the network does: the outcome says it."""


class Clock(Protocol):
    def now(self) -> datetime:
        """The time, aware, in UTC."""


@dataclass(frozen=True)
class WordsSay:
    """What the words alone suggest: calibrated probabilities that add up to 1, and the telling words."""

    routes: Mapping[Route, float]
    problems: Mapping[ProblemKind, float]
    telling: tuple[str, ...] = ()
    model: str | None = None
    """Which model said so: `model 3` (a version of `mailtriage models`), or `built`."""


class Classifier(Protocol):
    def read(self, text: str) -> WordsSay:
        """Judge cleaned text (subject and new text, no quotes, no signature)."""


@dataclass(frozen=True)
class Tools:
    """What is `None` is not there: nobody is asked, and what it would have told stays unknown."""

    resolver: Resolver
    clock: Clock
    classifier: Classifier
    fetch: Fetch | None = None
    accounts: Accounts | None = None
    trace: Trace | None = None
    customers: Customers | None = None
    policies: Fetch | None = None
    """For a page of the very domain that a person asks about (MTA-STS). A ticket has none: its domains are
    strangers', and nobody there named them."""
