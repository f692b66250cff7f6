"""Access tokens for mailboxes that take no password (OAuth 2.0: RFC 6749; at the mailbox: RFC 7628, XOAUTH2).

A token is kept until shortly before it runs out. A refresh token that the endpoint replaces is kept in the
data folder, for the old one may be void from then on (RFC 6749 section 6).
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import re
import ssl
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlencode, urlsplit

import structlog

from bot.settings import Settings
from bot.settings.groups.oauth import OAuthSettings
from triage.tools.http import HttpTrouble, Limits, Target, request

log = structlog.get_logger(__name__)

DEADLINE_S = 20.0
_EARLY_S = 300.0
"""So long before its end a token is not used any more."""
_UNKNOWN_LIFE_S = 600.0
"""Of a token whose endpoint does not say how long it lives (RFC 6749 section 5.1 only recommends it)."""
_UNFIT = re.compile(r"[^\x20-\x7e]")
_KEPT = "oauth-tokens.json"


class TokenRefused(Exception):
    """The endpoint says no; the words are its own, without anything secret."""


class TokenUnreachable(Exception):
    """The endpoint did not answer, or not in a way that can be read: try again later."""


@dataclass(frozen=True)
class Client:
    """Who asks for tokens, and where. `refresh_tokens`: by address, in lower case; `*` for all others."""

    token_url: str
    client_id: str
    client_secret: str | None = field(default=None, repr=False)
    scope: str | None = None
    refresh_tokens: Mapping[str, str] = field(default_factory=dict, repr=False)


@dataclass(frozen=True)
class _Token:
    value: str = field(repr=False)
    until: float


class Tokens:
    """The access tokens of all mailboxes of one client. Thread-safe."""

    def __init__(
        self,
        client: Client,
        folder: Path,
        tls: ssl.SSLContext | None = None,
        now: Callable[[], float] = time.time,
    ) -> None:
        self.client, self._file, self._tls, self._now = client, folder / _KEPT, tls, now
        self._lock = threading.Lock()
        self._tokens: dict[str, _Token] = {}

    def token(self, user: str, *, refused: str | None = None) -> str:
        """An access token for this mailbox. `refused`: one that the server did not take, so not that one.

        Raises `TokenRefused`, `TokenUnreachable`. Blocks while the endpoint answers.
        """
        with self._lock:
            known = self._tokens.get(user)
            if known is not None and known.value != refused and known.until > self._now():
                return known.value
            fresh = self._ask(user)
            self._tokens[user] = fresh
            return fresh.value

    def _ask(self, user: str) -> _Token:
        refresh = self._refresh_token(user)
        found = self._post(self._wish(refresh))
        value = found.get("access_token")
        if not isinstance(value, str) or not value or _UNFIT.search(value):
            raise TokenUnreachable("the token endpoint answered without an access token")
        replaced = found.get("refresh_token")
        if refresh is not None and isinstance(replaced, str) and replaced not in ("", refresh):
            self._keep(user, replaced)
        life = _seconds(found.get("expires_in"))
        log.info("oauth.token", mailbox=user, lives_s=round(life))
        return _Token(value, self._now() + max(life - _EARLY_S, life / 2))

    def _wish(self, refresh: str | None) -> dict[str, str]:
        wish = {"client_id": self.client.client_id}
        if self.client.client_secret is not None:
            wish["client_secret"] = self.client.client_secret
        if self.client.scope:
            wish["scope"] = self.client.scope
        if refresh is None:
            return wish | {"grant_type": "client_credentials"}
        return wish | {"grant_type": "refresh_token", "refresh_token": refresh}

    def _post(self, form: Mapping[str, str]) -> dict[str, Any]:
        parts = urlsplit(self.client.token_url)
        port = parts.port or {"http": 80, "https": 443}[parts.scheme]
        path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        answer = request(
            Target(parts.scheme, parts.hostname or "", port, path),
            method="POST",
            headers={"Content-Type": "application/x-www-form-urlencoded", "Accept": "application/json"},
            body=urlencode(form).encode("ascii"),
            limits=Limits(DEADLINE_S, 256 * 1024, tls=self._tls),
        )
        if isinstance(answer, HttpTrouble):
            raise TokenUnreachable(f"the token endpoint {parts.hostname}: {answer.why}")
        found = _json_object(answer.body)
        if answer.status == 200 and found is not None:
            return found
        if answer.status in (400, 401, 403) and found is not None and "error" in found:
            raise TokenRefused(f"the token endpoint {parts.hostname} refuses: {_reason(found, form)}")
        raise TokenUnreachable(f"the token endpoint {parts.hostname} answered with status {answer.status}")

    def _refresh_token(self, user: str) -> str | None:
        given = self.client.refresh_tokens.get(user.lower(), self.client.refresh_tokens.get("*"))
        if given is None:
            return None
        return self._kept().get(self._name(user, given), given)

    def _name(self, user: str, given: str) -> str:
        """A token of the settings that is new there makes the kept one void."""
        return f"{user.lower()} {hashlib.sha256(given.encode()).hexdigest()[:16]}"

    def _kept(self) -> dict[str, str]:
        with contextlib.suppress(OSError):
            found = _json_object(self._file.read_bytes())
            return {name: value for name, value in (found or {}).items() if isinstance(value, str)}
        return {}

    def _keep(self, user: str, replaced: str) -> None:
        """For its owner only, whole or not at all. Where it cannot be kept, this process goes on with it."""
        given = self.client.refresh_tokens.get(user.lower(), self.client.refresh_tokens.get("*", ""))
        text = json.dumps(self._kept() | {self._name(user, given): replaced}, indent=1)
        new = self._file.with_name(f"{_KEPT}.new")
        try:
            with os.fdopen(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
                file.write(text)
                file.flush()
                os.fsync(file.fileno())
            new.replace(self._file)
        except OSError as error:
            log.error("oauth.not_kept", mailbox=user, why=error.strerror)


def tokens_of(settings: Settings, tls: ssl.SSLContext | None = None) -> Tokens | None:
    """The tokens that these settings give access to; `None` where they name no endpoint."""
    oauth = settings.of(OAuthSettings)
    if oauth.oauth_token_url is None:
        return None
    secret = oauth.oauth_client_secret
    client = Client(
        oauth.oauth_token_url,
        oauth.oauth_client_id or "",
        secret.get_secret_value() if secret is not None else None,
        oauth.oauth_scope or _usual_scope(oauth),
        _by_address(oauth),
    )
    return Tokens(client, settings.data, tls)


def _by_address(settings: OAuthSettings) -> dict[str, str]:
    """`address=token,address=token`, or one token for all."""
    given = settings.oauth_refresh_token
    found: dict[str, str] = {}
    for item in given.get_secret_value().split(",") if given is not None else ():
        address, equals, token = item.strip().partition("=")
        of_one = bool(equals and "@" in address)
        found[address.lower() if of_one else "*"] = token if of_one else item.strip()
    return found


def _usual_scope(settings: OAuthSettings) -> str | None:
    """What Microsoft 365 wants to hear when nobody says otherwise; others know it from the refresh token."""
    if urlsplit(settings.oauth_token_url or "").hostname != "login.microsoftonline.com":
        return None
    if settings.oauth_refresh_token is None:
        return "https://outlook.office365.com/.default"
    rights = ("IMAP.AccessAsUser.All", "SMTP.Send")
    return " ".join([*(f"https://outlook.office.com/{right}" for right in rights), "offline_access"])


def _json_object(body: bytes) -> dict[str, Any] | None:
    with contextlib.suppress(ValueError, RecursionError):
        found = json.loads(body)
        return found if isinstance(found, dict) else None
    return None


def _seconds(value: object) -> float:
    """`expires_in`; some endpoints write it as a string."""
    with contextlib.suppress(ValueError):
        if isinstance(value, int | float | str):
            return min(max(float(value), 1.0), 86_400.0)
    return _UNKNOWN_LIFE_S


def _reason(found: Mapping[str, Any], form: Mapping[str, str]) -> str:
    """`error` and `error_description` (RFC 6749 section 5.2) in one short line, with no secret of ours."""
    words = ": ".join(str(found[name]) for name in ("error", "error_description") if found.get(name))
    for name in ("client_secret", "refresh_token"):
        if form.get(name):
            words = words.replace(form[name], "***")
    return _UNFIT.sub(" ", words)[:200]
