"""Every ticket as one JSON object, for another program."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import msgspec
from sqlalchemy import select

from bot.store.engine import Store
from bot.store.queries.examples import as_line, decided_examples, decisions
from bot.store.queries.ticket import ticket
from bot.store.schema.ticket import tickets
from triage.contract import evidence_json


def export_tickets(store: Store) -> Iterator[dict[str, Any]]:
    """The oldest first; each as of the moment when it is read. Evidence in the form of `explain`."""
    last = 0
    while True:
        query = select(tickets.c.number).where(tickets.c.number > last).order_by(tickets.c.number)
        with store.read() as connection:
            numbers = list(connection.execute(query.limit(500)).scalars())
        if not numbers:
            return
        for number in numbers:
            view = ticket(store, number)
            if view is not None:
                yield _as_json(view) | {"decisions": decisions(store, number)}
        last = numbers[-1]


def _as_json(view: Any) -> dict[str, Any]:
    evidence = [evidence_json(message.evidence) for message in view.messages if message.evidence is not None]
    messages = [
        {name: value for name, value in msgspec.to_builtins(message).items() if name != "evidence"}
        for message in view.messages
    ]
    whole = msgspec.to_builtins(view)
    line = whole.pop("line")
    return {**line, **whole, "messages": messages, "evidence": evidence}


def export_examples(store: Store) -> Iterator[dict[str, Any]]:
    """What agents decided, as labelled tickets in the form of `knowledge/examples`."""
    return map(as_line, decided_examples(store))
