"""What the checks say of an account, a row each; the directory's trouble is told once, never as absence."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any

import pytest

from knowledge.vocabulary import Platform, Status
from triage.checks import run_checks
from triage.checks.standards.address_lists import first_match
from triage.checks.standards.sieve import actions, names
from triage.model import Facts, Finding
from triage.tools.lookups import Account, AccountAnswer, Ended
from triage.tools.protocols import Tools
from triage.tools.resolver import OfflineResolver
from triage.tools.static_zones import StaticZones

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
ANNA, BOB = "anna@hosted.test", "bob@partner.test"
IN: dict[str, Any] = {"direction": "inbound", "sender": BOB, "recipient": ANNA, "sending_ip": "198.51.100.7"}
OUT: dict[str, Any] = {"direction": "outbound", "sender": ANNA, "recipient": BOB}
ON = {"receiving": "enabled", "sending": "enabled", "webmail": "enabled", "imap": "enabled"}
OFF = dict.fromkeys((*ON, "webmail_sending"), "suspended")
SIEVE = 'require ["fileinto"];\nif address :contains "from" "@partner.test" { %s }'


@dataclass
class Directory:
    """One account, or a fixed answer; counts how often it is asked."""

    account: Account | None = None
    ended: Ended = Ended.ABSENT
    asked: list[str] = field(default_factory=list)

    async def look_up(self, address: str) -> AccountAnswer:
        self.asked.append(address)
        await asyncio.sleep(0)
        if self.account and address == ANNA:
            return AccountAnswer(Ended.FOUND, "the directory", self.account, NOON)
        return AccountAnswer(self.ended, "the directory", at=NOON, why="it is down")


Run = Callable[..., tuple[Finding, ...]]


@pytest.fixture
def run(tools: Callable[..., Tools], facts: Callable[..., Facts], platform: Platform) -> Run:
    """`run(facts, directory)` -> what the account checks say."""

    def ask(values: dict[str, Any], directory: Directory | None) -> tuple[Finding, ...]:
        world = replace(tools(OfflineResolver()), accounts=directory)
        found = run_checks(facts(values), platform, world)
        return tuple(one for one in found if one.check.startswith("account_"))

    return ask


ROWS: list[tuple[dict[str, Any], dict[str, Any], str, str]] = [
    # facts, the account, a code, a piece of summary or advice
    (IN, {"kind": "mailbox", "cluster": "b"}, "account_exists.pass", "is a mailbox"),
    (IN, {"main_address": "a.bee@hosted.test"}, "account_alias.is_alias", "alias of a.bee@hosted.test"),
    (IN, ON, "account_state.pass", "in service"),
    (IN, OFF, "account_state.off", "suspended"),
    (IN, ON | {"receiving": "disabled"}, "account_state.not_receiving", "takes no mail"),
    (IN, ON | {"imap": "disabled", "webmail": "disabled"}, "account_state.no_access", "IMAP and webmail"),
    (OUT, ON, "account_sending.pass", "may send"),
    (OUT, ON | {"sending": "suspended"}, "account_sending.off", "knew the password"),
    (OUT, ON | {"sending": "disabled", "webmail_sending": "enabled"}, "account_sending.smtp_off", "program"),
    (OUT, ON | {"webmail_sending": "disabled"}, "account_sending.webmail_off", "webmail"),
    (OUT, {"sent_today": 400, "sent_limit": 400}, "account_limit.reached", "400 of 400"),
    (OUT, {"sent_today": 360, "sent_limit": 400}, "account_limit.near", "360 of 400"),
    (OUT, {"sent_today": 0, "sent_limit": 400}, "account_limit.pass", "0 of 400"),
    (IN, {"rejects_spam": True}, "account_spam.refuses", "comes back to its sender"),
    (IN, {"rejects_spam": False, "spam_folder": "Spam"}, "account_spam.files", "filed into Spam"),
    (IN, {"tags_spam": True}, "account_spam.only_marks", "only marked"),
    (IN, {"junk_threshold": 6.0}, "account_spam.own_threshold", "from 6 on"),
    (IN, {"block": ("*@partner.test",)}, "account_lists.blocked", 'its entry "*@partner.test"'),
    (IN, {"block": ("198.51.100.0-198.51.100.9",)}, "account_lists.blocked", "198.51.100.0-198.51.100.9"),
    (IN, {"allow": ("BOB@partner.test",)}, "account_lists.allowed", "through the filter"),
    (IN, {"allow": (BOB,), "block": (BOB,)}, "account_lists.both", "both blocks and allows"),
    (IN, {"sieve": SIEVE % "discard;"}, "account_sieve.discards", "by its rule"),
    (IN, {"sieve": SIEVE % 'fileinto "Old";'}, "account_sieve.files", "into Old"),
    (IN, {"sieve": SIEVE % "reject text:\nNo {\n.\n;"}, "account_sieve.rejects", "refuses"),
    (IN, {"sieve": 'redirect "x@else.test";'}, "account_sieve.redirects", "sends all mail on to x@else.test"),
    (IN, {"sieve": 'if header "subject" "win" { discard; }'}, "account_sieve.may", "throws some mail away"),
    (IN, {"quota_used": 100, "quota_max": 100}, "account_quota.full", "it is full"),
    (IN, {"quota_used": 1_900_000_000, "quota_max": 2_000_000_000}, "account_quota.near", "1.9 GB of 2.0 GB"),
    (IN, {"quota_used": 1, "quota_max": 100}, "account_quota.pass", "1 bytes of 100 bytes"),
    (IN, {"forwards": ("x@else.test",), "keeps_copy": False}, "account_forward.away", "SPF no longer fits"),
    (IN, {"forwards": ("x@else.test",), "keeps_copy": True}, "account_forward.copy", "and keeps it"),
    (IN, {"forwards": (ANNA,)}, "account_forward.loop", "to itself"),
]  # fmt: skip


@pytest.mark.parametrize(("values", "account", "code", "said"), ROWS, ids=[row[2] for row in ROWS])
def test_what_is_said_of_an_account(
    run: Run, values: dict[str, Any], account: dict[str, Any], code: str, said: str
) -> None:
    directory = Directory(Account(ANNA, **account))
    found = {one.code: one for one in run(values, directory)}
    assert code in found, sorted(found)
    assert said in f"{found[code].summary} {found[code].advice}", found[code]
    assert found[code].source == f"the directory: {ANNA} (asked 2026-03-02 12:00 UTC)"
    assert directory.asked == [ANNA], "each address is asked for once a run, and others' are not"


def test_every_code_has_its_row() -> None:
    from triage.checks import all_checks

    wanted = {code for one in all_checks() if one.name.startswith("account_") for code in one.codes}
    alone = {"account_exists.none", "account_exists.not_here", "account_exists.unasked"}
    assert wanted == {row[2] for row in ROWS} | alone


def test_sending_is_no_question_of_the_recipient(run: Run) -> None:
    found = run(IN, Directory(Account(ANNA, sending="disabled", sent_today=9, sent_limit=9)))
    assert not [one for one in found if one.check in ("account_sending", "account_limit")]


def test_nothing_is_said_of_what_is_not_known(run: Run) -> None:
    found = run(IN, Directory(Account(ANNA)))
    assert [one.code for one in found] == ["account_exists.pass"]
    assert run(IN, None) == ()


@pytest.mark.parametrize(
    ("values", "code"),
    [
        (IN, "account_exists.none"),
        (OUT, "account_exists.none"),
        ({"recipient": ANNA, "sender": BOB}, "account_exists.none"),
    ],
)
def test_an_address_that_should_be_here_and_is_not(run: Run, values: dict[str, Any], code: str) -> None:
    directory = Directory()
    assert [one.code for one in run(values, directory)] == [code]
    assert directory.asked == [ANNA]


def test_an_address_that_may_be_elsewhere(
    tools: Callable[..., Tools], facts: Callable[..., Facts], platform: Platform
) -> None:
    """Without a list of own domains and a direction, both sides are asked for, and absence says little."""
    world = replace(tools(OfflineResolver()), accounts=Directory())
    found = run_checks(facts({"recipient": ANNA, "sender": BOB}), replace(platform, domains=()), world)
    said = [one for one in found if one.check.startswith("account_")]
    assert [(one.code, one.status) for one in said] == [("account_exists.not_here", Status.NEUTRAL)] * 2


@pytest.mark.parametrize("ended", [one for one in Ended if not one.is_answer])
def test_trouble_is_told_once_and_never_as_absence(run: Run, ended: Ended) -> None:
    (only,) = run(IN, Directory(ended=ended))
    assert (only.code, only.status) == ("account_exists.unasked", Status.TEMPERROR)
    assert "it is down" in only.summary


@pytest.mark.parametrize(
    ("entry", "address", "ip", "fits"),
    [
        ("bob@partner.test", BOB, None, True),
        ("BOB@PARTNER.TEST", BOB, None, True),
        ("partner.test", BOB, None, True),
        ("@partner.test", BOB, None, True),
        ("*@partner.test", BOB, None, True),
        ("*partner.test", BOB, None, True),
        ("b*@*.test", BOB, None, True),
        ("*", BOB, None, True),
        ("*.partner.test", BOB, None, False),
        ("*.partner.test", "x@mail.partner.test", None, True),
        ("partner.test", "bob@mail.partner.test", None, False),
        ("ob@partner.test", BOB, None, False),
        ("artner.test", BOB, None, False),
        ("", BOB, None, False),
        ("192.0.2.7", None, "192.0.2.7", True),
        ("192.0.2.0/24", None, "192.0.2.7", True),
        ("192.0.2.1-192.0.2.9", None, "192.0.2.7", True),
        ("192.0.2.8-192.0.2.9", None, "192.0.2.7", False),
        ("192.0.2.*", None, "192.0.2.7", True),
        ("2001:db8::/32", None, "2001:db8::7", True),
        ("192.0.2.1-2001:db8::1", None, "192.0.2.7", False),
        ("192.0.2.0/99", None, "192.0.2.7", False),
        ("*" * 2000 + "x", "a" * 300 + "@b.test", None, False),
        ("*a" * 1000, "a" * 250 + "@b.test", None, False),
    ],
)
def test_lists_of_senders(entry: str, address: str | None, ip: str | None, fits: bool) -> None:
    assert (first_match((entry,), address, ip) == entry) is fits


@pytest.mark.parametrize(
    ("script", "found"),
    [
        ("discard;", [("discard", None, (), False)]),
        ('# discard;\n/* discard; */ keep; redirect "a@b.c";', [("redirect", "a@b.c", (), False)]),
        ('if header :is "X" "a\\"}{b" { discard; }', [("discard", None, ("X", 'a"}{b'), False)]),
        ('if not header "a" "b" { discard; }', [("discard", None, ("a", "b"), True)]),
        ('if header "a" "b" { keep; } else { discard; }', [("discard", None, (), True)]),
        ('if anyof (x "a" ["b", "c"]) { fileinto "D"; }', [("fileinto", "D", ("a", "b", "c"), False)]),
        ('if true { if header "a" "b" { discard; } }', [("discard", None, ("a", "b"), False)]),
        ('if x "a" { discard; } discard;', [("discard", None, ("a",), False), ("discard", None, (), False)]),
    ],
)  # fmt: skip
def test_what_a_sieve_script_does(script: str, found: list[Any]) -> None:
    assert [(one.kind, one.to, one.conditions, one.negated) for one in actions(script)] == found


@pytest.mark.parametrize(
    "noise",
    [
        '"' * 9999,
        "{" * 9999,
        "}" * 99,
        "if " * 9999,
        "text:\n" * 999,
        "/*" * 9999,
        "discard;" * 9999,
        "\\" * 99,
    ],
)
def test_what_is_no_sieve_is_read_within_bounds(noise: str) -> None:
    assert len(actions(noise)) <= 200


@pytest.mark.parametrize(
    ("condition", "sender", "named"),
    [
        ("@partner.test", BOB, True),
        ("*@partner.test", BOB, True),
        ("partner.test", BOB, True),
        ("from", BOB, False),
        ("test", BOB, False),
        ("other.test", BOB, False),
        ("partner.test", None, False),
    ],
)
def test_whom_a_rule_names(condition: str, sender: str | None, named: bool) -> None:
    (action,) = actions(f'if header "from" "{condition}" {{ discard; }}')
    assert (names(action, sender) is not None) is named


@pytest.mark.parametrize(("cluster", "code"), [("a", "platform_mx.pass"), ("b", "platform_mx.wrong_cluster")])
def test_the_account_tells_which_cluster_the_mx_should_name(
    tools: Callable[..., Tools], facts: Callable[..., Facts], platform: Platform, cluster: str, code: str
) -> None:
    zones = StaticZones({("hosted.test", "MX"): ("10 mx.hosted.test.cust.a.platform.test",)})
    world = replace(tools(zones), accounts=Directory(Account(ANNA, cluster=cluster)))
    found = run_checks(facts(IN | {"recipient_domain": "hosted.test"}), platform, world)
    assert [one.code for one in found if one.check == "platform_mx"] == [code]
