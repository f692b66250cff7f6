"""Is it the same message, come twice or by two ways? Equal for equal content, whatever the relays added."""

from __future__ import annotations

import hashlib

from bot.mail.head import Head
from triage.evidence.fields import normal_lines

_FIELDS = ("Message-ID", "Date", "From", "Subject", "Resent-Message-ID", "Resent-Date")


def fingerprint(head: Head, raw: bytes) -> str:
    """SHA-256 in hex of what the author wrote: these fields and the body, not the trace."""
    digest = hashlib.sha256()
    for name in _FIELDS:
        for value in head.all(name):
            digest.update(f"{name}:{' '.join(value.split())}\n".encode("utf-8", "replace"))
    _, _, body = normal_lines(raw).lstrip(b"\n").partition(b"\n\n")
    digest.update(body.rstrip(b"\n"))
    return digest.hexdigest()
