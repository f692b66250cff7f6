"""Asking an HTTP endpoint of the operator's own: GET with parameters in, one JSON object out."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import quote, urlencode

from triage.tools.http import HttpTrouble, Limits, Target, request
from triage.tools.lookups import Ended
from triage.tools.source_url import SourceUrl

DEADLINE_S = 4.0


class Endpoint:
    """`https://[user:password@]host/path`. With a password and no user, that is a bearer token."""

    def __init__(self, url: SourceUrl) -> None:
        usual = {"http": 80, "https": 443}[url.scheme]
        self.url = url
        self._target = (url.scheme, url.host, url.port or usual)
        self._headers = {"Accept": "application/json", "User-Agent": "mailtriage", **_authorization(url)}

    @property
    def name(self) -> str:
        return f"{self.url.host}{self.url.path}"

    def get(self, parameters: Mapping[str, str | None]) -> tuple[Ended, dict[str, Any], str]:
        """How it ended, the object, and why there is none. HTTP 404 says that there is none. Blocks."""
        given = {name: value for name, value in parameters.items() if value}
        query = urlencode({**self.url.options, **given})
        path = f"{quote(self.url.path or '/')}?{query}" if query else quote(self.url.path or "/")
        answer = request(
            Target(*self._target, path), headers=self._headers, limits=Limits(DEADLINE_S, 4_000_000)
        )
        if isinstance(answer, HttpTrouble):
            return answer.ended, {}, answer.why
        if answer.status == 404:
            return Ended.ABSENT, {}, ""
        if answer.status in (401, 403):
            return Ended.REFUSED, {}, f"it turned us down with HTTP status {answer.status}"
        if answer.status != 200:
            return Ended.UNREACHABLE, {}, f"it answered with HTTP status {answer.status}"
        return _parsed(answer.body)


def _parsed(body: bytes) -> tuple[Ended, dict[str, Any], str]:
    try:
        found = json.loads(body)
    except (ValueError, RecursionError):
        return Ended.BROKEN, {}, "it answered with something that is not JSON"
    if not isinstance(found, dict):
        return Ended.BROKEN, {}, "it answered with JSON that is not an object"
    return Ended.FOUND, found, ""


def _authorization(url: SourceUrl) -> dict[str, str]:
    from base64 import b64encode

    if url.password is None:
        return {}
    if not url.user:
        return {"Authorization": f"Bearer {url.password}"}
    pair = b64encode(f"{url.user}:{url.password}".encode()).decode("ascii")
    return {"Authorization": f"Basic {pair}"}
