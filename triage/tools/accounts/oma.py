"""The OpenSRS Mail API ("OMA"): reading methods only.

`oma://admin%40example.org:password@hostedemail.com` asks both clusters; `…@admin.test.hostedemail.com` asks
one system. Options: `clusters=a,b`; `base=https://…/api,https://…/api` for other addresses, in that order.
"""

from __future__ import annotations

import asyncio
import json
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from triage.tools.accounts.oma_user import account_of_user
from triage.tools.backends import BackendError
from triage.tools.http import HttpTrouble, Limits, Target, request
from triage.tools.lookups import AccountAnswer, Ended
from triage.tools.protocols import Clock
from triage.tools.source_url import SourceUrl
from triage.tools.threads import in_thread

SCHEMES = ("oma",)
READING = frozenset({"authenticate", "get_user", "get_domain", "get_user_changes"})
_CLIENT = "mailtriage"
_BAD_CREDENTIALS, _NO_SUCH_USER = 1, 9
_DEADLINE_S = 4.0
_TOKEN_S = 3600
_LEAVE_ALONE_S = 600


def make(url: SourceUrl, clock: Clock) -> OmaAccounts:
    if not url.user or url.password is None or not url.host:
        raise BackendError("should be oma://user:password@hostedemail.com, the user's @ written as %40")
    return OmaAccounts([Cluster(name, base, url.user, url.password) for name, base in _bases(url)], clock)


def _bases(url: SourceUrl) -> list[tuple[str | None, str]]:
    names: list[str | None] = [*filter(None, url.options.get("clusters", "a,b").split(","))]
    if "base" in url.options:
        bases = url.options["base"].split(",")
        return list(zip([*names, *[None] * len(bases)], bases, strict=False))
    if url.host.startswith("admin."):
        label = url.host.split(".")[1]
        return [(label if label in names else None, f"https://{url.host}/api")]
    return [(name, f"https://admin.{name}.{url.host}/api") for name in names]


@dataclass(frozen=True)
class OmaAnswer:
    """`number` is OMA's `error_number`; `found` the whole answer where it succeeded."""

    ended: Ended
    found: dict[str, Any] | None = None
    number: int | None = None
    why: str = ""


class Cluster:
    """One system of OMA. Keeps its token, and leaves a system alone that does not know our login."""

    def __init__(
        self,
        name: str | None,
        base: str,
        user: str,
        password: str,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        parts = urlsplit(base)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise BackendError(f"{base} should be an address such as https://admin.a.hostedemail.com/api")
        port = parts.port or (443 if parts.scheme == "https" else 80)
        self.name, self.host = name, parts.hostname
        self._place, self._path = (parts.scheme, parts.hostname, port), parts.path.rstrip("/")
        self._user, self._password, self._monotonic = user, password, monotonic
        self._token: str | None = None
        self._token_until = 0.0
        self._unknown_until = 0.0
        self._lock = threading.Lock()

    def ask(self, method: str, parameters: dict[str, Any]) -> OmaAnswer:
        """Call one reading method, with a token where one can be had. Blocks; raises nothing."""
        if self._monotonic() < self._unknown_until:
            return OmaAnswer(Ended.REFUSED, number=_BAD_CREDENTIALS, why="it does not know our login")
        answer = self._call(method, parameters, self._credentials())
        if answer.number == _BAD_CREDENTIALS and self._drop_token():
            answer = self._call(method, parameters, self._credentials())
        if answer.number == _BAD_CREDENTIALS:
            self._unknown_until = self._monotonic() + _LEAVE_ALONE_S
        return answer

    def _credentials(self) -> dict[str, str]:
        """A token that still holds, or a new one; the password where the system gives none."""
        with self._lock:
            if self._token is None or self._monotonic() >= self._token_until:
                self._renew()
            if self._token is not None:
                return {"user": self._user, "token": self._token}
        return {"user": self._user, "password": self._password}

    def _renew(self) -> None:
        wish = {"generate_session_token": True, "session_token_duration": _TOKEN_S}
        given = self._call("authenticate", wish, {"user": self._user, "password": self._password}).found or {}
        token = given.get("session_token", given.get("token"))
        lasts = given.get("session_token_duration", given.get("duration", _TOKEN_S))
        self._token = token if isinstance(token, str) and token else None
        # renewed well before it ends, whatever the clocks say
        self._token_until = self._monotonic() + 0.8 * (lasts if isinstance(lasts, int) else _TOKEN_S)

    def _drop_token(self) -> bool:
        with self._lock:
            had, self._token = self._token is not None, None
        return had

    def _call(self, method: str, parameters: dict[str, Any], credentials: dict[str, str]) -> OmaAnswer:
        if method not in READING:
            raise ValueError(f"{method} may change something: only reading methods are called")
        body = json.dumps({"credentials": {**credentials, "client": _CLIENT}, **parameters}).encode()
        answer = request(
            Target(*self._place, f"{self._path}/{method}"),
            method="POST",
            headers={"Content-Type": "application/json"},
            body=body,
            limits=Limits(_DEADLINE_S, 4_000_000),
        )
        if isinstance(answer, HttpTrouble):
            return OmaAnswer(answer.ended, why=answer.why)
        return _parsed(answer.body, answer.status)


def _parsed(body: bytes, status: int) -> OmaAnswer:
    try:
        found = json.loads(body)
    except (ValueError, RecursionError):
        return OmaAnswer(Ended.BROKEN, why=f"it answered with HTTP status {status} and no JSON")
    if not isinstance(found, dict) or not isinstance(found.get("success"), bool):
        return OmaAnswer(Ended.BROKEN, why="its answer does not say whether it succeeded")
    if found["success"]:
        return OmaAnswer(Ended.FOUND, found)
    number = found["error_number"] if isinstance(found.get("error_number"), int) else 0
    why = f"it said: {str(found.get('error') or 'no reason')[:200]}"
    ended = {_BAD_CREDENTIALS: Ended.REFUSED, _NO_SUCH_USER: Ended.ABSENT}.get(number, Ended.BROKEN)
    return OmaAnswer(ended, number=number, why=why)


class OmaAccounts:
    """`Accounts` on OMA's clusters: where an address is found, tells its cluster."""

    def __init__(self, clusters: list[Cluster], clock: Clock) -> None:
        self._clusters, self._clock = clusters, clock

    async def look_up(self, address: str) -> AccountAnswer:
        answers = await asyncio.gather(*(_ask(cluster, address) for cluster in self._clusters))
        now = self._clock.now()
        for cluster, answer in zip(self._clusters, answers, strict=True):
            if answer.found is not None:
                account = account_of_user(address, answer.found, cluster.name)
                return AccountAnswer(Ended.FOUND, f"OMA get_user at {cluster.host}", account, now)
        source = f"OMA get_user at {' and '.join(cluster.host for cluster in self._clusters)}"
        worst = _worst(answers)
        return AccountAnswer(worst.ended, source, at=now, why="" if worst.ended.is_answer else worst.why)


async def _ask(cluster: Cluster, address: str) -> OmaAnswer:
    return await in_thread(lambda: cluster.ask("get_user", {"user": address}))


def _worst(answers: list[OmaAnswer]) -> OmaAnswer:
    """No such user, when every system that knows our login says so; else what kept us from knowing."""
    known = [answer for answer in answers if answer.number != _BAD_CREDENTIALS]
    trouble = [answer for answer in known if answer.ended is not Ended.ABSENT]
    return (trouble or known or answers)[0]
