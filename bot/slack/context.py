"""What every listener gets: the desk, the client, and who and where."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.desk.context import Desk
from bot.desk.types import Actor
from bot.slack.incoming import Reader
from bot.slack.links import Links
from bot.slack.people import People
from bot.slack.workspaces import Workspaces


class Channels:
    """Channels by name or id, as the settings say them; names are looked up once and kept."""

    def __init__(self, client: WebClient) -> None:
        self._client = client
        self._ids: dict[str, str] = {}
        self._lock = threading.Lock()

    def id_of(self, wanted: str) -> str | None:
        """The id of `#name`, `name` or an id; `None` when the workspace has no such channel."""
        name = wanted.strip().lstrip("#")
        with self._lock:
            if name in self._ids:
                return self._ids[name]
        found: dict[str, str] = {}
        try:
            pages = self._client.conversations_list(types="public_channel,private_channel", limit=1000)
            for page in pages:
                for channel in page.get("channels") or ():
                    found[str(channel["id"])] = found[str(channel.get("name"))] = str(channel["id"])
        except (SlackApiError, OSError):
            return name if name[:1] in "CG" and name.isupper() else None
        with self._lock:
            self._ids |= found
        return found.get(name)


@dataclass(frozen=True)
class SlackContext:
    desk: Desk
    client: WebClient
    people: People
    channels: Channels
    support_channels: tuple[str, ...]
    triage_channel: str | None
    console_url: str | None = None
    reader: Reader | None = None
    """Reads what was stored, as a worker does."""
    workspaces: Workspaces | None = None
    """Where several are switched on."""
    links: Links = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "links", Links(self.client, self.console_url))

    def is_support(self, channel: str) -> bool:
        return any(
            wanted == channel or self.channels.id_of(wanted) == channel for wanted in self.support_channels
        )

    def actor(self, user: str) -> Actor:
        person = self.people.person(user)
        return Actor("agent", f"slack:{user}", person.name)
