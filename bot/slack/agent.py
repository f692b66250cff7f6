"""Only agents may press; whoever may not, or was too late, is told so, and nobody else."""

from __future__ import annotations

import logging
from typing import Any

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.desk.types import Actor, DeskError, TooLate
from bot.slack.context import SlackContext
from bot.slack.plain import escape

logger = logging.getLogger(__name__)
LATE = {
    "taken": "{by} was first and has it already.",
    "answered": "{by} was first and wrote meanwhile.",
    "changed": "{by} wrote meanwhile: please look again.",
}
LATE_DECISION = "{by} was first: this suggestion is {state} already."
TOO_SLOW = "That took too long, and Slack has closed the door. Please press it again."


def not_an_agent(slack: SlackContext) -> str:
    return f"Only {slack.people.agents.who} can do that. Ask one of them to add you."


def agent_of(slack: SlackContext, body: dict[str, Any]) -> Actor | None:
    """The agent who pressed; `None` (and a word to that person) for anybody else."""
    user = str(body["user"]["id"])
    if slack.people.is_agent(user):
        return slack.actor(user)
    tell(slack, body, not_an_agent(slack))
    return None


def tell(slack: SlackContext, body: dict[str, Any], text: str) -> None:
    """A word that only the person who pressed can see: where they pressed, else from the app to them."""
    user = str(body["user"]["id"])
    channel = (body.get("channel") or {}).get("id")
    try:
        if channel:
            slack.client.chat_postEphemeral(channel=channel, user=user, text=escape(text))
            return
    except SlackApiError as error:
        logger.info("an ephemeral message was refused: %s", error.response.get("error"))
    slack.client.chat_postMessage(channel=user, text=escape(text))


def open_modal(slack: SlackContext, client: WebClient, body: dict[str, Any], view: dict[str, Any]) -> None:
    """Open it, or say why it did not open."""
    try:
        client.views_open(trigger_id=body["trigger_id"], view=view)
    except SlackApiError as error:
        if error.response.get("error") not in (
            "expired_trigger_id",
            "trigger_expired",
            "exchanged_trigger_id",
        ):
            raise
        tell(slack, body, TOO_SLOW)


def words(error: DeskError) -> str:
    """Why it could not be done, for the person who pressed."""
    if isinstance(error, TooLate):
        return LATE.get(error.state, LATE_DECISION).format(by=error.by, state=error.state)
    text = str(error)
    return f"{text[:1].upper()}{text[1:]}".rstrip(".") + "."


def numbers(body: dict[str, Any]) -> tuple[int, int | None]:
    """Ticket and suggestion from a button's value, `12:34` or `12`."""
    ticket, _, suggestion = str(body["actions"][0]["value"]).partition(":")
    return int(ticket), int(suggestion) if suggestion else None
