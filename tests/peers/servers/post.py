"""Numbered mails of every sort, by IMAP and by LMTP, and what must have become of them in the end."""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import dataclass

from sqlalchemy import select

from bot.store.engine import Store
from bot.store.queries.ledger import ledger
from bot.store.raw import RawFiles
from bot.store.schema.ledger import intake
from bot.store.schema.message import messages
from bot.store.schema.ticket import tickets
from tests.peers.servers.flood import Letter, letter
from tests.peers.servers.mail import MailServers
from tests.peers.servers.mailboxes import waiting_in
from tests.peers.servers.service import RunningService

BY_IMAP, BY_LMTP = "durable@help.test", "durable@desk.test"
WAYS = (BY_IMAP, BY_LMTP)


@dataclass(frozen=True)
class Post:
    """Two thirds come first; then what answers some of them, repeats some by the other way, and new ones."""

    first: tuple[Letter, ...]
    then: tuple[Letter, ...]
    answers: int
    repeats: int


def post(count: int, seed: int = 1) -> Post:
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
    random.Random(seed).shuffle(then)
    return Post(tuple(first), tuple(then), len(answers), len(repeats))


def _question(number: int) -> Letter:
    text = f"My mail came back, number {number}."
    return letter(f"mail-{number}", f"user{number}@customer.test", WAYS[number % 2], text)


def seen(store: Store, count: int) -> bool:
    """So many have come, or more."""
    return ledger(store).seen >= count


def filed(store: Store, count: int) -> bool:
    """So many have come, or more, and all of them are filed."""
    now = ledger(store)
    return now.seen >= count and not now.in_work


def all_filed(servers: MailServers, store: Store, count: int) -> bool:
    """So many have come, none is on its way any more, and all of them are filed; asked in their order."""
    return servers.postfix_is_idle() and not waiting_in(servers, BY_IMAP) and filed(store, count)


def adds_up(sent: Post, desk: RunningService, store: Store) -> None:
    """Asserts that every mail is there once, where it belongs, with its bytes; the ledger says the same."""
    sums = desk.api("ledger")
    count = len(sent.first) + len(sent.then)
    assert sums["seen"] == sum(sums.values()) - sums["seen"]
    expected = {"tickets": count - sent.answers - sent.repeats, "appended": sent.answers}
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
    every = {item.name for item in (*sent.first, *sent.then) if not item.name.startswith("again")}
    assert subjects == dict.fromkeys((name for name in every if not name.startswith("answer")), 1)
    assert Counter(row.subject for row in rows) == dict.fromkeys(every, 1)
    assert all(row.on == row.subject.replace("answer", "mail") for row in rows)
    raw = RawFiles(desk.folder / "data" / "raw")
    assert all(raw.get(sha256) for sha256 in kept)
