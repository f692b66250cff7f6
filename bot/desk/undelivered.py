"""A mail server reports on a message that we sent: kept on its ticket, for the agents to see.

It is never a ticket nor an answer, and moves no state: whoever has got a mail of ours could make one up.
"""

from __future__ import annotations

from sqlalchemy import Connection, insert, select

from bot.desk.context import Desk
from bot.desk.record import change, record
from bot.desk.types import SYSTEM, Incoming, StoredIntake
from bot.store.schema import messages, tickets
from triage.model import Evidence

_MOST = 3
"""Recipients that are told of; a message of ours has one."""
_LONGEST = 300


def note_report(desk: Desk, connection: Connection, stored: StoredIntake, incoming: Incoming) -> None:
    """Write it on the ticket that it names. Nothing happens when it tells of no trouble, or names none."""
    number, said = incoming.reports_on, what_it_says(incoming.evidence)
    if number is None or said is None:
        return
    channel = connection.execute(select(tickets.c.channel).where(tickets.c.number == number)).scalar()
    if channel is None:
        return
    now = desk.now()
    row = {
        "ticket": number,
        "direction": "internal",
        "role": "desk",
        "author": SYSTEM.id,
        "author_name": SYSTEM.name,
        "channel": channel,
        "subject": "",
        "text": said,
        "references": [],
        "sha256": stored.sha256,
        "intake": stored.intake_id,
        "attachments": [],
        "at": stored.received_at,
    }
    connection.execute(insert(messages).values(row))
    change(connection, now, number, attention=True)
    record(connection, now, SYSTEM, "not_delivered", ticket=number, intake=stored.intake_id)


def what_it_says(evidence: Evidence) -> str | None:
    """`Your message did not arrive: …`, a line for each recipient; `None`: it tells of no trouble."""
    recipients = evidence.ndr.recipients if evidence.ndr is not None else ()
    lines = []
    for item in recipients:
        if item.action not in ("failed", "delayed"):
            continue
        start = "did not arrive" if item.action == "failed" else "is delayed"
        why = item.reason.value.replace("_", " ")
        server = " ".join((item.diagnostic or "").split())[:_LONGEST]
        line = f"Your message to {item.address} {start}: {why}."
        lines.append(f"{line} Their server said: {server}" if server else line)
    if recipients and not lines:
        return None
    return "\n".join(lines[:_MOST]) or "Your message did not arrive; the report does not say why."
