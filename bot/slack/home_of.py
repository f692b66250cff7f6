"""What the Home tab shows a person: read from the desk at the moment it is opened."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row

from bot.slack.blocks import Block
from bot.slack.context import SlackContext
from bot.slack.home import (
    MOST_NEEDS,
    PAGE,
    AgentHome,
    HomeList,
    HomeState,
    HomeTicket,
    agent_home,
    requester_home,
)
from bot.slack.said import STATE_WORDS
from bot.store.queries.home import Need, needs_now, of_requester, refs_of
from bot.store.queries.ticket_list import TicketFilter, count_needs_person, queue_of_tickets
from knowledge.vocabulary import TicketState

OPEN = (TicketState.NEW, TicketState.TRIAGED, TicketState.WAITING, TicketState.ESCALATED)
ASKED_WORDS = {
    "new": "we are reading it",
    "triaged": "we are on it",
    "waiting": "waiting for you",
    "escalated": "with the platform's support",
    "solved": "answered",
    "closed": "closed",
}


def home_of(slack: SlackContext, user: str, state: HomeState) -> Block:
    """The view to publish for this person."""
    if slack.people.is_agent(user):
        return agent_home(_of_agent(slack, f"slack:{user}", state))
    person = slack.people.person(user)
    who = [f"slack:{user}", *([person.email] if person.email else [])]
    with slack.desk.store.read() as connection:
        rows = of_requester(connection, who, PAGE + 1, state.mine * PAGE)
    shown = [
        HomeTicket(
            row.number, row.subject, ASKED_WORDS.get(row.state, ""), slack.links.message(_thread(row.thread))
        )
        for row in rows[:PAGE]
    ]
    return requester_home(HomeList(shown, len(rows) > PAGE), state, slack.desk.now())


def publish(slack: SlackContext, user: str, state: HomeState) -> None:
    slack.client.views_publish(user_id=user, view=home_of(slack, user, state))


def since(at: datetime, now: datetime) -> str:
    """For how long, in one short piece."""
    minutes = max(int((now - at).total_seconds() // 60), 0)
    if minutes < 60:
        return f"{minutes} min"
    return f"{minutes // 60} h" if minutes < 48 * 60 else f"{minutes // (24 * 60)} days"


def _of_agent(slack: SlackContext, agent: str, state: HomeState) -> AgentHome:
    with slack.desk.store.read() as connection:
        needs = needs_now(connection, agent, MOST_NEEDS)
        mine = TicketFilter(OPEN, assignee=agent)
        found = TicketFilter(text=state.words) if state.words else None
        return AgentHome(
            state=state,
            needs=listed(slack, connection, [need.ticket for need in needs], needs),
            mine=_page(slack, connection, mine, state.mine),
            queue=_page(slack, connection, TicketFilter(needs_person=True), state.queue),
            todo=count_needs_person(connection),
            found=_page(slack, connection, found, state.found) if found else None,
            queue_url=slack.links.queue,
            at=slack.desk.now(),
        )


def _page(slack: SlackContext, connection: Connection, wanted: TicketFilter, page: int) -> HomeList:
    rows = queue_of_tickets(connection, wanted, PAGE + 1, page * PAGE)
    return HomeList(listed(slack, connection, rows[:PAGE]), len(rows) > PAGE)


def listed(
    slack: SlackContext, connection: Connection, rows: Sequence[Row[Any]], needs: Sequence[Need] = ()
) -> list[HomeTicket]:
    """Each with the way to its card, else to the console."""
    refs = refs_of(connection, "slack", [row.number for row in rows])
    why = {need.ticket.number: need.why for need in needs}
    return [
        HomeTicket(
            row.number,
            ("🚨 " if row.urgent else "") + str(row.subject),
            _note(row, why.get(row.number), slack.desk.now()),
            slack.links.message(refs.get(row.number)) or slack.links.ticket(row.number),
        )
        for row in rows
    ]


def _note(row: Row[Any], why: str | None, now: datetime) -> str:
    who = str(row.requester_name or str(row.requester).removeprefix("slack:"))[:80]
    has = f"{row.assignee_name} has it" if row.assignee_name and why is None else None
    until = f"snoozed until {row.snoozed_until:%d %b %H:%M} UTC" if row.snoozed_until else None
    state = why or until or STATE_WORDS.get(row.state, row.state)
    return " · ".join(filter(None, (state, who, has, since(row.created_at, now))))


def _thread(thread: str | None) -> dict[str, str] | None:
    """Of `slack:CHANNEL:TS`."""
    parts = (thread or "").split(":")
    return {"channel": parts[1], "ts": parts[2]} if len(parts) == 3 and parts[0] == "slack" else None
