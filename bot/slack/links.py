"""Where things stand: a ticket's page in the console, a message in Slack."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from typing import Any

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError


class Links:
    """Addresses of cards and pages. `None` where there is none, or Slack has not said its own yet."""

    def __init__(self, client: WebClient, console_url: str | None) -> None:
        self._client, self._console = client, console_url
        self._workspace: str | None = None
        self._lock = threading.Lock()

    def ticket(self, number: int) -> str | None:
        return f"{self._console}/tickets/{number}" if self._console else None

    def incident(self, number: int) -> str | None:
        return f"{self._console}/incidents/{number}" if self._console else None

    @property
    def queue(self) -> str | None:
        return f"{self._console}/queue" if self._console else None

    def message(self, ref: Mapping[str, Any] | None) -> str | None:
        """Of `{"channel": …, "ts": …}`, as Slack's own permanent links are made."""
        if ref is None or not ref.get("channel") or not ref.get("ts"):
            return None
        base = self._base()
        return f"{base}archives/{ref['channel']}/p{str(ref['ts']).replace('.', '')}" if base else None

    def _base(self) -> str | None:
        with self._lock:
            if self._workspace is None:
                try:
                    self._workspace = str(self._client.auth_test().get("url") or "")
                except (SlackApiError, OSError):
                    return None
            return self._workspace or None
