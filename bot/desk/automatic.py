"""May a message go out by machine? Autonomy, the sender's standing, and caps that end any loop.

The limits: RFC 3834 section 2, and one a ticket, one a requester a day, 20 a domain an hour, 100 an hour
in all; when the last one is met, a breaker stays open until a person closes it.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, func, insert, or_, select, text

from bot.desk.alerts import raise_alert
from bot.desk.came_late import came_late
from bot.desk.context import Desk
from bot.desk.record import record
from bot.desk.support import is_support
from bot.desk.types import SYSTEM
from bot.settings.groups.desk import DeskSettings
from bot.store.schema.sending import outgoing
from bot.store.schema.watch import flags
from knowledge.vocabulary import OUT_OF_SCOPE_ROUTES, Autonomy, SuggestionKind
from triage.evidence.hosts import organisation
from triage.model import Decision

BREAKER = "breaker"
PER_REQUESTER_A_DAY = 1
PER_DOMAIN_AN_HOUR = 20
IN_ALL_AN_HOUR = 100
_LOCK = 0x6175746F
_STOPPED = (
    "Automatic mail is stopped, because too much of it went out in one hour. Look at the last tickets for a "
    "loop, then allow it again."
)


def goes_out_by_itself(
    desk: Desk, connection: Connection, ticket: Row[Any], decision: Decision, kind: SuggestionKind
) -> bool:
    """Whether this suggestion is sent unasked; a refusal by a cap is written into the audit trail."""
    autonomy = desk.settings.of(DeskSettings).autonomy
    if not (_wanted(autonomy, ticket, decision, kind) and ticket.may_auto_answer):
        return False
    why = refusal(desk, connection, ticket)
    if why is not None:
        record(connection, desk.now(), SYSTEM, "held_back", ticket=ticket.number, data={"why": why})
    return why is None


def _wanted(autonomy: Autonomy, ticket: Row[Any], decision: Decision, kind: SuggestionKind) -> bool:
    if not decision.confident:
        return False
    if kind == SuggestionKind.ASK:
        return autonomy in (Autonomy.ASK, Autonomy.ANSWER) and not ticket.asked
    out_of_scope = decision.route in OUT_OF_SCOPE_ROUTES
    return kind == SuggestionKind.REPLY and autonomy == Autonomy.ANSWER and out_of_scope


def refusal(desk: Desk, connection: Connection, ticket: Row[Any]) -> str | None:
    """The cap that forbids one more automatic message to this requester now, in words; `None`: it may go.

    What is allowed has to be enqueued in the same transaction: others wait until they can count it.
    """
    _one_at_a_time(connection)
    now = desk.now()
    if is_support(ticket.requester, desk.platform):
        return "no automatic mail goes to the platform's support"
    if came_late(connection, ticket.number):
        return "it had waited for more than a day before it was taken in"
    if breaker_open(connection):
        return "automatic mail is stopped until a person allows it again"
    if _sent(connection, outgoing.c.ticket == ticket.number):
        return "this ticket has had its automatic message"
    if "@" in ticket.requester:
        a_day = outgoing.c.created_at > now - timedelta(days=1)
        an_hour = outgoing.c.created_at > now - timedelta(hours=1)
        if _sent(connection, _to_whom(ticket.requester), a_day) >= PER_REQUESTER_A_DAY:
            return "this requester has had an automatic message today"
        if (
            _sent(connection, outgoing.c.to_domain == capped_domain(ticket.requester), an_hour)
            >= PER_DOMAIN_AN_HOUR
        ):
            return "this domain has had its automatic messages for this hour"
    if _sent(connection, outgoing.c.created_at > now - timedelta(hours=1)) >= IN_ALL_AN_HOUR:
        _open_breaker(desk, connection)
        return "too many automatic messages in one hour: stopped until a person allows it again"
    return None


def breaker_open(connection: Connection) -> bool:
    return connection.execute(select(flags.c.name).where(flags.c.name == BREAKER)).first() is not None


def domain_of(address: str) -> str | None:
    """The domain of a mail address in lower case; `None` for anything else."""
    return address.rpartition("@")[2].lower() if "@" in address else None


def capped_domain(address: str) -> str | None:
    """What counts as one domain: the organisation's, so that no sender gets more by naming its hosts."""
    return organisation(domain_of(address))


def _to_whom(address: str) -> ColumnElement[bool]:
    """This mailbox, with whatever tag behind a plus (RFC 5233)."""
    local, _, domain = address.lower().rpartition("@")
    plain, to = local.partition("+")[0], func.lower(outgoing.c.to)
    tagged = to.startswith(f"{plain}+", autoescape=True) & to.endswith(f"@{domain}", autoescape=True)
    return or_(to == f"{plain}@{domain}", tagged)


def _one_at_a_time(connection: Connection) -> None:
    """Two workers that count at the same time would both find room. SQLite's writers wait anyway."""
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})


def _sent(connection: Connection, *conditions: ColumnElement[bool]) -> int:
    query = select(func.count()).select_from(outgoing).where(outgoing.c.automatic, *conditions)
    return connection.execute(query).scalar_one()


def _open_breaker(desk: Desk, connection: Connection) -> None:
    now = desk.now()
    connection.execute(insert(flags).values(name=BREAKER, value={}, at=now))
    record(connection, now, SYSTEM, "breaker_opened")
    raise_alert(connection, now, BREAKER, _STOPPED)
