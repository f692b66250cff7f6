"""Whom the desk has heard from, kept so that one who only looks like them is found at once.

Read from the rows and carried on from where it stopped, so that every process knows the same.
"""

from __future__ import annotations

import threading
from collections import defaultdict
from dataclasses import dataclass, field
from weakref import WeakKeyDictionary

from sqlalchemy import Connection, Engine, func, select

from bot.store.schema.agent import agents
from bot.store.schema.message import messages
from triage.evidence.hosts import domain_of, organisation
from triage.evidence.lookalike import skeleton

_MOST = 50_000
"""Messages that are looked back upon at the start."""
_AGAIN = 50
"""Rows before the last one that are read once more: transactions do not end in the order of their numbers."""
_LONGEST = 80


@dataclass(frozen=True)
class Person:
    address: str
    name: str | None
    is_agent: bool = False


@dataclass(eq=False)
class Acquaintances:
    """Thread-safe. Every list holds the people of one key, the first one first."""

    by_address: dict[str, Person] = field(default_factory=dict)
    by_name: dict[str, list[Person]] = field(default_factory=lambda: defaultdict(list))
    by_drawing: dict[str, list[Person]] = field(default_factory=lambda: defaultdict(list))
    """By what the eye sees of the address."""
    by_domain_drawing: dict[str, list[Person]] = field(default_factory=lambda: defaultdict(list))
    by_domain_slip: dict[str, list[Person]] = field(default_factory=lambda: defaultdict(list))
    by_label: dict[str, list[Person]] = field(default_factory=lambda: defaultdict(list))
    """By the organisation's name without its ending."""
    _domains: set[str] = field(default_factory=set)
    _last: int = 0
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def refresh(self, connection: Connection) -> None:
        """Get to know whoever has written since: proven senders, and none that was odd itself."""
        proven = (messages.c.direction == "in") & (messages.c.role == "requester") & messages.c.verified
        proven &= messages.c.marks.is_(None)
        query = (
            select(messages.c.id, messages.c.author, messages.c.author_name)
            .where(proven, messages.c.id > self._last - _AGAIN)
            .order_by(messages.c.id.desc())
            .limit(_MOST)
        )
        team = select(agents.c.email, agents.c.name).where(agents.c.active, agents.c.email.is_not(None))
        with self._lock:
            last = connection.execute(select(func.max(messages.c.id))).scalar() or 0
            for row in connection.execute(team):
                self._meet(Person(row.email, row.name, is_agent=True))
            for row in reversed(connection.execute(query).all()):
                self._meet(Person(row.author, row.author_name))
            self._last = max(self._last, last)

    def _meet(self, person: Person) -> None:
        address, domain = person.address.casefold(), organisation(domain_of(person.address))
        if domain is None:
            return
        key = name_key(person.name)
        if key and all(one.address.casefold() != address for one in self.by_name[key]):
            self.by_name[key].append(person)
        if address in self.by_address:
            return
        self.by_address[address] = person
        self.by_drawing[drawing(address)].append(person)
        if domain not in self._domains:
            self._domains.add(domain)
            self.by_domain_drawing[skeleton(domain)].append(person)
            for slip in slips(domain):
                self.by_domain_slip[slip].append(person)
        self.by_label[domain.partition(".")[0]].append(person)


_known: WeakKeyDictionary[Engine, Acquaintances] = WeakKeyDictionary()
_making = threading.Lock()


def acquaintances(engine: Engine) -> Acquaintances:
    """Those of this database: one for all threads of the process."""
    with _making:
        return _known.setdefault(engine, Acquaintances())


def name_key(name: str | None) -> str | None:
    """A name for comparing, whatever the order of its words; `None` for one that many people have."""
    words = sorted(skeleton((name or "")[:_LONGEST].casefold().replace(",", " ")).split())
    return " ".join(words) if len(words) > 1 and sum(map(len, words)) >= 6 else None


def drawing(address: str) -> str:
    """What the eye sees of an address."""
    local, _, domain = address.casefold().rpartition("@")
    return f"{skeleton(local[:_LONGEST])}@{skeleton(domain)}"


def slips(domain: str) -> set[str]:
    """The domain with one letter of its name left out, each in turn: two that share one are a slip apart."""
    label, _, ending = domain.partition(".")
    label = label[:_LONGEST]
    return {f"{label[:at]}{label[at + 1 :]}.{ending}" for at in range(len(label))} | {domain}
