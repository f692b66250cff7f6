"""Keeps cards up to date in the agents' channel: one message a ticket or incident, changed in place."""

from __future__ import annotations

import time
from collections.abc import Mapping
from typing import Any

from slack_sdk.errors import SlackApiError

from bot.desk.incident_cards import incident_ref, keep_incident_ref
from bot.desk.views import keep_ref
from bot.slack.card_of import card_of
from bot.slack.cards import blocks, fallback
from bot.slack.context import SlackContext
from bot.slack.incident_card import incident_blocks, incident_card_of, incident_fallback
from bot.store.queries.incidents import incident_view
from bot.store.queries.ticket import ticket
from bot.store.queries.views import view_ref

GONE = {"message_not_found", "channel_not_found", "is_archived", "cant_update_message"}
Ref = Mapping[str, Any]


class Shower:
    def __init__(self, slack: SlackContext) -> None:
        self._slack = slack

    def show(self, number: int) -> None:
        """Post the ticket's card, or change the one that stands there. Raises when Slack does not take it."""
        slack = self._slack
        found = ticket(slack.desk.store, number)
        if found is None:
            return
        where = found.incident and slack.links.message(incident_ref(slack.desk, found.incident.id, "slack"))
        card = card_of(found, slack.links, incident_url=where or None, turn=_turn())
        ref = view_ref(slack.desk.store, number, "slack")
        wanted = found.line.state != "set_aside"
        placed = self._place(ref, {"text": fallback(card), "blocks": blocks(card)}, wanted)
        if placed is not None:
            keep_ref(slack.desk, number, "slack", placed)

    def show_incident(self, incident: int) -> None:
        """The same for an incident."""
        slack = self._slack
        with slack.desk.store.read() as connection:
            found = incident_view(connection, incident)
        if found is None:
            return
        card = incident_card_of(slack, found)
        ref = incident_ref(slack.desk, incident, "slack")
        content = {"text": incident_fallback(card), "blocks": incident_blocks(card)}
        placed = self._place(ref, content, found.line.state == "open")
        if placed is not None:
            keep_incident_ref(slack.desk, incident, "slack", placed)

    def _place(self, ref: Ref | None, content: dict[str, Any], wanted: bool) -> dict[str, str] | None:
        """Change what stands there, or post it where it is wanted; the new place when it was posted."""
        slack = self._slack
        channel = slack.channels.id_of(slack.triage_channel) if slack.triage_channel else None
        if channel is None or (ref is not None and self._change(ref, content)):
            return None
        if ref is None and not wanted:
            return None
        posted = slack.client.chat_postMessage(
            channel=channel, unfurl_links=False, unfurl_media=False, **content
        )
        return {"channel": str(posted["channel"]), "ts": str(posted["ts"])}

    def _change(self, ref: Ref, content: dict[str, Any]) -> bool:
        """Whether the card that stands there could be changed; `False`: it is gone."""
        try:
            self._slack.client.chat_update(channel=ref["channel"], ts=ref["ts"], **content)
        except SlackApiError as error:
            if error.response.get("error") in GONE:
                return False
            raise
        return True


def _turn() -> str:
    return f"{time.time_ns():x}"
