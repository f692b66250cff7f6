"""The contract with OMA, kept by the fake (and, with OMA_CONTRACT_URL, by the real one); then its tricks.

OMA_CONTRACT_URL=oma://user:password@host OMA_CONTRACT_MAILBOX=an address that is there.
"""

from __future__ import annotations

import asyncio
import os
from collections.abc import Callable
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit, urlunsplit

import pytest

from triage.tools.accounts import make_accounts
from triage.tools.accounts.oma import READING, Cluster, OmaAccounts
from triage.tools.accounts.oma_user import account_of_user
from triage.tools.backends import BackendError
from triage.tools.clock import SystemClock
from triage.tools.lookups import AccountAnswer, Ended

if TYPE_CHECKING:
    from tests.triage.tools.accounts.conftest import FakeOma

SERVICES = ("receiving", "sending", "webmail_sending", "webmail", "imap")


def look_up(url: str, address: str) -> AccountAnswer:
    return asyncio.run(make_accounts(url, SystemClock()).look_up(address))


REAL = os.environ.get("OMA_CONTRACT_URL"), os.environ.get("OMA_CONTRACT_MAILBOX")


@pytest.fixture(params=["fake", "real"] if all(REAL) else ["fake"])
def place(request: pytest.FixtureRequest, oma: FakeOma) -> tuple[str, str]:
    """An address of OMA, and a mailbox that is there."""
    url, mailbox = REAL
    return (url, mailbox) if request.param == "real" and url and mailbox else (oma.url(), "anna@bakery.test")


class TestContract:
    def test_a_mailbox_is_found(self, place: tuple[str, str]) -> None:
        answer = look_up(*place)
        assert answer.ended is Ended.FOUND
        assert answer.account is not None
        assert answer.account.kind in ("mailbox", "filter", "forward")
        assert answer.account.address == place[1]
        for name in SERVICES:
            assert getattr(answer.account, name) in ("enabled", "disabled", "suspended", None)
        assert answer.account.receiving is not None

    def test_an_address_that_is_not_there_is_absent(self, place: tuple[str, str]) -> None:
        domain = place[1].rpartition("@")[2]
        answer = look_up(place[0], f"nobody-has-this-address@{domain}")
        assert (answer.ended, answer.account) == (Ended.ABSENT, None)

    def test_a_wrong_password_is_refused(self, place: tuple[str, str]) -> None:
        parts = urlsplit(place[0])
        netloc = f"{parts.netloc.split(':')[0]}:wrong@{parts.netloc.rpartition('@')[2]}"
        assert look_up(urlunsplit(parts._replace(netloc=netloc)), place[1]).ended is Ended.REFUSED


def test_what_it_says_of_an_account(oma: FakeOma) -> None:
    account = look_up(oma.url(), "Shop@Bakery.test").account
    assert account is not None
    assert (account.cluster, account.kind, account.main_address) == ("b", "mailbox", "anna@bakery.test")
    assert [getattr(account, name) for name in SERVICES] == [
        "enabled",
        "suspended",
        "disabled",
        "enabled",
        "enabled",
    ]
    assert (account.sent_today, account.sent_limit, account.rejects_spam, account.tags_spam) == (
        400,
        400,
        True,
        False,
    )
    assert (account.allow, account.block) == (("*@partner.test",), ("bob@partner.test", "*.shop.test"))
    assert (account.forwards, account.keeps_copy, account.aliases) == (
        ("anna@elsewhere.test",),
        True,
        ("shop@bakery.test",),
    )
    assert (account.quota_used, account.quota_max, account.spam_folder) == (990, 1000, "Spam")


def make(oma: FakeOma, clock: Callable[[], float] = lambda: 0.0) -> OmaAccounts:
    from tests.triage.tools.accounts.conftest import PASSWORD, USER

    clusters = [Cluster(name, oma.base(name), USER, PASSWORD, clock) for name in ("a", "b")]
    return OmaAccounts(clusters, SystemClock())


def ask(accounts: OmaAccounts, address: str = "anna@bakery.test") -> AccountAnswer:
    return asyncio.run(accounts.look_up(address))


def test_one_token_serves_until_it_is_old(oma: FakeOma) -> None:
    now = [0.0]
    accounts = make(oma, lambda: now[0])
    ask(accounts), ask(accounts)
    assert [kind for _, method, kind in oma.calls if method == "get_user"] == ["token"] * 4
    assert sum(method == "authenticate" for _, method, _ in oma.calls) == 2
    now[0] = 3000.0
    ask(accounts)
    assert sum(method == "authenticate" for _, method, _ in oma.calls) == 4


def test_a_token_that_was_ended_is_renewed(oma: FakeOma) -> None:
    accounts = make(oma)
    ask(accounts)
    oma.tokens.clear()
    assert ask(accounts).ended is Ended.FOUND


def test_without_tokens_the_password_serves(oma: FakeOma) -> None:
    oma.gives_tokens = False
    assert ask(make(oma)).ended is Ended.FOUND


def test_only_reading_methods_are_called(oma: FakeOma) -> None:
    ask(make(oma))
    assert {method for _, method, _ in oma.calls} <= READING
    with pytest.raises(ValueError, match="only reading methods"):
        make(oma)._clusters[0].ask("change_user", {})


def test_a_cluster_that_does_not_know_the_login_is_left_alone(oma: FakeOma) -> None:
    oma.knows_login = {"b"}
    now = [0.0]
    accounts = make(oma, lambda: now[0])
    assert ask(accounts).ended is Ended.FOUND
    before = len([call for call in oma.calls if call[0] == "a"])
    assert ask(accounts, "nobody@bakery.test").ended is Ended.ABSENT
    assert len([call for call in oma.calls if call[0] == "a"]) == before
    now[0] = 1000.0
    ask(accounts)
    assert len([call for call in oma.calls if call[0] == "a"]) > before


@pytest.mark.parametrize(
    ("trouble", "ended"),
    [
        ((500, b"<html>oops"), Ended.BROKEN),
        ((200, b"[]"), Ended.BROKEN),
        ((200, b"{}"), Ended.BROKEN),
        ((200, b'{"success": "yes"}'), Ended.BROKEN),
        ((200, b'{"success": false}'), Ended.BROKEN),
        ((200, b'{"success": false, "error_number": "9", "error": ["x"]}'), Ended.BROKEN),
        ((200, b"[" * 100_000), Ended.BROKEN),
        ((200, b"x" * 5_000_000), Ended.BROKEN),
    ],
)
def test_trouble_is_never_absence(oma: FakeOma, trouble: tuple[int, bytes], ended: Ended) -> None:
    oma.trouble["a"] = trouble
    assert ask(make(oma)).ended is Ended.FOUND
    answer = ask(make(oma), "nobody@bakery.test")
    assert (answer.ended, answer.account) == (ended, None)
    assert answer.why


def test_nobody_there_is_not_absence() -> None:
    cluster = Cluster("a", "http://127.0.0.1:1/api", "u", "p")
    assert ask(OmaAccounts([cluster], SystemClock())).ended is Ended.UNREACHABLE


def test_values_of_the_wrong_kind_are_unknown(wide_range: Callable[[], list[Any]]) -> None:
    from tests.triage.tools.accounts.conftest import MAILBOX

    for odd in wide_range():
        account_of_user("a@b.test", {"type": odd, "attributes": odd, "metadata": odd}, None)
        said = dict.fromkeys(MAILBOX["attributes"], odd)
        more: dict[str, Any] = {"quota": {"bytes_max": odd}, "smtp_limit": {"max": odd, "sent": odd}}
        found = account_of_user("a@b.test", {"attributes": said, "metadata": more}, None)
        assert found.receiving in ("enabled", "disabled", None)


@pytest.mark.parametrize(
    ("url", "hosts"),
    [
        (
            "oma://a%40b.test:p@hostedemail.test",
            [("a", "admin.a.hostedemail.test"), ("b", "admin.b.hostedemail.test")],
        ),
        ("oma://a:p@hostedemail.test?clusters=c", [("c", "admin.c.hostedemail.test")]),
        ("oma://a:p@admin.b.hostedemail.test", [("b", "admin.b.hostedemail.test")]),
        ("oma://a:p@admin.test.hostedemail.test", [(None, "admin.test.hostedemail.test")]),
    ],
)
def test_where_it_asks(url: str, hosts: list[tuple[str | None, str]]) -> None:
    accounts = make_accounts(url, SystemClock())
    assert isinstance(accounts, OmaAccounts)
    assert [(cluster.name, cluster.host) for cluster in accounts._clusters] == hosts


@pytest.mark.parametrize(
    "url", ["oma://hostedemail.test", "oma://a@hostedemail.test", "oma://a:p@h.test?base=x"]
)
def test_a_wrong_address_says_what_it_should_be(url: str) -> None:
    with pytest.raises(BackendError, match="should be"):
        make_accounts(url, SystemClock())
