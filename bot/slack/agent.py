"""Only agents may press; whoever may not, or was too late, is told so, and nobody else."""

from __future__ import annotations

from typing import Any

from bot.desk.types import Actor, DeskError, TooLate
from bot.slack.context import SlackContext
from bot.slack.plain import escape

NOT_AN_AGENT = "Only members of the triage channel can do that. Ask one of them to add you."


def agent_of(slack: SlackContext, body: dict[str, Any]) -> Actor | None:
    """The agent who pressed; `None` (and a word to that person) for anybody else."""
    user = str(body["user"]["id"])
    if slack.people.is_agent(user):
        return slack.actor(user)
    tell(slack, body, NOT_AN_AGENT)
    return None


def tell(slack: SlackContext, body: dict[str, Any], text: str) -> None:
    """A word that only the person who pressed can see."""
    channel = (body.get("channel") or {}).get("id") or slack.channels.id_of(slack.triage_channel or "")
    if channel:
        slack.client.chat_postEphemeral(channel=channel, user=body["user"]["id"], text=escape(text))


def words(error: DeskError) -> str:
    """Why it could not be done, for the person who pressed."""
    if isinstance(error, TooLate):
        return f"{error.by} was first: this suggestion is {error.state} already."
    return str(error)


def numbers(body: dict[str, Any]) -> tuple[int, int | None]:
    """Ticket and suggestion from a button's value, `12:34` or `12`."""
    ticket, _, suggestion = str(body["actions"][0]["value"]).partition(":")
    return int(ticket), int(suggestion) if suggestion else None
