"""MTA-STS and DANE where more than plain zones is needed: a policy page, and answers verified by DNSSEC."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from knowledge.vocabulary import Status
from triage.checks.standards.sts import Policy, PolicyError, parse_policy
from triage.model import Finding
from triage.tools.lookups import Ended
from triage.tools.protocols import Outcome, Page

Ask = Callable[..., tuple[Finding, ...]]
URL = "https://mta-sts.s.test/.well-known/mta-sts.txt"
TO = {"recipient_domain": "s.test"}
RECORD = '_mta-sts.s.test TXT "v=STSv1; id=20260301"\nmta-sts.s.test A 192.0.2.80\n'
MX = "s.test MX 10 a.s.test.\ns.test MX 20 b.s.test.\n"


def policy(mode: str = "enforce", *hosts: str, age: str = "604800") -> bytes:
    lines = ["version: STSv1", f"mode: {mode}", *(f"mx: {host}" for host in hosts), f"max_age: {age}"]
    return "\r\n".join(lines).encode()


def page(body: bytes, status: int = 200) -> dict[str, Page]:
    return {URL: Page(URL, Ended.FOUND, status, "text/plain", body)}


@pytest.mark.parametrize(
    ("pages", "code", "status", "piece"),
    [
        (page(policy("enforce", "a.s.test", "b.s.test")), "mta_sts.pass", Status.PASS, "names its mail"),
        (page(policy("enforce", "*.s.test")), "mta_sts.pass", Status.PASS, ""),
        (page(policy("enforce", "a.s.test")), "mta_sts.mx_not_named", Status.FAIL, "mx: b.s.test"),
        (page(policy("testing", "a.s.test")), "mta_sts.mx_not_named", Status.WARN, "only a test"),
        (page(policy("testing", "*.s.test")), "mta_sts.not_enforced", Status.NEUTRAL, "mode: testing"),
        (page(policy("none")), "mta_sts.not_enforced", Status.NEUTRAL, "switched off"),
        (page(policy("strict", "a.s.test")), "mta_sts.policy_invalid", Status.PERMERROR, "mode: strict"),
        (page(b"<html>Welcome</html>"), "mta_sts.policy_invalid", Status.PERMERROR, "version: STSv1"),
        (page(b"", 404), "mta_sts.policy_missing", Status.WARN, "404"),
        ({}, "mta_sts.policy_unreachable", Status.TEMPERROR, "the name leads nowhere"),
    ],
)
def test_the_policy_is_read(ask: Ask, pages: dict[str, Page], code: str, status: Status, piece: str) -> None:
    (found,) = ask("mta_sts", RECORD + MX, TO, pages=pages)
    assert (found.code, found.status) == (code, status)
    assert piece in f"{found.summary} {found.advice}"


def test_unknown_mail_servers_are_never_taken_for_none(ask: Ask) -> None:
    pages = page(policy("enforce", "a.s.test"))
    (found,) = ask("mta_sts", RECORD, TO, {("s.test", "MX"): Outcome.SERVFAIL}, pages=pages)
    assert found.code == "mta_sts.servfail"


@pytest.mark.parametrize(
    ("body", "piece"),
    [
        (policy("enforce", age="tomorrow"), "max_age: tomorrow"),
        (policy("enforce", age="31557601"), "max_age"),
        (policy("enforce"), "names no mail server"),
        (policy("enforce", "a b"), "no host name"),
        (b"\xff\xfe" * 5000, "version"),
        (b"version: STSv1\n" + b"mx: a.test\n" * 100_000, "mode"),
    ],
)
def test_a_broken_policy_is_told(body: bytes, piece: str) -> None:
    with pytest.raises(PolicyError, match=piece):
        parse_policy(body)


@pytest.mark.parametrize(
    ("hosts", "host", "allowed"),
    [
        (("a.s.test",), "A.s.test.", True),
        (("*.s.test",), "a.s.test", True),
        (("*.s.test",), "s.test", False),
        (("*.s.test",), "b.a.s.test", False),
    ],
)
def test_a_star_is_one_label(hosts: tuple[str, ...], host: str, allowed: bool) -> None:
    assert Policy("enforce", hosts, 60).allows(host) is allowed


def pin(host: str) -> str:
    return f"_25._tcp.{host} TLSA 3 1 1 {'ab' * 32}\n"


@pytest.mark.parametrize(
    ("zone", "code"),
    [(MX + pin("a.s.test") + pin("b.s.test"), "dane.pass"), (MX + pin("a.s.test"), "dane.some")],
)
def test_pinned_where_it_was_verified(ask: Ask, zone: str, code: str) -> None:
    (found,) = ask("dane", zone, TO, secure=True)
    assert found.code == code
    (unverified,) = ask("dane", zone, TO)
    assert unverified.code == "dane.not_verified"
