"""Whom does the desk trust when it talks to a mail server?"""

from __future__ import annotations

import ssl
from pathlib import Path


def tls_context(ca_file: Path | None = None) -> ssl.SSLContext:
    """Verifies name and certificate, by the system's authorities and those of `ca_file`. Raises `OSError`."""
    context = ssl.create_default_context()
    if ca_file is not None:
        context.load_verify_locations(ca_file)
    return context
