"""Logging in to a mailbox, by password or by access token."""

from __future__ import annotations

import imaplib
import re

from imap_tools import BaseMailBox

from bot.mail.imap.trouble import ConnectionLost, LoginRefused, MailboxError, trouble
from bot.mail.oauth import TokenRefused, Tokens, TokenUnreachable
from bot.mail.token_login import authorization, mechanism_of
from bot.setting_types import ServerUrl

_FOR_NOW = re.compile(r"\[(?:UNAVAILABLE|INUSE|SERVERBUG)\]", re.IGNORECASE)
"""Codes of RFC 5530 with which a server says that it is itself that fails."""


def log_in(box: BaseMailBox, url: ServerUrl, tokens: Tokens | None) -> None:
    """Raises `LoginRefused` or `ConnectionLost`."""
    user, password = url.user or "", url.password
    try:
        with trouble("cannot log in"):
            if password is None:
                _by_token(box.client, url, user, tokens)
            elif user.isascii() and password.isascii():
                box.login(user, password, initial_folder=None)
            else:
                box.login_utf8(user, password, initial_folder=None)
            # A server may offer more after the login (RFC 9051 section 6.1.1).
            answer, words = box.client.capability()
            if answer == "OK" and words and words[-1]:
                box.client.capabilities = tuple(words[-1].decode("ascii", "replace").upper().split())
    except MailboxError as error:
        if _FOR_NOW.search(str(error)):
            raise
        raise LoginRefused(str(error)) from error


def _by_token(client: imaplib.IMAP4, url: ServerUrl, user: str, tokens: Tokens | None) -> None:
    """A token that the server does not take is replaced once: it may have been withdrawn early."""
    if tokens is None:
        raise MailboxError("its address holds no password, and MAILTRIAGE_OAUTH_TOKEN_URL is not set")
    mechanism = mechanism_of(item.removeprefix("AUTH=") for item in client.capabilities)
    if mechanism is None:
        raise MailboxError("it takes no access tokens (it offers neither XOAUTH2 nor OAUTHBEARER)")
    token = _token(tokens, user)
    try:
        _authenticate(client, mechanism, authorization(mechanism, user, token, url.host, url.port))
    except imaplib.IMAP4.abort:
        raise
    except imaplib.IMAP4.error:
        token = _token(tokens, user, token)
        _authenticate(client, mechanism, authorization(mechanism, user, token, url.host, url.port))


def _token(tokens: Tokens, user: str, refused: str | None = None) -> str:
    try:
        return tokens.token(user, refused=refused)
    except TokenRefused as error:
        raise MailboxError(str(error)) from error
    except TokenUnreachable as error:
        raise ConnectionLost(f"cannot log in: {error}") from error


def _authenticate(client: imaplib.IMAP4, mechanism: str, first_words: bytes) -> None:
    said = [first_words]
    # A refusal comes as one more challenge: an empty line ends it, or ^A (RFC 7628 section 3.2.3).
    end = b"\x01" if mechanism == "OAUTHBEARER" else b""
    client.authenticate(mechanism, lambda _: said.pop() if said else end)
