"""Accounts from a file and from an endpoint of the operator's own."""

from __future__ import annotations

import asyncio
import json
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from triage.tools.accounts import account_schemes, make_accounts
from triage.tools.accounts.reading import account_of
from triage.tools.backends import BackendError
from triage.tools.clock import SystemClock
from triage.tools.lookups import Account, AccountAnswer, Ended

if TYPE_CHECKING:
    from tests.triage.tools.conftest import Counting

CSV = """address,kind,state,sending,sent_today,sent_limit,block,rejects_spam,quota_used,quota_max
anna@bakery.test,mailbox,active,suspended,12,500,bob@x.test *@y.test,yes,10,100
joe@bakery.test,forward,,,,,,,,
"""
ANNA = Account(
    "anna@bakery.test",
    kind="mailbox",
    receiving="enabled",
    sending="suspended",
    webmail_sending="enabled",
    webmail="enabled",
    imap="enabled",
    sent_today=12,
    sent_limit=500,
    block=("bob@x.test", "*@y.test"),
    rejects_spam=True,
    quota_used=10,
    quota_max=100,
)


def look_up(url: str, address: str = "anna@bakery.test") -> AccountAnswer:
    return asyncio.run(make_accounts(url, SystemClock()).look_up(address))


@pytest.fixture(params=["csv", "semicolons", "sqlite"])
def file(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    if request.param != "sqlite":
        path = tmp_path / "accounts.csv"
        path.write_text(CSV if request.param == "csv" else "\ufeff" + CSV.replace(",", ";"), "utf-8")
        return path
    path = tmp_path / "accounts.sqlite"
    head, *rows = [line.split(",") for line in CSV.splitlines()]
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute(f"CREATE TABLE accounts ({','.join(head)})")
        connection.executemany(f"INSERT INTO accounts VALUES ({','.join('?' * len(head))})", rows)
    return path


def test_a_file(file: Path) -> None:
    assert look_up(str(file), "Anna@Bakery.TEST").account == ANNA
    assert look_up(f"file://{file}", "joe@bakery.test").account == Account("joe@bakery.test", kind="forward")
    assert look_up(str(file), "x' OR 1=1 --@bakery.test").ended is Ended.ABSENT


def test_a_changed_file_is_read_again(tmp_path: Path) -> None:
    path = tmp_path / "accounts.csv"
    path.write_text("address,kind\nanna@bakery.test,mailbox\n")
    accounts = make_accounts(str(path), SystemClock())
    assert asyncio.run(accounts.look_up("joe@bakery.test")).ended is Ended.ABSENT
    path.write_text("address,kind\nanna@bakery.test,mailbox\njoe@bakery.test,forward\n")
    assert asyncio.run(accounts.look_up("joe@bakery.test")).ended is Ended.FOUND


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("none.csv", None),
        ("other.csv", b"name,kind\nx,y\n"),
        ("bytes.csv", b"address\n\xff\xfe\n"),
        ("empty.csv", b""),
        ("not.sqlite", b"address,kind\n" * 100),
        ("empty.sqlite", b""),
        ("folder.csv", None),
    ],
)
def test_a_file_that_cannot_be_read_is_not_absence(tmp_path: Path, name: str, content: bytes | None) -> None:
    path = tmp_path / name
    if content is not None:
        path.write_bytes(content)
    elif name.startswith("folder"):
        path.mkdir()
    answer = look_up(str(path))
    assert (answer.ended, answer.account) == (Ended.BROKEN, None)
    assert name in answer.why


HEAD = b"HTTP/1.1 200 OK\r\n\r\n"


@pytest.mark.parametrize(
    ("says", "ended", "account"),
    [
        (
            HEAD + json.dumps({"kind": "mailbox", "block": ["a@x.test"], "more": 1}).encode(),
            Ended.FOUND,
            Account("anna@bakery.test", kind="mailbox", block=("a@x.test",)),
        ),
        (HEAD + b"{}", Ended.FOUND, Account("anna@bakery.test")),
        (b"HTTP/1.1 404 No\r\n\r\n", Ended.ABSENT, None),
        (b"HTTP/1.1 401 No\r\n\r\n", Ended.REFUSED, None),
        (b"HTTP/1.1 302 Go\r\nLocation: /x\r\n\r\n", Ended.UNREACHABLE, None),
        (b"HTTP/1.1 500 No\r\n\r\n", Ended.UNREACHABLE, None),
        (HEAD + b"[1]", Ended.BROKEN, None),
        (HEAD + b"{" * 99_999, Ended.BROKEN, None),
        (b"hello", Ended.BROKEN, None),
    ],
)
def test_an_endpoint(
    says: bytes, ended: Ended, account: Account | None, serving: Callable[..., Counting]
) -> None:
    server = serving(says)
    answer = look_up(f"http://:s%2Bcret@127.0.0.1:{server.port}/accounts?desk=1")
    assert (answer.ended, answer.account) == (ended, account)
    head = server.heard[0].decode()
    assert head.startswith("GET /accounts?desk=1&address=anna%40bakery.test HTTP/1.1")
    assert "Authorization: Bearer s+cret\r\n" in head


def test_values_of_any_kind(wide_range: Callable[[], list[Any]]) -> None:
    for odd in wide_range():
        account_of("a@b.test", dict.fromkeys((*vars(ANNA), "state"), odd))


def test_a_scheme_that_nobody_reads_is_named() -> None:
    assert set(account_schemes()) == {"oma", "ldap", "ldaps", "file", "https", "http"}
    with pytest.raises(BackendError, match="nothing reads gopher:// addresses; there are file://"):
        make_accounts("gopher://x", SystemClock())
