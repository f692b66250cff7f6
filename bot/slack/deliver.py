"""Writes an answer into the requester's thread: once, however often it has to be tried."""

from __future__ import annotations

import socket
from http.client import HTTPException
from typing import Any

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from slack_sdk.web import SlackResponse

from bot.desk.types import Delivery, DeliveryOutcome, Outgoing
from bot.slack.pace import is_temporary, retry_after_s, word_of
from bot.slack.plain import chunks, cut, escape, plain
from bot.slack.speech import language_in, speech

MAX_BLOCKS = 50
_BESIDE = 2
"""Blocks beside the text: buttons."""
_CLOCKS_DIFFER_S = 600.0
_NOT_KNOWN = {"invalid_blocks", "invalid_blocks_format", "invalid_arguments"}


def deliver(client: WebClient, outgoing: Outgoing) -> Delivery:
    """One attempt. Whether an earlier one arrived after all is looked up first, in the thread itself."""
    place = place_of(outgoing)
    if place is None:
        return Delivery(DeliveryOutcome.FAILED, "no Slack thread is known for this ticket")
    channel, thread = place
    try:
        stands = _standing(client, channel, thread, outgoing) if outgoing.attempt > 1 else None
        if stands is not None:
            return _sent(channel, thread, stands, "it had arrived before")
        answer = _post(client, channel, thread, outgoing)
    except SlackApiError as error:
        return refused(error)
    except (OSError, HTTPException) as error:
        return Delivery(DeliveryOutcome.RETRY, f"Slack could not be reached: {error}")
    return _sent(str(answer.get("channel") or channel), thread, str(answer.get("ts")), "posted")


def never_left(error: OSError) -> bool:
    """Whether the connection was never made, so that nothing can have been posted."""
    cause = getattr(error, "reason", error)
    return isinstance(cause, ConnectionRefusedError | socket.gaierror)


def place_of(outgoing: Outgoing) -> tuple[str, str | None] | None:
    """Channel and thread from `slack:CHANNEL:TS`; without a thread: a person, to whom it is written."""
    parts = (outgoing.thread or "").split(":")
    if len(parts) != 3 or parts[0] != "slack":
        return None
    return parts[1], parts[2] if parts[2].replace(".", "", 1).isdecimal() else None


def blocks_of(outgoing: Outgoing, *, feedback: bool) -> list[dict[str, Any]]:
    """The text as it is, and what can be done with it. The first block's name tells which message it is."""
    pieces = chunks(outgoing.text)[: MAX_BLOCKS - _BESIDE]
    blocks: list[dict[str, Any]] = [{"type": "section", "text": plain(piece)} for piece in pieces or [""]]
    blocks[0]["block_id"] = _name(outgoing)
    words = speech(language_in(outgoing.text))
    if outgoing.kind == "ask":
        button = {
            "type": "button",
            "action_id": "fill_in",
            "style": "primary",
            "text": plain(words["fill_in"], 75),
            "value": str(outgoing.ticket),
        }
        blocks.append({"type": "actions", "elements": [button]})
    if feedback:
        blocks.append(_feedback(outgoing.ticket, words))
    return blocks


def refused(error: SlackApiError) -> Delivery:
    """What Slack's refusal means: later (with its Retry-After), or not at all."""
    word = word_of(error) or str(getattr(error.response, "status_code", ""))
    if is_temporary(error):
        detail = f"Slack says {cut(word, 200)}: later"
        return Delivery(DeliveryOutcome.RETRY, detail, retry_after_s=retry_after_s(error))
    return Delivery(DeliveryOutcome.FAILED, f"Slack refused: {cut(word, 200)}")


def _post(client: WebClient, channel: str, thread: str | None, outgoing: Outgoing) -> SlackResponse:
    """Buttons that tell whether it helped are left out where a workspace does not know them."""
    feedback = outgoing.kind == "reply" and channel[:1] in "DU"
    what: dict[str, Any] = {
        "channel": channel,
        "thread_ts": thread,
        "text": escape(cut(outgoing.text, 3_000)),
        "mrkdwn": False,
        "unfurl_links": False,
        "unfurl_media": False,
    }
    try:
        return client.chat_postMessage(**what, blocks=blocks_of(outgoing, feedback=feedback))
    except SlackApiError as error:
        if not feedback or word_of(error) not in _NOT_KNOWN:
            raise
        return client.chat_postMessage(**what, blocks=blocks_of(outgoing, feedback=False))


def _standing(client: WebClient, channel: str, thread: str | None, outgoing: Outgoing) -> str | None:
    """The ts of this very message, when an attempt whose outcome nobody heard has posted it."""
    since = str(outgoing.created_at.timestamp() - _CLOCKS_DIFFER_S)
    if thread is not None:
        answer = client.conversations_replies(channel=channel, ts=thread, oldest=since, limit=200)
    else:
        opened = client.conversations_open(users=channel)
        answer = client.conversations_history(channel=opened["channel"]["id"], oldest=since, limit=200)
    for message in answer.get("messages") or ():
        if any(block.get("block_id") == _name(outgoing) for block in message.get("blocks") or ()):
            return str(message.get("ts"))
    return None


def _name(outgoing: Outgoing) -> str:
    return f"answer-{outgoing.id}"


def _sent(channel: str, thread: str | None, ts: str, detail: str) -> Delivery:
    return Delivery(DeliveryOutcome.SENT, detail, ref=ts, thread=f"slack:{channel}:{thread or ts}")


def _feedback(ticket: int, words: Any) -> dict[str, Any]:
    def button(word: str, value: str) -> dict[str, Any]:
        return {"text": plain(words[word], 75), "value": f"{ticket}:{value}"}

    buttons = {
        "type": "feedback_buttons",
        "action_id": "helped",
        "positive_button": button("helped", "yes"),
        "negative_button": button("did_not_help", "no"),
    }
    return {"type": "context_actions", "elements": [buttons]}
