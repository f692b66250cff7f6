"""Who knows the platform's accounts: one backend a file, found by the scheme of its address."""

from __future__ import annotations

import sys

from triage.tools.backends import make_backend, schemes
from triage.tools.protocols import Accounts, Clock
from triage.tools.source_url import parse_source


def make_accounts(text: str, clock: Clock) -> Accounts:
    """The backend for an address. Raises `ValueError` and `BackendError`; connects to nobody."""
    found: Accounts = make_backend(sys.modules[__name__], parse_source(text), clock)
    return found


def account_schemes() -> tuple[str, ...]:
    return schemes(sys.modules[__name__])
