"""The daily summary in the agents' channel, if it is switched on: once a day, whichever worker sends it."""

from __future__ import annotations

import logging
import socket
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from slack_sdk.errors import SlackApiError

from bot.desk.daily import claim_day, due_day, end_day, put_off_day
from bot.desk.types import NotYet
from bot.settings.groups.slack import SlackSettings
from bot.slack.blocks import Block, actions, context, header, link, section
from bot.slack.context import SlackContext
from bot.slack.home import HomeTicket
from bot.slack.home_of import listed
from bot.slack.plain import one_line
from bot.slack.said import count_of
from bot.store.queries.home import Counts, counts_since
from bot.store.queries.incidents import count_open
from bot.store.queries.ticket_list import count_needs_person

logger = logging.getLogger(__name__)
NAME = "slack.digest"
SPAN = timedelta(days=1)


@dataclass(frozen=True)
class Digest:
    day: date
    counts: Counts
    incidents: int
    oldest: tuple[HomeTicket, ...]
    queue_url: str | None


def send_digest(slack: SlackContext) -> bool:
    """Send today's, when it is due and nobody has; `False`: nothing to do."""
    at, channel = slack.desk.settings.of(SlackSettings).slack_digest, slack.triage_channel
    day = due_day(slack.desk.now(), at) if at and channel else None
    if day is None or channel is None or not claim_day(slack.desk, NAME, day):
        return False
    place = slack.channels.id_of(channel)
    try:
        if place is None:
            raise NotYet(f"Slack has no channel {channel}")
        found = digest_of(slack, day)
        content: dict[str, Any] = {"text": f"The mail desk on {day:%d %b}", "blocks": digest_blocks(found)}
        slack.client.chat_postMessage(channel=place, unfurl_links=False, unfurl_media=False, **content)
        end_day(slack.desk, NAME, day)
    except (SlackApiError, NotYet) as error:
        put_off_day(slack.desk, NAME, day)
        logger.warning("the daily summary is put off: %s", error)
    except OSError as error:
        surely_not = isinstance(getattr(error, "reason", error), ConnectionRefusedError | socket.gaierror)
        (put_off_day if surely_not else end_day)(slack.desk, NAME, day)
        logger.warning("the daily summary may not have arrived: %s", error)
    return True


def digest_of(slack: SlackContext, day: date) -> Digest:
    with slack.desk.store.read() as connection:
        todo = count_needs_person(connection)
        counts = counts_since(connection, slack.desk.now() - SPAN, todo)
        oldest = tuple(listed(slack, connection, counts.oldest))
        return Digest(day, counts, count_open(connection), oldest, slack.links.queue)


def digest_blocks(digest: Digest) -> list[Block]:
    counts = digest.counts
    last = (
        f"{count_of(counts.opened, 'new ticket', 'new tickets')}\n"
        f"{count_of(counts.by_itself, 'message', 'messages')} that the desk sent by itself\n"
        f"{count_of(counts.by_agents, 'message', 'messages')} that agents sent\n"
        f"{count_of(counts.escalated, 'case', 'cases')} handed over, {counts.solved} solved or closed"
    )
    now = (
        f"{counts.todo} in the queue, {counts.waiting} waiting for the requester, "
        f"{count_of(digest.incidents, 'open incident', 'open incidents')}"
    )
    parts = [
        header(f"The mail desk on {digest.day:%d %b}"),
        context("In the last 24 hours"),
        section(last),
        context("Now"),
        section(now),
    ]
    if digest.oldest:
        parts.append(context("Waiting longest"))
    parts += [
        section(f"#{item.number} {one_line(item.subject, 120)}\n{item.note}", link("Show", item.url))
        for item in digest.oldest
    ]
    console = link("Open the console", digest.queue_url)
    return [*parts, *([actions([console])] if console else [])]
