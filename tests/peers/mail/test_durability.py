"""kill -9 of the service, of Dovecot and of Postfix while mail comes: nothing is lost, nothing is doubled.

`make durability` does it with 1,000 mails; `DURABILITY_SEED` chooses other moments.
"""

from __future__ import annotations

import os
import random
import signal
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from bot.store.engine import Store
from bot.store.queries.ledger import ledger
from bot.store.raw import RawFiles
from bot.store.schema import intake, messages, tickets
from tests.peers.servers.flood import Flood, Letter, letter
from tests.peers.servers.mailboxes import waiting_in

if TYPE_CHECKING:
    from tests.peers.servers.mail import MailServers, Server
    from tests.peers.servers.service import RunningService

pytestmark = [pytest.mark.peer("postfix", "dovecot"), pytest.mark.timeout(900)]

MAILS = int(os.environ.get("DURABILITY_MAILS", "200"))
SEED = int(os.environ.get("DURABILITY_SEED", "1"))
BY_IMAP, BY_LMTP = "durable@help.test", "durable@desk.test"
WAYS = (BY_IMAP, BY_LMTP)


@dataclass(frozen=True)
class Post:
    """Two thirds come first; then what answers some of them, repeats some by the other way, and new ones."""

    first: tuple[Letter, ...]
    then: tuple[Letter, ...]
    answers: int
    repeats: int


def post(count: int) -> Post:
    first = [_question(number) for number in range(count * 2 // 3)]
    rest = count - len(first)
    answers = [
        letter(f"answer-{number}", f"user{number}@customer.test", WAYS[number % 2], "And one thing more.",
               answers=f"mail-{number}")
        for number in range(rest // 2)
    ]  # fmt: skip
    repeats = [
        Letter(f"again-{item.name}", item.sender, WAYS[1 - WAYS.index(item.to)], item.raw)
        for item in first[: rest // 5]
    ]
    new = [_question(number) for number in range(len(first), len(first) + rest - len(answers) - len(repeats))]
    then = [*answers, *repeats, *new]
    random.Random(SEED).shuffle(then)
    return Post(tuple(first), tuple(then), len(answers), len(repeats))


def _question(number: int) -> Letter:
    text = f"My mail came back, number {number}."
    return letter(f"mail-{number}", f"user{number}@customer.test", WAYS[number % 2], text)


@dataclass(frozen=True)
class Kill:
    after: int
    """How many mails the ledger has seen."""
    victims: tuple[str, ...]


def plan(seen_from: int, seen_to: int, chance: random.Random) -> list[Kill]:
    """Each alone, two at once, all at once; in any order, at any moment."""
    names = ["service", "dovecot", "postfix"]
    victims: list[tuple[str, ...]] = []
    for _ in range(max(1, (seen_to - seen_from) // 250)):
        victims += [(name,) for name in names] * 2 + [tuple(chance.sample(names, 2)), tuple(names)]
    chance.shuffle(victims)
    moments = sorted(chance.sample(range(seen_from, seen_to), len(victims)))
    return [Kill(after, names) for after, names in zip(moments, victims, strict=True)]


def carry_out(kill: Kill, servers: MailServers, service: RunningService) -> None:
    running: dict[str, Server | RunningService] = {
        "dovecot": servers.dovecot,
        "postfix": servers.postfix,
        "service": service,
    }
    for name in kill.victims:
        running[name].stop(signal.SIGKILL)
    for name, server in running.items():
        if name in kill.victims:
            server.start()


@pytest.fixture
def desk(mail_servers: MailServers, start_service: Callable[..., RunningService]) -> RunningService:
    return start_service(
        help_address="help@help.test",
        imap_url=mail_servers.imap_url(BY_IMAP),
        lmtp_listen=f"{mail_servers.host}:{mail_servers.desk_lmtp_port}",
        autonomy="suggest",
    )


@pytest.fixture
def store(desk: RunningService) -> Iterator[Store]:
    """The service's own database, read beside it: also while the service is dead."""
    store = Store(f"sqlite:///{desk.folder / 'data' / 'mailtriage.sqlite3'}")
    yield store
    store.close()


def _seen(store: Store, count: int) -> bool:
    return ledger(store).seen >= count


def survive(
    letters: tuple[Letter, ...], kills: list[Kill], servers: MailServers, desk: RunningService, store: Store
) -> None:
    """Send, and kill at the planned moments; returns when all that was sent has been filed."""
    before = ledger(store).seen
    with Flood(servers, letters, per_second=40) as flood:
        for item in kills:
            desk.wait_for(partial(_seen, store, item.after), f"{item.after} mails are seen")
            carry_out(item, servers, desk)
        desk.wait_for(lambda: flood.over, "everything is handed to Postfix")
    everything = before + len(letters)
    desk.wait_for(
        lambda: (now := ledger(store)).seen >= everything and not now.in_work and servers.postfix_is_idle(),
        f"{everything} mails are filed",
    )


def test_kill_9_of_everything_at_random(
    mail_servers: MailServers, desk: RunningService, store: Store
) -> None:
    chance, sent = random.Random(SEED), post(MAILS)
    half, whole = len(sent.first), MAILS
    survive(sent.first, plan(1, half - 2, chance), mail_servers, desk, store)
    survive(sent.then, plan(half + 1, whole - 2, chance), mail_servers, desk, store)

    sums = desk.api("ledger")
    assert sums["seen"] == sum(sums.values()) - sums["seen"]
    expected = {"tickets": MAILS - sent.answers - sent.repeats, "appended": sent.answers}
    assert {name: sums[name] for name in expected} == expected
    assert sums["quarantined"] == sums["set_aside"] == 0
    assert sums["duplicates"] >= sent.repeats

    with store.read() as connection:
        subjects = Counter(connection.execute(select(tickets.c.subject)).scalars())
        rows = connection.execute(
            select(messages.c.subject, tickets.c.subject.label("on"))
            .join(tickets, tickets.c.number == messages.c.ticket)
            .where(messages.c.direction == "in")
        ).all()
        kept = connection.execute(select(intake.c.sha256)).scalars().all()
    every = {item.name for item in (*sent.first, *sent.then)} - {f"again-{item.name}" for item in sent.first}
    assert subjects == dict.fromkeys((name for name in every if not name.startswith("answer")), 1)
    assert Counter(row.subject for row in rows) == dict.fromkeys(every, 1)
    assert all(row.on == row.subject.replace("answer", "mail") for row in rows)
    raw = RawFiles(desk.folder / "data" / "raw")
    assert all(raw.get(sha256) for sha256 in kept)
    assert waiting_in(mail_servers, BY_IMAP) == 0
