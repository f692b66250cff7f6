"""How long does the queue take on 50,000 tickets, and how long a search through all of them? SQLite.

Every ticket has a question, an answer, a delivery report as evidence and a decision as large as a real one.
`BENCH_TICKETS` says how many.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import insert

from benchmarks.figure import Figure, median_seconds
from bot.store.engine import Store
from bot.store.evidence_words import words_of
from bot.store.migrate import upgrade
from bot.store.queries.ticket_list import TicketFilter, list_tickets, queue_of_tickets
from bot.store.schema.message import evidence, messages
from bot.store.schema.search import evidence_words
from bot.store.schema.ticket import tickets

TICKETS = int(os.environ.get("BENCH_TICKETS", "50000"))
_AT_ONCE, _PAGE = 1_000, 51
_BEGIN = datetime(2026, 1, 1, tzinfo=UTC)
_STATES = ("closed", "solved", "waiting", "triaged")
_QUESTION = "Hello, my mail came back and I do not understand why. Could you please have a look? " * 6
_ANSWER = "Thank you for writing to us. The other side refused the mail, and this is what you can do. " * 10
_DECISION = {"reasons": ["the report says so"] * 4, "handover": {"conversation": [_ANSWER] * 9}}


def run() -> Iterator[Figure]:
    with tempfile.TemporaryDirectory() as folder:
        store = Store(f"sqlite:///{Path(folder) / 'bench.sqlite3'}")
        upgrade(store)
        for first in range(1, TICKETS + 1, _AT_ONCE):
            _fill(store, range(first, min(first + _AT_ONCE, TICKETS + 1)))
        yield Figure("tickets", TICKETS, "tickets")
        yield Figure("the first page of what waits", _ms(store, TicketFilter(("waiting",))), "ms")
        for name, text in (
            ("an address that stands in one ticket's evidence", f"r{TICKETS // 2}@far.test"),
            ("a Message-ID in its evidence", f"<m{TICKETS // 3}@desk.test>"),
            ("a host in all of the evidence", "mx.far.test"),
            ("what stands nowhere", "nobody-wrote-this"),
            ("a word of every message", "mail"),
        ):
            yield Figure(f"search: {name}", _ms(store, TicketFilter(text=text)), "ms", "< 1,000 ms")
        api = median_seconds(lambda: _found(store, "nobody-wrote-this", by_api=True), 3) * 1000
        yield Figure("the same by the API: what stands nowhere", api, "ms", "< 1,000 ms")
        store.close()


def _ms(store: Store, wanted: TicketFilter) -> float:
    def once() -> int:
        with store.read() as connection:
            return len(queue_of_tickets(connection, wanted, _PAGE))

    return median_seconds(once, 3) * 1000


def _found(store: Store, text: str, *, by_api: bool) -> int:
    ask = list_tickets if by_api else queue_of_tickets
    with store.read() as connection:
        return len(ask(connection, TicketFilter(text=text), _PAGE))


def _fill(store: Store, numbers: range) -> None:
    read = {number: _evidence(number) for number in numbers}
    with store.write() as connection:
        connection.execute(insert(tickets), [_ticket(number) for number in numbers])
        connection.execute(insert(messages), [row for number in numbers for row in _messages(number)])
        connection.execute(
            insert(evidence),
            [
                {"ticket": number, "message": 2 * number, "kind": "message", "data": data}
                for number, data in read.items()
            ],
        )
        words = [{"message": 2 * number, "words": words_of(data)} for number, data in read.items()]
        connection.execute(insert(evidence_words), words)


def _ticket(number: int) -> dict[str, Any]:
    at = _BEGIN + timedelta(minutes=number)
    return {
        "number": number, "subject": f"My mail came back ({number})", "requester": f"p{number}@home.test",
        "requester_name": f"Person {number}", "channel": "mail", "platform": "oss",
        "state": _STATES[number % len(_STATES)], "route": "third_party_reject", "confidence": 0.9,
        "missing": [], "decision": _DECISION, "known": {}, "created_at": at, "updated_at": at,
    }  # fmt: skip


def _messages(number: int) -> Iterator[dict[str, Any]]:
    at = _BEGIN + timedelta(minutes=number)
    same = {"ticket": number, "channel": "mail", "references": [], "attachments": [], "at": at}
    person = f"p{number}@home.test"
    yield {**same, "id": 2 * number, "direction": "in", "role": "requester", "author": person,
           "subject": "My mail came back", "text": _QUESTION}  # fmt: skip
    yield {**same, "id": 2 * number + 1, "direction": "out", "role": "desk", "author": "desk",
           "subject": "Re: My mail came back", "text": _ANSWER}  # fmt: skip


def _evidence(number: int) -> dict[str, Any]:
    hop = {"from_": f"out{number % 90}.home.test", "by": "mx1.platform.test", "ip": f"192.0.2.{number % 250}"}
    recipient = {"address": f"r{number}@far.test", "remote_mta": "mx.far.test",
                 "diagnostic": f"550 5.1.1 <r{number}@far.test>: User unknown"}  # fmt: skip
    original = {"subject": f"Figures {number}", "to": [f"r{number}@far.test"],
                "message_id": f"<o{number}@home.test>"}  # fmt: skip
    report = {"kind": "ndr", "message": {"message_id": f"<n{number}@far.test>"}, "hops": [hop] * 3,
              "ndr": {"reporting_mta": "mx1.platform.test", "original": original, "recipients": [recipient]},
              "headers": [["X-Test", "y" * 40]] * 40}  # fmt: skip
    head = {"message_id": f"<m{number}@desk.test>", "from_": f"p{number}@home.test"}
    return {"kind": "message", "message": head, "hops": [hop] * 2, "nested": [report], "text": _QUESTION}
