"""Writes an answer into the requester's thread."""

from __future__ import annotations

import socket

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.desk.types import Delivery, DeliveryOutcome, Outgoing
from bot.slack.plain import chunks, cut, escape, plain

MAX_BLOCKS = 50
TEMPORARY = {
    "ratelimited", "rate_limited", "internal_error", "fatal_error", "service_unavailable", "request_timeout",
    "team_added_to_org", "accesslimited",
}  # fmt: skip
"""Slack's error words that say "later"; any other is final until somebody changes something."""


def deliver(client: WebClient, outgoing: Outgoing) -> Delivery:
    """One attempt. A broken connection is `unknown`: the post may stand there, and a person looks."""
    place = place_of(outgoing)
    if place is None:
        return Delivery(DeliveryOutcome.FAILED, "no Slack thread is known for this ticket")
    channel, thread = place
    blocks = [{"type": "section", "text": plain(piece)} for piece in chunks(outgoing.text)][:MAX_BLOCKS]
    try:
        answer = client.chat_postMessage(
            channel=channel,
            thread_ts=thread,
            text=escape(cut(outgoing.text, 3_000)),
            blocks=blocks,
            mrkdwn=False,
            unfurl_links=False,
            unfurl_media=False,
        )
    except SlackApiError as error:
        return refused(error)
    except OSError as error:
        if never_left(error):
            return Delivery(DeliveryOutcome.RETRY, f"Slack could not be reached: {error}")
        return Delivery(DeliveryOutcome.UNKNOWN, f"the connection to Slack broke: {error}")
    return Delivery(DeliveryOutcome.SENT, "posted", ref=str(answer.get("ts")))


def never_left(error: OSError) -> bool:
    """Whether the connection was never made, so that nothing can have been posted."""
    cause = getattr(error, "reason", error)
    return isinstance(cause, ConnectionRefusedError | socket.gaierror)


def place_of(outgoing: Outgoing) -> tuple[str, str] | None:
    """Channel and thread from `slack:CHANNEL:TS`."""
    parts = (outgoing.thread or "").split(":")
    return (parts[1], parts[2]) if len(parts) == 3 and parts[0] == "slack" else None


def refused(error: SlackApiError) -> Delivery:
    """What Slack's refusal means: later (with its Retry-After), or not at all."""
    response = error.response
    word = str(response.get("error", "")) if hasattr(response, "get") else ""
    code = int(getattr(response, "status_code", 0) or 0)
    if code == 429 or code >= 500 or word in TEMPORARY:
        headers = getattr(response, "headers", {}) or {}
        after = headers.get("Retry-After") or headers.get("retry-after")
        wait = float(after) if after and str(after).isdigit() else None
        return Delivery(DeliveryOutcome.RETRY, f"Slack says {word or code}: later", retry_after_s=wait)
    return Delivery(DeliveryOutcome.FAILED, f"Slack refused: {word or code}")
