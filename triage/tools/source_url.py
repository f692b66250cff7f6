"""Where a backend's data comes from, as one address: `scheme://user:password@host:port/path?option=value`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlsplit

_HIDDEN = re.compile(r"(?<=:)[^:@/]*(?=@)")


@dataclass(frozen=True)
class SourceUrl:
    """An address taken apart; parts are percent-decoded. A plain path is a `file`."""

    scheme: str
    host: str = ""
    port: int | None = None
    user: str | None = None
    password: str | None = field(default=None, repr=False)
    path: str = ""
    """With its slash."""
    options: Mapping[str, str] = field(default_factory=dict)
    shown: str = ""
    """The address without its password."""

    def __str__(self) -> str:
        return self.shown

    @property
    def file(self) -> Path:
        return Path(self.path)


def parse_source(text: str) -> SourceUrl:
    """Take an address apart. Raises `ValueError` with what it should be."""
    text = text.strip()
    if "://" not in text:
        if not text:
            raise ValueError("should be an address such as https://host/path, or the path of a file")
        return SourceUrl("file", path=str(Path(text).absolute()), shown=text)
    try:
        parts = urlsplit(text)
        port = parts.port
    except ValueError:
        raise ValueError("should be an address such as https://user:password@host:port/path") from None
    return SourceUrl(
        scheme=parts.scheme,
        host=parts.hostname or "",
        port=port,
        user=unquote(parts.username) if parts.username else None,
        password=unquote(parts.password) if parts.password is not None else None,
        path=unquote(parts.path),
        options=dict(parse_qsl(parts.query)),
        shown=_HIDDEN.sub("***", text, count=1),
    )
