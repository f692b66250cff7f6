"""Accounts from a real directory: found by every address, over TLS only, and trouble is never absence."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING
from urllib.parse import quote

import pytest

from triage.tools.accounts import make_accounts
from triage.tools.clock import SystemClock
from triage.tools.lookups import Account, AccountAnswer, Ended

if TYPE_CHECKING:
    from tests.peers.ldap.conftest import Directory

pytestmark = [
    pytest.mark.peer("slapd", "slapadd", "openssl"),
    # ldap3 compares the name in the certificate with a function that later Pythons have no more
    pytest.mark.filterwarnings("ignore:ssl.match_hostname:DeprecationWarning"),
]

READER, PASSWORD = "cn=reader,dc=bakery,dc=test", "s3cret/@:%"
ANNA = Account(
    "anna@bakery.test",
    kind="mailbox",
    sending="enabled",
    webmail="enabled",
    imap="enabled",
    aliases=("shop@bakery.test",),
    forwards=("anna@elsewhere.test",),
    keeps_copy=True,
    quota_max=2048 * 1024,
)


def url(directory: Directory, scheme: str = "ldaps", password: str = PASSWORD, options: str = "") -> str:
    port = directory.secure if scheme == "ldaps" else directory.plain
    login = f"{quote(READER, safe='')}:{quote(password, safe='')}"
    ca = quote(str(directory.certificate), safe="")
    return f"{scheme}://{login}@localhost:{port}/dc=bakery,dc=test?ca={ca}{options}"


def look_up(address: str, where: str) -> AccountAnswer:
    return asyncio.run(make_accounts(where, SystemClock()).look_up(address))


@pytest.mark.parametrize("scheme", ["ldaps", "ldap"])
def test_an_account_is_found(directory: Directory, scheme: str) -> None:
    answer = look_up("Anna@bakery.test", url(directory, scheme))
    assert answer.why == ""
    assert answer.account is not None
    assert answer.account == Account(**{**vars(ANNA), "address": "Anna@bakery.test"})


@pytest.mark.parametrize(
    ("address", "main", "state"),
    [
        ("shop@bakery.test", "anna@bakery.test", "enabled"),
        ("joe@bakery.test", None, "disabled"),
        ("team@bakery.test", None, None),
        ("plain@bakery.test", None, None),
    ],
)
def test_every_kind_of_address(
    directory: Directory, address: str, main: str | None, state: str | None
) -> None:
    account = look_up(address, url(directory)).account
    assert account is not None
    assert (account.main_address, account.sending) == (main, state)


@pytest.mark.parametrize(
    "address",
    [
        "nobody@bakery.test",
        "*",
        "*@bakery.test",
        "anna@bakery.test)(uid=*",
        "a\\2a@bakery.test",
        "\x00@x.test",
    ],
)
def test_what_is_not_there_is_absent_however_it_is_written(directory: Directory, address: str) -> None:
    assert look_up(address, url(directory)).ended is Ended.ABSENT


def test_a_wrong_password_is_refused(directory: Directory) -> None:
    assert look_up("anna@bakery.test", url(directory, password="wrong")).ended is Ended.REFUSED


def test_a_certificate_that_nobody_vouches_for_is_not_taken(directory: Directory) -> None:
    where = url(directory).split("?")[0]
    answer = look_up("anna@bakery.test", where)
    assert (answer.ended, answer.account) == (Ended.UNREACHABLE, None)


def test_another_base_is_trouble_and_not_absence(directory: Directory) -> None:
    where = url(directory).replace("dc=bakery,dc=test?", "dc=other,dc=test?")
    assert not look_up("anna@bakery.test", where).ended.is_answer


def test_nobody_there(directory: Directory) -> None:
    answer = look_up("anna@bakery.test", "ldaps://127.0.0.1:1/dc=bakery,dc=test")
    assert answer.ended is Ended.UNREACHABLE
