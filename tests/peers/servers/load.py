"""So many mails a second through Postfix and a mailbox into the running service, and what it costs."""

from __future__ import annotations

import re
import statistics
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from sqlalchemy import select

from bot.store.engine import Store
from bot.store.queries.ledger import Ledger, ledger
from bot.store.raw import RawFiles
from bot.store.schema.ledger import intake
from bot.store.schema.ticket import tickets
from tests.peers.servers.bombs import bombs
from tests.peers.servers.flood import Flood, Letter, letter
from tests.peers.servers.mail import MailServers
from tests.peers.servers.service import RunningService

_QUEUE_ID = re.compile(rb"\(Postfix\) with E?SMTPS? id (\w{11,})")
_BASE_52 = "0123456789BCDFGHJKLMNPQRSTVWXYZbcdfghjklmnpqrstvwxyz"
_HEAD = 64 * 1024
_LOOK_EVERY_S = 0.5


@dataclass
class Memory:
    """Resident memory in MB, and how many bytes the service's process held last."""

    service: float = 0.0
    with_children: float = 0.0
    over_time: list[float] = field(default_factory=list)


@dataclass(frozen=True)
class Measured:
    """`delays`: seconds from Postfix's queue to the ticket, of every ordinary mail. Memory in MB."""

    sent: int
    bombs: int
    ledger: Ledger
    lost: frozenset[str]
    delays: tuple[float, ...]
    memory: Memory

    @property
    def median(self) -> float:
        return statistics.median(self.delays)

    def quantile(self, share: float) -> float:
        return sorted(self.delays)[min(int(len(self.delays) * share), len(self.delays) - 1)]


def measure(
    servers: MailServers, desk: RunningService, to: str, seconds: float, per_second: float, bomb_every: int
) -> Measured:
    """Send at that rate for so long, every `bomb_every`th a bomb; wait until the ledger adds up."""
    count = int(seconds * per_second)
    store = Store(f"sqlite:///{desk.folder / 'data' / 'mailtriage.sqlite3'}")
    try:
        letters = _letters(to, count, bomb_every)
        with _watched(desk) as memory, Flood(servers, letters, per_second) as flood:
            flood.wait()
            desk.wait_for(lambda: _all_filed(store, count), f"{count} mails are filed")
        names, delays = _arrived(store, RawFiles(desk.folder / "data" / "raw"))
        sent = frozenset(flood.handed)
        return Measured(count, count // bomb_every, ledger(store), sent - names, tuple(delays), memory)
    finally:
        store.close()


def _letters(to: str, count: int, bomb_every: int) -> Iterator[Letter]:
    kinds = bombs()
    for number in range(count):
        name, sender = f"load-{number}", f"user{number}@customer.test"
        if number % bomb_every != bomb_every - 1:
            yield letter(name, sender, to, f"My mail to bob{number}@example.org came back. Why?")
            continue
        make = kinds[number // bomb_every % len(kinds)]
        head = f"From: {sender}\r\nSubject: {name}\r\nMessage-ID: <{name}@customer.test>\r\n"
        yield Letter(name, sender, to, make(head))


def _all_filed(store: Store, count: int) -> bool:
    now = ledger(store)
    return now.seen >= count and not now.in_work


def _arrived(store: Store, raw: RawFiles) -> tuple[frozenset[str], list[float]]:
    """The names of all mails in the ledger, and how long the ordinary ones took."""
    query = select(intake.c.sha256, tickets.c.created_at, tickets.c.subject).select_from(
        intake.outerjoin(tickets, tickets.c.number == intake.c.ticket)
    )
    with store.read() as connection:
        rows = connection.execute(query).all()
    names, delays = set(), []
    for row in rows:
        with raw.path(row.sha256).open("rb") as file:
            head = file.read(_HEAD)
        found = re.search(rb"^Subject: (load-\d+)\r?$", head, re.MULTILINE)
        names.add(found[1].decode() if found else "?")
        queued = queued_at(head)
        if row.created_at is not None and queued is not None:
            delays.append(row.created_at.timestamp() - queued)
    return frozenset(names), delays


def queued_at(head: bytes) -> float | None:
    """When Postfix began the queue file, from its long queue ID: seconds, four digits of microseconds."""
    found = _QUEUE_ID.search(head)
    if found is None:
        return None
    text = found[1].decode().rpartition("z")[0]
    return _number(text[:-4]) + _number(text[-4:]) / 1e6


def _number(text: str) -> int:
    value = 0
    for digit in text:
        value = value * 52 + _BASE_52.index(digit)
    return value


@contextmanager
def _watched(desk: RunningService) -> Iterator[Memory]:
    """Looks at the memory of the service and its children until the block ends; the most counts."""
    memory, over = Memory(), threading.Event()

    def look() -> None:
        while not over.wait(_LOOK_EVERY_S):
            if desk.process is None:
                continue
            own = resident_mb(desk.process.pid)
            memory.over_time.append(own)
            memory.service = max(memory.service, own)
            children = sum(resident_mb(pid) for pid in children_of(desk.process.pid))
            memory.with_children = max(memory.with_children, own + children)

    thread = threading.Thread(target=look, name="memory", daemon=True)
    thread.start()
    try:
        yield memory
    finally:
        over.set()
        thread.join()


def resident_mb(pid: int) -> float:
    try:
        found = re.search(r"VmRSS:\s+(\d+) kB", Path(f"/proc/{pid}/status").read_text())
    except OSError:
        return 0.0
    return int(found[1]) / 1024 if found else 0.0


def children_of(pid: int) -> list[int]:
    try:
        tasks = list(Path(f"/proc/{pid}/task").glob("*/children"))
        return [int(child) for task in tasks for child in task.read_text().split()]
    except OSError:
        return []
