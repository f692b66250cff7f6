"""Logging in with an access token: XOAUTH2, or OAUTHBEARER (RFC 7628), at a mailbox or an SMTP server."""

from __future__ import annotations

import smtplib
from collections.abc import Iterable

from bot.mail.oauth import Tokens


def mechanism_of(offered: Iterable[str]) -> str | None:
    """XOAUTH2 is what the large providers grew up with; OAUTHBEARER is the standard. `None`: neither."""
    names = set(offered)
    return next((name for name in ("XOAUTH2", "OAUTHBEARER") if name in names), None)


def authorization(mechanism: str, user: str, token: str, host: str, port: int) -> bytes:
    """The client's first words by XOAUTH2, or by OAUTHBEARER (RFC 7628 section 3.1)."""
    if mechanism == "XOAUTH2":
        return f"user={user}\x01auth=Bearer {token}\x01\x01".encode()
    name = user.replace("=", "=3D").replace(",", "=2C")
    return f"n,a={name},\x01host={host}\x01port={port}\x01auth=Bearer {token}\x01\x01".encode()


def log_in_by_token(client: smtplib.SMTP, user: str, host: str, port: int, tokens: Tokens) -> None:
    """At an SMTP server (RFC 4954). A token that it does not take is replaced once.

    Raises `TokenRefused`, `TokenUnreachable`, `smtplib.SMTPException`, `OSError`.
    """
    mechanism = mechanism_of(client.esmtp_features.get("auth", "").upper().split())
    if mechanism is None:
        raise smtplib.SMTPNotSupportedError("it offers neither XOAUTH2 nor OAUTHBEARER")
    token = tokens.token(user)
    try:
        _authenticate(client, mechanism, user, host, port, token)
    except smtplib.SMTPAuthenticationError:
        _authenticate(client, mechanism, user, host, port, tokens.token(user, refused=token))


def _authenticate(client: smtplib.SMTP, mechanism: str, user: str, host: str, port: int, token: str) -> None:
    said = [authorization(mechanism, user, token, host, port).decode("utf-8")]
    end = "\x01" if mechanism == "OAUTHBEARER" else ""
    try:
        client.auth(mechanism, lambda challenge=None: said.pop() if said else end)
    except UnicodeEncodeError as error:
        raise smtplib.SMTPNotSupportedError("the user's name is not ASCII") from error
