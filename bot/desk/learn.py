"""What an agent decided becomes an example, with the words that it was decided on.

Which of these teach what is said where they are read: `bot/store/queries/examples.py`.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, Row, delete, insert, select

from bot.desk.context import Desk
from bot.desk.record import ticket_row
from bot.desk.types import Actor
from bot.store.schema.example import examples
from bot.store.schema.message import evidence, messages


def keep_example(
    desk: Desk, connection: Connection, number: int, actor: Actor, what: str, **more: Any
) -> None:
    """Keep the ticket's words with what a person did: once, however often the same is said again.

    `what`: `accepted`, `edited`, `dismissed`, `rerouted`, `filled_in`, `wrote`, `solved`, `closed`,
    `set_aside`, `reopened` or `made_ready` (escalated by hand). `more`: what else there is, such as the
    `suggestion`'s id and its `kind`.
    What the desk does by itself teaches it nothing.
    """
    if actor.kind != "agent":
        return
    ticket = ticket_row(connection, number)
    row = {
        "ticket": number,
        "what": what,
        "actor": actor.id,
        "route": ticket.decided_route or ticket.route,
        "problem": ticket.decided_problem if ticket.decided_route else ticket.problem,
        "action": ticket.action,
        "text": "\n\n".join((" ".join(ticket.subject.split()), *_words(connection, number))),
        "data": _beside(ticket) | more,
    }
    if not _is_last(connection, row):
        connection.execute(insert(examples).values(row | {"at": desk.now()}))


def forget_example(connection: Connection, number: int, suggestion: int | None) -> None:
    """What was taken back was never decided."""
    query = select(examples.c.id, examples.c.data).where(examples.c.ticket == number)
    ids = [row.id for row in connection.execute(query) if row.data.get("suggestion") == suggestion]
    if suggestion is not None and ids:
        connection.execute(delete(examples).where(examples.c.id.in_(ids)))


def _words(connection: Connection, number: int) -> list[str]:
    """What triage reads of a ticket: all that the requester's side wrote, machines' answers left out."""
    query = (
        select(messages.c.text, evidence.c.kind)
        .join(evidence, evidence.c.message == messages.c.id)
        .where(messages.c.ticket == number, messages.c.direction == "in", messages.c.role != "support")
        .order_by(messages.c.id)
    )
    rows = connection.execute(query).all()
    return [row.text for place, row in enumerate(rows) if row.kind != "auto_reply" or not place]


def _beside(ticket: Row[Any]) -> dict[str, Any]:
    """What triage had said, and by which model: where it was wrong, that can be traced."""
    said = {"route": ticket.route, "problem": ticket.problem, "confidence": ticket.confidence}
    return said | {"model": (ticket.decision or {}).get("model")}


def _is_last(connection: Connection, row: dict[str, Any]) -> bool:
    """The ticket's last example is this very one."""
    query = select(examples).where(examples.c.ticket == row["ticket"]).order_by(examples.c.id.desc())
    last = connection.execute(query.limit(1)).one_or_none()
    return last is not None and all(last._mapping[name] == value for name, value in row.items())
