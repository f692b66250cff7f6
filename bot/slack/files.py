"""Fetches a file that somebody posted. The bot's token goes to Slack's own hosts and nowhere else."""

from __future__ import annotations

import urllib.error
import urllib.request
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from bot.desk.types import NotYet

MAX_FILE = 25 * 1024 * 1024
MAX_FILES = 20
TIMEOUT_S = 15.0


@dataclass(frozen=True)
class SlackFile:
    """A posted file: its bytes, or why they are not here."""

    name: str
    content: bytes | None
    problem: str | None = None


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *args: Any, **kwargs: Any) -> None:
        return None


class Downloader:
    """`base_url` is the Web API's address: its host counts as Slack's (a workspace that is not slack.com).

    `token_for`: the token of another workspace that a file is of, where there are several.
    """

    def __init__(
        self,
        token: str,
        base_url: str,
        token_for: Callable[[Mapping[str, Any]], str | None] | None = None,
    ) -> None:
        self._token, self._token_for = token, token_for
        self._own = urlsplit(base_url).netloc.lower()
        self._opener = urllib.request.build_opener(_NoRedirect())

    def fetch(self, file: dict[str, Any]) -> SlackFile:
        """The bytes of one file object of an event. Never raises for what the other side does.

        Raises `NotYet` when Slack cannot be reached: that is worth another try.
        """
        name = str(file.get("name") or file.get("title") or "file")
        url = str(file.get("url_private_download") or file.get("url_private") or "")
        if not self._is_slack(url):
            return SlackFile(name, None, f"{name}: not fetched, its address is not Slack's")
        if int(file.get("size") or 0) > MAX_FILE:
            return SlackFile(name, None, f"{name}: larger than 25 MB, not fetched")
        token = (self._token_for(file) if self._token_for else None) or self._token
        request = urllib.request.Request(url, headers={"Authorization": f"Bearer {token}"})  # noqa: S310
        try:
            with self._opener.open(request, timeout=TIMEOUT_S) as response:
                content = response.read(MAX_FILE + 1)
                kind = str(response.headers.get_content_type())
        except urllib.error.HTTPError as error:
            if error.code == 429 or error.code >= 500:
                raise NotYet(f"Slack answered {error.code} for the file {name}") from error
            return SlackFile(
                name, None, f"{name}: Slack answered {error.code}; does the app have files:read?"
            )
        except OSError as error:
            raise NotYet(f"Slack could not be reached for the file {name}: {error}") from error
        if len(content) > MAX_FILE:
            return SlackFile(name, None, f"{name}: larger than 25 MB, not fetched")
        if kind == "text/html" and not name.lower().endswith((".htm", ".html")):
            return SlackFile(
                name, None, f"{name}: Slack sent a page instead of the file; does the app have files:read?"
            )
        return SlackFile(name, content)

    def _is_slack(self, url: str) -> bool:
        parts = urlsplit(url)
        host = (parts.hostname or "").lower()
        if parts.netloc.lower() == self._own:
            return parts.scheme in ("http", "https")
        return parts.scheme == "https" and (host == "slack.com" or host.endswith(".slack.com"))
