"""How mailboxes are read, beside their addresses."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from bot.mail.oauth import Tokens

MARKED = "keyword"
"""In the place of a folder's name: what is handled is marked and stays."""

Start = Callable[[str, int, int], str]
"""(mailbox, its UIDVALIDITY, its UIDNEXT) -> the search criteria of what is ever looked at; empty: all."""


def everything(mailbox: str, uid_validity: int, uid_next: int) -> str:
    """The start that leaves nothing out, and remembers nothing."""
    return ""


@dataclass(frozen=True)
class Access:
    done: str = "mailtriage/done"
    """The folder for what is handled, `/` between its levels; `MARKED`: none."""
    tokens: Tokens | None = None
    """For mailboxes without a password."""
    ca_file: Path | None = None
    """Certificates to trust beside the system's."""
    start: Start = everything
