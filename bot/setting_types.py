"""The shapes that a setting's text is read into. Each reader raises `ValueError` with what it should be."""

from __future__ import annotations

import base64
import binascii
import ipaddress
import re
from dataclasses import dataclass, field
from datetime import date, time
from pathlib import Path
from typing import Literal
from urllib.parse import unquote, urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

_DEFAULT_PORTS = {"imap": 143, "imaps": 993, "smtp": 587, "smtps": 465}
_TOKEN_URLS = {
    "google": "https://oauth2.googleapis.com/token",
    "microsoft": "https://login.microsoftonline.com/{tenant}/oauth2/v2.0/token",
}
_TENANT = re.compile(r"[A-Za-z0-9.-]{1,253}")
_FOLDER = re.compile(r"[^\x00-\x1f\x7f]{1,200}")
_LEAST_KEY = 16
_ADDRESS = re.compile(r"[^@\s,<>]{1,64}@[^@\s,<>]{1,255}")


@dataclass(frozen=True)
class Listen:
    """Where a server listens; port 0 lets the system choose."""

    host: str
    port: int

    def __str__(self) -> str:
        return f"[{self.host}]:{self.port}" if ":" in self.host else f"{self.host}:{self.port}"


@dataclass(frozen=True)
class ServerUrl:
    """A mail server to talk to; the password is never shown."""

    scheme: str
    host: str
    port: int
    user: str | None = None
    password: str | None = field(default=None, repr=False)
    path: str = ""
    """What follows the host, without its slash and decoded: the mailbox of an IMAP address."""

    def __str__(self) -> str:
        who = (
            "" if self.user is None else f"{self.user}:***@" if self.password is not None else f"{self.user}@"
        )
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"{self.scheme}://{who}{host}:{self.port}" + (f"/{self.path}" if self.path else "")


def read_listen(text: str) -> Listen:
    """`host:port`, `[::1]:port` or `:port` (all interfaces)."""
    host, colon, port = text.strip().rpartition(":")
    if not colon or not port.isascii() or not port.isdigit() or int(port) > 65535:
        raise ValueError("should be host:port, such as 127.0.0.1:8025")
    return Listen(host.strip("[]") or "0.0.0.0", int(port))  # noqa: S104 - asked for by leaving it out


def read_server_url(text: str, schemes: tuple[str, ...]) -> ServerUrl:
    """A URL of one of these schemes. User and password may be percent-encoded."""
    hint = f"should be {schemes[0]}://user:password@host:port"
    try:
        parts = urlsplit(text.strip())
        port = parts.port
    except ValueError as error:
        raise ValueError(hint) from error
    if parts.scheme not in schemes or not parts.hostname:
        raise ValueError(hint)
    return ServerUrl(
        scheme=parts.scheme,
        host=parts.hostname,
        port=port or _DEFAULT_PORTS[parts.scheme],
        user=unquote(parts.username) if parts.username else None,
        password=unquote(parts.password) if parts.password is not None else None,
        path=unquote(parts.path.lstrip("/")),
    )


def read_address(text: str) -> str:
    """A bare mail address, its domain in lower case."""
    text = text.strip()
    if not _ADDRESS.fullmatch(text):
        raise ValueError("should be a mail address, such as help@example.org")
    local, _, domain = text.rpartition("@")
    return f"{local}@{domain.lower()}"


def read_web_url(text: str) -> str:
    """An http or https address, without a slash at its end."""
    text = text.strip().rstrip("/")
    parts = urlsplit(text)
    if parts.scheme not in ("http", "https") or not parts.netloc:
        raise ValueError("should be a web address, such as https://desk.example.org")
    return text


def split_list(value: object) -> tuple[str, ...]:
    """`a, b` or a list of texts."""
    items = value.split(",") if isinstance(value, str) else value
    if not isinstance(items, list | tuple) or not all(isinstance(item, str) for item in items):
        raise ValueError("should be one or more values, separated by commas")
    return tuple(item.strip() for item in items if item.strip())


@dataclass(frozen=True)
class DailyTime:
    """A time of day in a time zone (IANA's name)."""

    at: time
    zone: str

    def __str__(self) -> str:
        return f"{self.at:%H:%M} {self.zone}"


def read_daily(text: str) -> DailyTime:
    """`08:30`, or `08:30 Europe/Berlin`; without a zone: UTC."""
    clock, _, zone = text.strip().partition(" ")
    zone = zone.strip() or "UTC"
    try:
        at = time.fromisoformat(clock)
        ZoneInfo(zone)
    except (ValueError, OSError, ZoneInfoNotFoundError) as error:
        raise ValueError("should be a time and a time zone, such as 08:30 Europe/Berlin") from error
    if at.tzinfo is not None:
        raise ValueError("should be a time and a time zone, such as 08:30 Europe/Berlin")
    return DailyTime(at.replace(second=0, microsecond=0), zone)


def read_start(text: str) -> Literal["new", "all"] | date:
    """`new`, `all`, or a day."""
    text = text.strip()
    if text == "new":
        return "new"
    if text == "all":
        return "all"
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise ValueError("should be new, all, or a day such as 2026-03-01") from error


def read_done(text: str) -> str:
    """A folder's name with `/` between its levels, or `keyword`."""
    name = text.strip().strip("/")
    if not _FOLDER.fullmatch(name):
        raise ValueError("should be a folder such as mailtriage/done, or keyword")
    return name


def read_certificates(text: str) -> Path:
    """A file that holds certificates (PEM)."""
    import ssl

    path = Path(text.strip()).expanduser()
    try:
        ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT).load_verify_locations(path)
    except OSError as error:
        raise ValueError("should be a file of certificates in PEM form, which can be read") from error
    return path


def read_token_url(text: str) -> str:
    """`google`, `microsoft:TENANT`, or an address; without TLS only on this machine: secrets go there."""
    name, _, tenant = text.strip().partition(":")
    if name in _TOKEN_URLS and not tenant.startswith("//"):
        if name == "google" and not tenant:
            return _TOKEN_URLS[name]
        if name == "microsoft" and _TENANT.fullmatch(tenant):
            return _TOKEN_URLS[name].format(tenant=tenant)
    else:
        url = urlsplit(read_web_url(text))
        if url.scheme == "https" or is_loopback(url.hostname or ""):
            return url.geturl()
    raise ValueError("should be google, microsoft:TENANT, or https://host/token")


def read_inbound_secret(text: str) -> bytes:
    """The key of a signature: `whsec_` and base64 (Standard Webhooks), or the text itself."""
    key = text.strip().encode()
    if key.startswith(b"whsec_"):
        try:
            key = base64.b64decode(key.removeprefix(b"whsec_"), validate=True)
        except binascii.Error as error:
            raise ValueError("should be base64 after whsec_") from error
    if len(key) < _LEAST_KEY:
        raise ValueError(f"should be longer: {_LEAST_KEY} bytes at least")
    return key


def is_loopback(host: str) -> bool:
    """Whether this host is the machine itself, by its name or address alone."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
