"""Who may use the API: whoever has the token."""

from __future__ import annotations

import hashlib
import hmac

from flask import request

from bot.desk.types import Actor
from bot.settings.groups.web import WebSettings
from bot.web.context import desk
from bot.web.problems import Problem

API_ACTOR = Actor("agent", "api", "the API")


def require_token() -> None:
    """Raises `Problem`: 403 while no token is set, 401 for none or a wrong one (RFC 6750)."""
    wanted = desk().settings.of(WebSettings).api_token
    if wanted is None:
        raise Problem(403, "The API is switched off. Set MAILTRIAGE_API_TOKEN to switch it on.")
    scheme, _, given = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not given.strip():
        raise Problem(401, "Send the token: Authorization: Bearer …", {"WWW-Authenticate": "Bearer"})
    if not hmac.compare_digest(_digest(given.strip()), _digest(wanted.get_secret_value())):
        challenge = {"WWW-Authenticate": 'Bearer error="invalid_token"'}
        raise Problem(401, "This token is not the right one.", challenge)


def _digest(token: str) -> bytes:
    """Of equal length for every token, so that the comparison tells nothing."""
    return hashlib.sha256(token.encode("utf-8", "surrogateescape")).digest()
