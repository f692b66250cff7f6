"""Keeps the card of a ticket up to date in the agents' channel: one message a ticket, changed in place."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from slack_sdk.errors import SlackApiError

from bot.desk.views import keep_ref
from bot.slack.cards import Card, CardSuggestion, blocks, fallback
from bot.slack.context import SlackContext
from bot.slack.plain import one_line
from bot.store.queries.incidents import IncidentLine
from bot.store.queries.ticket import TicketView, ticket
from bot.store.queries.views import view_ref

AUDIT_WORDS = {
    "took": "took it",
    "left": "gave it back",
    "accepted": "accepted the suggestion",
    "edited": "edited the suggestion and sent it",
    "dismissed": "dismissed the suggestion",
    "wrote": "wrote to the requester",
    "closed": "closed it",
    "solved": "marked it solved",
    "reopened": "opened it again",
    "rerouted": "changed the route",
    "made_ready": "wants the case handed over",
    "wrote_support": "wrote to the platform's support",
    "support_received": "of the platform's support has got the case",
    "support_answered": "of the platform's support has answered",
    "reminded": "reminds of it: nobody has answered the case",
}
_ALSO_OF_OTHERS = ("support_received", "support_answered", "reminded")
WORST_FIRST = ("fail", "permerror", "warn", "temperror")
GONE = {"message_not_found", "channel_not_found", "is_archived", "cant_update_message"}


class Shower:
    def __init__(self, slack: SlackContext) -> None:
        self._slack = slack

    def show(self, number: int) -> None:
        """Post the ticket's card, or change the one that stands there. Raises when Slack does not take it."""
        slack = self._slack
        channel = slack.channels.id_of(slack.triage_channel) if slack.triage_channel else None
        found = ticket(slack.desk.store, number)
        if channel is None or found is None:
            return
        card = card_of(found, slack.console_url)
        content: dict[str, Any] = {"text": fallback(card), "blocks": blocks(card)}
        ref = view_ref(slack.desk.store, number, "slack")
        if ref is not None and self._change(ref, content):
            return
        if ref is None and found.line.state == "set_aside":
            return
        posted = slack.client.chat_postMessage(
            channel=channel, unfurl_links=False, unfurl_media=False, **content
        )
        keep_ref(slack.desk, number, "slack", {"channel": str(posted["channel"]), "ts": str(posted["ts"])})

    def _change(self, ref: Any, content: dict[str, Any]) -> bool:
        """Whether the card that stands there could be changed; `False`: it is gone."""
        try:
            self._slack.client.chat_update(channel=ref["channel"], ts=ref["ts"], **content)
        except SlackApiError as error:
            if error.response.get("error") in GONE:
                return False
            raise
        return True


def card_of(view: TicketView, console_url: str | None) -> Card:
    """What the card shows of a ticket."""
    line = view.line
    pending = next(
        (item for item in view.pending if item.kind == "escalate"), view.pending[-1] if view.pending else None
    )
    decision = view.decision or {}
    ranked = sorted(
        (item for item in view.findings if item.status in WORST_FIRST),
        key=lambda item: WORST_FIRST.index(item.status),
    )
    return Card(
        number=line.number,
        subject=line.subject,
        requester=_who(line.requester_name, line.requester),
        state=line.state,
        route=line.route,
        confidence=line.confidence,
        problem=line.problem,
        urgent=line.urgent,
        verdict=_verdict(decision.get("reasons") or ()),
        findings=[(item.status, item.summary) for item in ranked],
        missing=line.missing,
        suggestion=CardSuggestion(pending.id, pending.kind, pending.text) if pending else None,
        log=[
            f"{item.actor_name} {AUDIT_WORDS[item.what]} · {item.at:%d %b %H:%M} UTC"
            for item in view.audit
            if item.what in AUDIT_WORDS and (item.actor_kind == "agent" or item.what in _ALSO_OF_OTHERS)
        ],
        assignee=line.assignee_name,
        url=f"{console_url}/tickets/{line.number}" if console_url else None,
        incident=_incident(view.incident, console_url),
        marks=_marks(view),
    )


def _marks(view: TicketView) -> list[str]:
    """Of every sender of the ticket, each once; the requester's own proof first."""
    opened = next((item for item in view.messages if item.direction == "in"), None)
    unproven = "Nothing proves the sender: no automatic mail goes there."
    found = [unproven] if opened is not None and not opened.verified and opened.channel == "mail" else []
    return list(dict.fromkeys([*found, *(mark for item in view.messages for mark in item.marks)]))


def _incident(incident: IncidentLine | None, console_url: str | None) -> str:
    """One line that gathers the cards: which incident, what it is, how many, and where all of it stands."""
    if incident is None:
        return ""
    mark = "🚨 " if incident.urgent and incident.state == "open" else ""
    people = "1 person" if incident.people == 1 else f"{incident.people} people"
    tickets = "1 ticket" if incident.tickets == 1 else f"{incident.tickets} tickets"
    where = f" · {console_url}/incidents/{incident.id}" if console_url else ""
    return f"{mark}Incident {incident.id}, {tickets} of {people}: {one_line(incident.title, 200)}{where}"


def _who(name: str | None, address: str) -> str:
    shown = "from Slack" if address.startswith("slack:") else f"<{address}>"
    return f"{name} {shown}" if name else shown


def _verdict(reasons: Sequence[str]) -> str:
    return "\n".join(f"• {reason}" for reason in reasons[:3])
