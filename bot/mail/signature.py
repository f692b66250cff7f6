"""Was this posted by who knows the key, and lately? HMAC-SHA256 in the two forms that services use.

Standard Webhooks signs `id.timestamp.body`, in base64 (standardwebhooks.com); others sign timestamp and a
random token of a form, in hex: then the token may be used once only, for the mail itself is not covered.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import re
from collections.abc import Mapping
from dataclasses import dataclass

from werkzeug.datastructures import Headers

WINDOW_S = 300
_ID = re.compile(r"[\x21-\x7e]{1,200}")
_SECONDS = re.compile(r"[0-9]{1,12}")
_MAX_SIGNATURES = 10


class NotSigned(Exception):
    """The words say what is wrong, and nothing of what would be right."""


@dataclass(frozen=True)
class Signed:
    """`id`: names this very post; `covers_body`: nothing of it can have been changed."""

    id: str
    covers_body: bool


def check_headers(key: bytes, headers: Headers, body: bytes, now: float) -> Signed:
    """`webhook-id`, `webhook-timestamp`, `webhook-signature` (several with blanks). Raises `NotSigned`."""
    name, at = headers.get("webhook-id", ""), headers.get("webhook-timestamp", "")
    if not _ID.fullmatch(name):
        raise NotSigned("webhook-id is missing.")
    _look_at_time(at, now)
    right = base64.b64encode(hmac.digest(key, f"{name}.{at}.".encode() + body, "sha256"))
    given = headers.get("webhook-signature", "").split()[:_MAX_SIGNATURES]
    ours = [item.removeprefix("v1,") for item in given if item.startswith("v1,")]
    if not any(hmac.compare_digest(_bytes(item), right) for item in ours):
        raise NotSigned("The signature is not right.")
    return Signed(f"{name}:{hashlib.sha256(body).hexdigest()[:16]}", covers_body=True)


def check_form(key: bytes, fields: Mapping[str, str], now: float) -> Signed:
    """`timestamp`, `token` and `signature` among a form's fields. Raises `NotSigned`."""
    at, token, given = (fields.get(name, "") for name in ("timestamp", "token", "signature"))
    if not _ID.fullmatch(token):
        raise NotSigned("It is not signed: timestamp, token and signature are missing.")
    _look_at_time(at, now)
    right = hmac.digest(key, f"{at}{token}".encode(), "sha256").hex().encode()
    if not hmac.compare_digest(_bytes(given.lower()), right):
        raise NotSigned("The signature is not right.")
    return Signed(hashlib.sha256(token.encode()).hexdigest(), covers_body=False)


def _look_at_time(text: str, now: float) -> None:
    if not _SECONDS.fullmatch(text):
        raise NotSigned("The timestamp is missing, or not in seconds.")
    if abs(int(text) - now) > WINDOW_S:
        raise NotSigned(f"The timestamp is more than {WINDOW_S // 60} minutes off.")


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "replace")
