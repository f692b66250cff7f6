"""The look-ups that the settings name, and what is said of a wrong one."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.backends import Backends, open_backends
from bot.settings import SettingsError, load
from triage.tools.accounts.oma import OmaAccounts
from triage.tools.clock import SystemClock
from triage.tools.customers.files import FileCustomers
from triage.tools.trace.files import FileTrace


def opened(tmp_path: Path, **environ: str) -> Backends:
    names = {f"MAILTRIAGE_{name}_URL": value for name, value in environ.items()}
    return open_backends(load({"HOME": str(tmp_path), **names}, tmp_path).settings, SystemClock())


def test_none_is_needed(tmp_path: Path) -> None:
    assert opened(tmp_path) == Backends()


def test_each_by_its_address(tmp_path: Path) -> None:
    found = opened(
        tmp_path,
        ACCOUNTS="oma://a%40b.test:p@hostedemail.test",
        TRACE=str(tmp_path / "mail.log"),
        CUSTOMERS=f"file://{tmp_path}/customers.csv",
    )
    assert isinstance(found.accounts, OmaAccounts)
    assert isinstance(found.trace, FileTrace)
    assert isinstance(found.customers, FileCustomers)


def test_all_that_is_wrong_is_named_and_no_password(tmp_path: Path) -> None:
    with pytest.raises(SettingsError) as told:
        opened(
            tmp_path, ACCOUNTS="oma://user:sesame@", TRACE="gopher://:sesame@x", CUSTOMERS="ldap://:sesame@x"
        )
    said = "\n".join(told.value.problems)
    assert "MAILTRIAGE_ACCOUNTS_URL: should be oma://user:password@hostedemail.com" in said
    assert "MAILTRIAGE_TRACE_URL: nothing reads gopher://" in said
    assert "MAILTRIAGE_CUSTOMERS_URL: nothing reads ldap://" in said
    assert "sesame" not in said
