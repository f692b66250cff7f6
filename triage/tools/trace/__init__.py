"""Who knows what the servers did with a mail: one backend a file, found by the scheme of its address."""

from __future__ import annotations

import sys

from triage.tools.backends import make_backend
from triage.tools.protocols import Clock, Trace
from triage.tools.source_url import parse_source


def make_trace(text: str, clock: Clock) -> Trace:
    """The backend for an address. Raises `ValueError` and `BackendError`; connects to nobody."""
    found: Trace = make_backend(sys.modules[__name__], parse_source(text), clock)
    return found
