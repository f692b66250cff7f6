"""What the requester says of an answer, by its buttons: did it help?"""

from __future__ import annotations

from bot.desk.context import Desk
from bot.desk.record import change, record, ticket_row
from bot.desk.types import Actor


def say_whether_it_helped(desk: Desk, number: int, actor: Actor, *, helped: bool) -> bool:
    """Keep it; a person looks at what did not help. `False`: it is not theirs to say. Raises `NotFound`."""
    with desk.store.write() as connection:
        if ticket_row(connection, number).requester != actor.id:
            return False
        attention = {} if helped else {"attention": True}
        change(connection, desk.now(), number, **attention)
        what = "said_it_helped" if helped else "said_it_did_not_help"
        record(connection, desk.now(), actor, what, ticket=number)
    desk.wake()
    return True
