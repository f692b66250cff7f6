"""Not now: out of the way until a time, or until something comes in."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from bot.desk.snooze import snooze
from bot.desk.types import Actor
from bot.slack.blocks import Block, field, radio
from bot.slack.context import SlackContext
from bot.slack.more import DONE, Said, Wrong
from bot.store.queries.ticket import TicketLine, TicketView

ORDER = 50
LABEL = "Snooze"
SHOWN = "menu"
SUBMIT = "Snooze"
MORNING = 9
HOURS = {"1": "An hour", "4": "Four hours"}
MORNINGS = {"tomorrow": "Until tomorrow at 9", "monday": "Until Monday at 9"}


def offered(line: TicketLine) -> bool:
    return line.state not in DONE and line.snoozed_until is None


def form(slack: SlackContext, view: TicketView) -> list[Block] | None:
    return [
        field(
            "how_long", "For how long?", radio("how_long", {**HOURS, **MORNINGS}, "tomorrow"), optional=True
        ),
        field(
            "until",
            "Or until",
            {"type": "datetimepicker", "action_id": "until"},
            hint="Whatever comes in brings it back sooner.",
            optional=True,
        ),
    ]


def do(slack: SlackContext, actor: Actor, number: int, said: Said) -> None:
    until = said.moment("until")
    if until is None:
        chosen = said.choice("how_long")
        if chosen is None:
            raise Wrong("how_long", "Choose how long.")
        zone = slack.people.person(actor.id.removeprefix("slack:")).zone
        until = time_of(chosen, slack.desk.now(), zone)
    snooze(slack.desk, number, actor, until)


def time_of(chosen: str, now: datetime, zone: str | None) -> datetime:
    """When that is, for a person in this time zone."""
    if chosen in HOURS:
        return now + timedelta(hours=int(chosen))
    try:
        here = now.astimezone(ZoneInfo(zone or "UTC"))
    except (ValueError, OSError, KeyError):
        here = now
    days = 1 if chosen == "tomorrow" else 7 - here.weekday()
    return (here + timedelta(days=days)).replace(hour=MORNING, minute=0, second=0, microsecond=0)
