"""The guided way in, for who writes to the app itself: what happened, is there a bounce, is this right?

Every post stands in the ledger before the guide says a word; it is only not worked on yet. Whoever presses
the button, or simply leaves, gets a ticket with all of it.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from typing import Any

from slack_sdk.errors import SlackApiError

from bot.desk.held import held, hold_on, release
from bot.desk.types import NotYet
from bot.slack.context import SlackContext
from bot.slack.plain import escape, plain
from bot.slack.speech import language_in, speech
from bot.slack.stored import is_direct, key_of
from bot.slack.talk import is_continued
from bot.slack.understood import understood

logger = logging.getLogger(__name__)
WAIT_S = 300.0
"""After so long a silence, what was said becomes a ticket by itself."""
_ASKED_ONCE = 2
"""Posts: the evidence has been asked for."""


def wait_s(slack: SlackContext, post: Mapping[str, Any] | None, event: Mapping[str, Any]) -> float:
    """How long a post is not worked on: the guide's while in a new talk with the app, else not at all."""
    if post is None or not is_direct(event):
        return 0
    user, channel = str(post.get("user") or ""), str(event["channel"])
    return 0 if is_continued(slack, user, channel, post) else WAIT_S


def go_on(slack: SlackContext, event: Mapping[str, Any]) -> None:
    """Answer a post in a direct message: with the next question, or with what was understood so far."""
    user, channel = str(event["user"]), str(event["channel"])
    prefix = key_of(channel, "")
    said = held(slack.desk, user, prefix)
    thread = str(event.get("thread_ts") or event["ts"])
    person = slack.people.person(user)
    if not said:
        status(slack, channel, thread, speech(person.language)["looking"])
        return
    hold_on(slack.desk, user, prefix, WAIT_S)
    status(slack, channel, thread, speech(person.language)["looking"])
    try:
        what = understood(slack, said)
    except NotYet as why:
        logger.warning("The guide could not read everything yet: %s", why)
        what = None
    code = language_in(what.text if what else str(event.get("text") or ""), person.language)
    words = speech(code)
    if what is not None and (what.has_evidence or len(said) >= _ASKED_ONCE):
        lines = "\n".join(f"• {line}" for line in what.lines)
        lead = f"{words['understood']}\n{lines}" if lines else str(words["understood_words"])
        say(slack, channel, thread, [lead, words["correct"]], send=words["send"])
    else:
        say(slack, channel, thread, [words["evidence"]], send=words["send"])


def greet(slack: SlackContext, user: str, channel: str, thread: str | None) -> None:
    """The first word of a new talk, and what people most often say then."""
    words = speech(slack.people.person(user).language)
    say(slack, channel, thread, [words["greeting"]])
    if thread is None:
        return
    prompts = [{"title": text, "message": text} for text in words["prompts"].values()]
    try:
        slack.client.assistant_threads_setSuggestedPrompts(
            channel_id=channel, thread_ts=thread, prompts=prompts
        )
    except (SlackApiError, OSError):
        logger.debug("suggested prompts are not known here")


def send(slack: SlackContext, user: str, channel: str, thread: str, text: str) -> None:
    """They have said all: the desk takes it."""
    count = release(slack.desk, user, key_of(channel, ""))
    words = speech(language_in(text, slack.people.person(user).language))
    say(slack, channel, thread, [words["taken" if count else "taken_already"]])
    if count:
        status(slack, channel, thread, words["looking"])


def status(slack: SlackContext, channel: str, thread: str, text: str) -> None:
    """What the assistant's pane says of the app until it writes; nothing where Slack has no such pane."""
    try:
        slack.client.assistant_threads_setStatus(channel_id=channel, thread_ts=thread, status=text)
    except (SlackApiError, OSError):
        logger.debug("the status of a thread is not known here")


def say(
    slack: SlackContext, channel: str, thread: str | None, texts: Sequence[str], send: str | None = None
) -> None:
    """One message of the app; `send`: the label of the button that ends the talk."""
    blocks: list[dict[str, Any]] = [{"type": "section", "text": plain(text)} for text in texts]
    if send:
        button = {
            "type": "button", "action_id": "guide_send", "style": "primary",
            "text": plain(send, 75), "value": "send",
        }  # fmt: skip
        blocks.append({"type": "actions", "elements": [button]})
    try:
        slack.client.chat_postMessage(
            channel=channel, thread_ts=thread, text=escape("\n".join(texts)), blocks=blocks,
            mrkdwn=False, unfurl_links=False, unfurl_media=False,
        )  # fmt: skip
    except (SlackApiError, OSError) as error:
        logger.warning("The guide could not write in %s: %s", channel, error)
