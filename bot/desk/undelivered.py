"""A mail server reports on a message that we sent: kept on its ticket, for the agents to see.

It is never a ticket nor an answer, and moves no state: whoever has got a mail of ours could make one up.
One that does not fit what was sent, and to whom, changes nothing at all.
"""

from __future__ import annotations

import contextlib
from typing import Any

from sqlalchemy import Connection, Row, insert, select, update

from bot.desk.context import Desk
from bot.desk.merged import surviving
from bot.desk.message_id import bare
from bot.desk.record import change, record
from bot.desk.types import SYSTEM, Incoming, StoredIntake
from bot.store.schema.message import message_ids, messages
from bot.store.schema.sending import outgoing
from triage.model import Evidence, RecipientReport

_MOST = 3
"""Recipients that are told of; a message of ours has one."""
_LONGEST = 300
_WENT_OUT = ("sending", "sent", "unknown", "failed")
_FATES = {"failed": "failed", "delayed": "delayed", "delivered": "delivered", "relayed": "delivered"}
_OLD_NEWS = {("delivered", "delayed"), ("failed", "delayed")}
"""What is known already, and what comes afterwards though it was written before."""


def note_report(desk: Desk, connection: Connection, stored: StoredIntake, incoming: Incoming) -> str | None:
    """Write it on the ticket that it names. Returns what the ledger says, where the reader could not know."""
    row = _message(connection, incoming)
    if row is None:
        return None if incoming.reports_on is None else "a delivery report that fits no message of ours"
    if not _fits(row, incoming.evidence):
        return f"a delivery report that names our message on ticket #{row.ticket}, but not its recipient"
    fate = _fate(incoming.evidence)
    known = None if incoming.reports_on else f"a delivery report about our message on ticket #{row.ticket}"
    if fate == row.fate or (row.fate, fate) in _OLD_NEWS:
        return known
    connection.execute(update(outgoing).where(outgoing.c.id == row.id).values(fate=fate))
    if row.fate is None and fate == "delivered":
        return known  # as everybody expects
    _note(desk, connection, stored, row, what_it_says(incoming.evidence), trouble=fate != "delivered")
    return known


def _message(connection: Connection, incoming: Incoming) -> Row[Any] | None:
    """The message that it is about: by our ID, by the one that a relay gave it, by ticket and recipient."""
    report = incoming.evidence.ndr
    went = outgoing.c.state.in_(_WENT_OUT)
    query = select(outgoing).where(went).order_by(outgoing.c.id.desc()).limit(1)
    if incoming.reports_message is not None:
        return connection.execute(query.where(outgoing.c.id == incoming.reports_message)).one_or_none()
    original = report.original.message_id if report is not None else None
    if original:
        theirs = select(message_ids.c.outgoing).where(
            message_ids.c.message_id == bare(original), message_ids.c.ours
        )
        found = connection.execute(query.where(outgoing.c.id.in_(theirs))).one_or_none()
        if found is not None:
            return found
    if incoming.reports_on is None:
        return None
    named = _named(incoming.evidence)
    on_ticket = connection.execute(
        select(outgoing).where(went, outgoing.c.ticket == incoming.reports_on).order_by(outgoing.c.id.desc())
    )
    return next((row for row in on_ticket if _plain(row.to) in named), None)


def _fits(row: Row[Any], evidence: Evidence) -> bool:
    """What was forwarded comes back from another address; the original that is sent along says ours."""
    named = _named(evidence)
    return not named or _plain(row.to) in named


def _named(evidence: Evidence) -> set[str]:
    if evidence.ndr is None:
        return set()
    found = [item.address for item in evidence.ndr.recipients] + list(evidence.ndr.original.to)
    return {_plain(address) for address in found if "@" in address}


def _plain(address: str) -> str:
    """For comparing: mail servers write domains in ASCII (RFC 5890)."""
    local, _, domain = address.casefold().rpartition("@")
    with contextlib.suppress(UnicodeError):
        domain = domain.encode("idna").decode("ascii")
    return f"{local}@{domain}"


def _fate(evidence: Evidence) -> str:
    """The worst of what it says; a report that says nothing tells of a failure."""
    actions = {item.action for item in evidence.ndr.recipients} if evidence.ndr is not None else set()
    return next((_FATES[action] for action in _FATES if action in actions), "failed")


def _note(
    desk: Desk, connection: Connection, stored: StoredIntake, sent: Row[Any], said: str, *, trouble: bool
) -> None:
    now, number = desk.now(), surviving(connection, sent.ticket)
    row = {
        "ticket": number,
        "direction": "internal",
        "role": "desk",
        "author": SYSTEM.id,
        "author_name": SYSTEM.name,
        "channel": sent.channel,
        "subject": "",
        "text": said,
        "references": [],
        "sha256": stored.sha256,
        "intake": stored.intake_id,
        "attachments": [],
        "at": stored.received_at,
    }
    connection.execute(insert(messages).values(row))
    change(connection, now, number, **({"attention": True} if trouble else {}))
    what = "not_delivered" if trouble else "arrived_late"
    record(connection, now, SYSTEM, what, ticket=number, intake=stored.intake_id, outgoing=sent.id)


def what_it_says(evidence: Evidence) -> str:
    """`Your message to … did not arrive: mailbox full.`, a line for each recipient."""
    recipients = evidence.ndr.recipients if evidence.ndr is not None else ()
    lines = [_line(item) for item in recipients[:_MOST]]
    return "\n".join(lines) or "Your message did not arrive; the report does not say why."


def _line(item: RecipientReport) -> str:
    fate = _FATES.get(item.action, "delivered")
    if fate == "delivered":
        return f"Your message to {item.address} did arrive after all."
    why = item.reason.value.replace("_", " ")
    ended = "did not arrive" if fate == "failed" else "is delayed, and is still being tried"
    line = f"Your message to {item.address} {ended}: {why}."
    server = " ".join((item.diagnostic or "").split())[:_LONGEST]
    return f"{line} Their server said: {server}" if server else line
