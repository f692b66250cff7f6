"""The shapes that a setting's text is read into. Each reader raises `ValueError` with what it should be."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from urllib.parse import unquote, urlsplit

_DEFAULT_PORTS = {"imap": 143, "imaps": 993, "smtp": 587, "smtps": 465}
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
