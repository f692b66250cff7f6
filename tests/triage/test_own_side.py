"""Whose hosts are the platform's, by the address that people write to."""

from __future__ import annotations

import pytest

from knowledge.providers import is_everybodys
from knowledge.vocabulary import Platform
from triage.evidence.reader import read
from triage.facts.hosts import is_platform_host
from triage.model import Evidence, MessageInfo
from triage.own_side import desk_address, with_own_domain

BARE = Platform("oss", "OSS")
NAMED = Platform("he", "HE", mail_hosts=("*.cloudmail.example",))


@pytest.mark.parametrize(
    ("address", "host", "ours"),
    [
        ("help@uni.example", "filter3.uni.example", True),
        ("help@uni.example", "uni.example", True),
        ("help@UNI.example", "a.b.uni.example", True),
        ("help@uni.example", "notuni.example", False),
        ("help@uni.example", "mx.elsewhere.example", False),
        ("help@gmail.com", "gmail-smtp-in.l.google.com", False),
        ("help@gmail.com", "mail.gmail.com", False),
        ("help@firm.onmicrosoft.com", "x.firm.onmicrosoft.com", False),
        ("help", "mx.help", False),
        ("help@localhost", "localhost", False),
        ("help@[192.0.2.1]", "[192.0.2.1]", False),
    ],
)
def test_hosts_in_the_domain_of_the_desk(address: str, host: str, ours: bool) -> None:
    assert is_platform_host(host, with_own_domain(BARE, address)) is ours


def test_a_profile_that_names_hosts_stays_as_it_is() -> None:
    assert with_own_domain(NAMED, "help@reseller.example") is NAMED


def test_nothing_known_changes_nothing() -> None:
    assert with_own_domain(BARE) is BARE
    assert with_own_domain(BARE, "help@web.de") is BARE


def test_several_addresses_and_another_desk_later() -> None:
    both = with_own_domain(BARE, "help@one.example", "support@two.example")
    assert is_platform_host("mx.one.example", both)
    assert is_platform_host("mx.two.example", both)
    assert not is_platform_host("mx.one.example", with_own_domain(both, "help@two.example"))


@pytest.mark.parametrize(
    ("to", "cc", "found"),
    [
        (("help@desk.example",), (), "help@desk.example"),
        (("Service-Desk@desk.example",), (), "Service-Desk@desk.example"),
        (("it.support@desk.example",), (), "it.support@desk.example"),
        (("help+mail@desk.example",), (), "help+mail@desk.example"),
        (("segitseg@desk.example",), (), "segitseg@desk.example"),
        (("boss@desk.example",), ("suporte@desk.example",), "suporte@desk.example"),
        (("boss@desk.example",), (), None),
        (("helper.anna@desk.example",), (), None),
        (("support@gmail.com",), (), None),
        ((), (), None),
    ],
)
def test_the_desk_among_those_written_to(to: tuple[str, ...], cc: tuple[str, ...], found: str | None) -> None:
    assert desk_address(Evidence("message", MessageInfo(to=to), cc=cc)) == found


@pytest.mark.parametrize(
    ("domain", "everybodys"),
    [("gmail.com", True), ("mail.gmail.com", True), ("GMX.de", True), ("gmx.example", False), (None, False)],
)
def test_domains_of_everybody(domain: str | None, everybodys: bool) -> None:
    assert is_everybodys(domain) is everybodys


MAIL = b"""Received: from mx.google.com by store.google.com with ESMTPS id 9; Wed, 18 Nov 2026 10:00:01 +0000
Authentication-Results: mx.google.com; spf=pass smtp.mailfrom=a@firm.example
Received: from out.firm.example (out.firm.example [192.0.2.7]) by mx.google.com with ESMTPS id 8;
 Wed, 18 Nov 2026 10:00:00 +0000
From: a@firm.example
To: help@desk.example
Subject: hello

Hello
"""


def test_a_help_address_that_is_hosted_elsewhere_keeps_its_results() -> None:
    (seen,) = read(MAIL, "", with_own_domain(BARE, "help@desk.example"))
    assert seen.authentication.spf == "pass"
    assert seen.authentication == read(MAIL, "", BARE)[0].authentication
