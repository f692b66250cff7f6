"""The look-ups beside the DNS that the settings name: accounts, traces, customers."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from pydantic import SecretStr

from bot.settings import Settings, SettingsError
from bot.settings.groups.lookups import LookupSettings
from triage.tools.protocols import Accounts, Clock, Customers, Trace

T = TypeVar("T")


@dataclass(frozen=True)
class Backends:
    accounts: Accounts | None = None
    trace: Trace | None = None
    customers: Customers | None = None


def open_backends(settings: Settings, clock: Clock) -> Backends:
    """Those that are set. Connects to nobody. Raises `SettingsError` with all that is wrong."""
    given = settings.of(LookupSettings)
    from triage.tools.accounts import make_accounts
    from triage.tools.customers import make_customers
    from triage.tools.trace import make_trace

    wrong: list[str] = []
    found = Backends(
        _one("accounts_url", given.accounts_url, make_accounts, clock, wrong),
        _one("trace_url", given.trace_url, make_trace, clock, wrong),
        _one("customers_url", given.customers_url, make_customers, clock, wrong),
    )
    if wrong:
        raise SettingsError(wrong)
    return found


def _one(
    name: str, text: SecretStr | None, make: Callable[[str, Clock], T], clock: Clock, wrong: list[str]
) -> T | None:
    from triage.tools.backends import BackendError

    if text is None:
        return None
    try:
        return make(text.get_secret_value(), clock)
    except (BackendError, ValueError) as error:
        wrong.append(f"MAILTRIAGE_{name.upper()}: {error}")
        return None
