"""Handing one message over by SMTP (RFC 5321), and what became of it.

Only the reply to the message's end decides: 2xx it was taken, 4xx later, 5xx never. A line that breaks
before the end was sent means that nothing was taken; one that breaks after it, that nobody knows.
"""

from __future__ import annotations

import contextlib
import re
import smtplib
import socket
import ssl
from dataclasses import dataclass
from pathlib import Path

from bot.desk.types import Delivery, DeliveryOutcome
from bot.mail.oauth import TokenRefused, Tokens, TokenUnreachable
from bot.mail.tls import tls_context
from bot.mail.token_login import log_in_by_token
from bot.setting_types import ServerUrl, is_loopback
from triage.evidence.addresses import clean_address

_TIMEOUT_S = 60.0
_AFTER_CONTENT_S = 600.0
"""RFC 5321 section 4.5.3.2.6: giving up sooner means mail that is taken and sent again."""
_RETRY_CONFIG_S = 300.0
"""What a person has to mend first is not tried every few seconds."""
_AUTH_NEEDED = (530, 534, 535, 538)
_TRANSPARENCY = re.compile(rb"(?m)^\.")


@dataclass(frozen=True)
class Parcel:
    """One message with its envelope. `sender` empty: the null sender."""

    sender: str
    recipient: str
    content: bytes
    message_id: str


class _Stop(Exception):
    """The attempt is over, with this outcome."""

    def __init__(self, outcome: DeliveryOutcome, detail: str, retry_after_s: float | None = None) -> None:
        self.delivery = Delivery(outcome, detail, retry_after_s=retry_after_s)
        super().__init__(detail)


def sendable(address: str) -> str | None:
    """The address as an envelope can carry it (its domain in ASCII, RFC 5890), or `None`."""
    clean = clean_address(address)
    if clean is None or any(ord(char) < 33 or ord(char) == 127 for char in clean):
        return None
    local, _, domain = clean.rpartition("@")
    if domain.isascii():
        return clean
    try:
        return f"{local}@{domain.encode('idna').decode('ascii')}"
    except UnicodeError:
        return None


def hand_over(
    url: ServerUrl, parcel: Parcel, ca_file: Path | None = None, tokens: Tokens | None = None
) -> Delivery:
    """One attempt. Whatever the network or the server does is an outcome.

    `ca_file`: certificates (PEM) to trust beside the system's. `tokens`: for an address without a password.
    """
    try:
        client = _connect(url, ca_file)
    except _Stop as stop:
        return stop.delivery
    try:
        _prepare(client, url, ca_file, tokens)
        _envelope(client, parcel)
        return _content(client, parcel)
    except _Stop as stop:
        return stop.delivery
    except (OSError, smtplib.SMTPException) as error:
        # Before the content's end: the server has taken nothing.
        return Delivery(DeliveryOutcome.RETRY, f"{url}: the connection broke: {_line(error)}")
    finally:
        _leave(client)


def try_login(url: ServerUrl, ca_file: Path | None = None, tokens: Tokens | None = None) -> str | None:
    """What is wrong with the server or the login, in words; `None` when all is well."""
    try:
        client = _connect(url, ca_file)
    except _Stop as stop:
        return stop.delivery.detail
    try:
        _prepare(client, url, ca_file, tokens)
    except _Stop as stop:
        return stop.delivery.detail
    except (OSError, smtplib.SMTPException) as error:
        return f"{url}: the connection broke: {_line(error)}"
    finally:
        _leave(client)
    return None


def _connect(url: ServerUrl, ca_file: Path | None) -> smtplib.SMTP:
    name = socket.gethostname()
    # Without a dot it is no domain; an address literal is always right (RFC 5321 section 4.1.3).
    name = name if "." in name else "[127.0.0.1]"
    try:
        if url.scheme == "smtps":
            context = tls_context(ca_file)
            return smtplib.SMTP_SSL(
                url.host, url.port, local_hostname=name, timeout=_TIMEOUT_S, context=context
            )
        return smtplib.SMTP(url.host, url.port, local_hostname=name, timeout=_TIMEOUT_S)
    except (OSError, smtplib.SMTPException) as error:
        raise _Stop(DeliveryOutcome.RETRY, f"{url}: cannot connect: {_line(error)}") from error


def _prepare(client: smtplib.SMTP, url: ServerUrl, ca_file: Path | None, tokens: Tokens | None) -> None:
    """Greeting, encryption, login."""
    client.ehlo_or_helo_if_needed()
    safe = url.scheme == "smtps" or is_loopback(url.host)
    if not safe and client.has_extn("starttls"):
        client.starttls(context=tls_context(ca_file))
        client.ehlo()
        safe = True
    if url.user is None:
        return
    if not safe:
        why = f"{url}: it offers no encryption (STARTTLS), so the password is not sent"
        raise _Stop(DeliveryOutcome.RETRY, why, _RETRY_CONFIG_S)
    try:
        if url.password is None and tokens is not None:
            log_in_by_token(client, url.user, url.host, url.port, tokens)
        else:
            client.login(url.user, url.password or "")
    except (TokenRefused, TokenUnreachable) as error:
        raise _Stop(DeliveryOutcome.RETRY, f"{url}: cannot log in: {error}", _RETRY_CONFIG_S) from error
    except (smtplib.SMTPAuthenticationError, smtplib.SMTPNotSupportedError) as error:
        why = f"{url}: the login was refused: {_line(error)}"
        raise _Stop(DeliveryOutcome.RETRY, why, _RETRY_CONFIG_S) from error


def _envelope(client: smtplib.SMTP, parcel: Parcel) -> None:
    options = [f"size={len(parcel.content)}"] if client.has_extn("size") else []
    if not (parcel.sender.isascii() and parcel.recipient.isascii()):
        if not client.has_extn("smtputf8"):
            why = "the mail server does not take addresses with such letters (SMTPUTF8, RFC 6531)"
            raise _Stop(DeliveryOutcome.FAILED, why)
        options += ["SMTPUTF8", *(["BODY=8BITMIME"] if client.has_extn("8bitmime") else [])]
        client.command_encoding = "utf-8"
    _expect(2, client.mail(parcel.sender, options), "the sender")
    _expect(2, client.rcpt(parcel.recipient), "the recipient")


def _content(client: smtplib.SMTP, parcel: Parcel) -> Delivery:
    _expect(3, client.docmd("data"), "the message")
    client.send(_TRANSPARENCY.sub(b"..", parcel.content) + b".\r\n")
    assert client.sock is not None
    client.sock.settimeout(_AFTER_CONTENT_S)
    try:
        reply = client.getreply()
    except (OSError, smtplib.SMTPException) as error:
        why = f"the connection broke after the message was handed over: {_line(error)}"
        return Delivery(DeliveryOutcome.UNKNOWN, why, parcel.message_id)
    _expect(2, reply, "the message")
    return Delivery(DeliveryOutcome.SENT, _said(reply), parcel.message_id)


def _expect(hundreds: int, reply: tuple[int, bytes], what: str) -> None:
    """Go on only after a reply of that class (RFC 5321 section 4.2.1)."""
    code = reply[0]
    if code // 100 == hundreds:
        return
    said = f"{what} was refused: {_said(reply)}"
    if code in _AUTH_NEEDED:
        raise _Stop(DeliveryOutcome.RETRY, said, _RETRY_CONFIG_S)
    raise _Stop(DeliveryOutcome.FAILED if code // 100 == 5 else DeliveryOutcome.RETRY, said)


def _leave(client: smtplib.SMTP) -> None:
    with contextlib.suppress(OSError, smtplib.SMTPException):
        if client.sock is not None:
            client.sock.settimeout(5)
            client.quit()
    client.close()


def _said(reply: tuple[int, bytes]) -> str:
    return f"{reply[0]} {' '.join(reply[1].decode('utf-8', 'replace').split())}"[:300]


def _line(error: BaseException) -> str:
    if isinstance(error, ssl.SSLCertVerificationError):
        return f"its certificate is not trusted ({error.verify_message})"
    if isinstance(error, smtplib.SMTPResponseException):
        said = error.smtp_error
        return _said((error.smtp_code, said if isinstance(said, bytes) else str(said).encode()))
    return " ".join((str(error) or type(error).__name__).split())[:200]
