"""One mail as it came in."""

from __future__ import annotations

from dataclasses import dataclass

from bot.mail.head import Head
from triage.model import Evidence


@dataclass(frozen=True)
class Letter:
    """Its bytes, its header, what was read from it, and the envelope that it came in (RFC 5321)."""

    raw: bytes
    head: Head
    evidence: Evidence
    envelope_from: str | None
    """Empty string: the null sender `<>`; `None`: nobody has said."""
    envelope_to: tuple[str, ...] = ()
