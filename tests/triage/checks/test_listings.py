"""What the lists' answers mean, by the table of return codes; and that a refusal is never a listing."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable

import pytest

from knowledge.vocabulary import Platform, Status
from triage.model import Finding

Ask = Callable[..., tuple[Finding, ...]]


def ip_said(ask: Ask, platform: Platform, zone: str, *codes: str) -> Finding:
    known = dataclasses.replace(platform, blocklists=(zone,))
    text = "".join(f"1.2.0.192.{zone} A {code}\n" for code in codes)
    (found,) = ask("blocklist", text, {"sending_ip": "192.0.2.1"}, platform=known)
    return found


def domain_said(ask: Ask, platform: Platform, zone: str, *codes: str) -> Finding:
    known = dataclasses.replace(platform, domain_blocklists=(zone,))
    text = "".join(f"s.test.{zone} A {code}\n" for code in codes)
    (found,) = ask("domain_blocklist", text, {"from_domain": "s.test"}, platform=known)
    return found


@pytest.mark.parametrize(
    ("zone", "codes", "words"),
    [
        ("zen.spamhaus.org", ("127.0.0.2",), ("SBL",)),
        ("zen.spamhaus.org", ("127.0.0.3",), ("CSS",)),
        ("zen.spamhaus.org", ("127.0.0.4", "127.0.0.10"), ("XBL", "PBL")),
        ("zen.spamhaus.org", ("127.0.0.9", "127.0.0.2"), ("DROP", "SBL")),
        ("zen.spamhaus.org", ("127.0.0.30",), ("BCL",)),
        ("bl.spamcop.net", ("127.0.0.2",), ("goes by itself",)),
        ("psbl.surriel.com", ("127.0.0.2",), ("spam trap",)),
        ("b.barracudacentral.org", ("127.0.0.2",), ("sending spam",)),
    ],
)
def test_an_address_is_listed_for_a_reason(
    ask: Ask, platform: Platform, zone: str, codes: tuple[str, ...], words: tuple[str, ...]
) -> None:
    found = ip_said(ask, platform, zone, *codes)
    assert (found.code, found.status) == ("blocklist.listed", Status.FAIL)
    assert all(word in found.summary for word in words)
    assert "https://" in found.advice


@pytest.mark.parametrize(
    ("zone", "code", "words"),
    [
        ("dbl.spamhaus.org", "127.0.1.2", ("low reputation",)),
        ("dbl.spamhaus.org", "127.0.1.104", ("broken into",)),
        ("dbl.spamhaus.org", "127.0.1.103", ("short links",)),
        ("multi.surbl.org", "127.0.0.8", ("phishing",)),
        ("multi.surbl.org", "127.0.0.80", ("malware", "found in spam")),
        ("multi.uribl.com", "127.0.0.2", ("found in spam",)),
        ("multi.uribl.com", "127.0.0.12", ("bulk mail", "looks like spam")),
    ],
)
def test_a_domain_is_listed_for_a_reason(
    ask: Ask, platform: Platform, zone: str, code: str, words: tuple[str, ...]
) -> None:
    found = domain_said(ask, platform, zone, code)
    assert found.code == "domain_blocklist.listed"
    assert all(word in found.summary for word in words)


@pytest.mark.parametrize("zone", ["zen.spamhaus.org", "bl.spamcop.net", "multi.uribl.com", "unknown.test"])
@pytest.mark.parametrize("code", ["127.255.255.252", "127.255.255.254", "127.255.255.255", "127.0.0.1"])
def test_a_refusal_is_never_a_listing(ask: Ask, platform: Platform, zone: str, code: str) -> None:
    for found in (ip_said(ask, platform, zone, code), domain_said(ask, platform, zone, code)):
        assert found.status is Status.TEMPERROR
        assert found.code.endswith(".list_refused")
        assert "resolver of your own" in found.advice


def test_a_domain_list_that_was_asked_for_an_address(ask: Ask, platform: Platform) -> None:
    assert domain_said(ask, platform, "dbl.spamhaus.org", "127.0.1.255").code.endswith(".list_refused")


def test_a_listing_names_meaning_reason_and_page(ask: Ask, platform: Platform) -> None:
    known = dataclasses.replace(platform, blocklists=("zen.spamhaus.org",))
    name = "5.113.0.203.zen.spamhaus.org"
    zone = f'{name} A 127.0.0.4\n{name} TXT "see https://check.test/ip/203.0.113.5"'
    (listed,) = ask("blocklist", zone, {"sending_ip": "203.0.113.5"}, platform=known)
    assert "infected machine" in listed.summary
    assert "https://check.test/ip/203.0.113.5" in listed.advice
    assert listed.who_can_fix == "platform"
    assert listed.data["codes"] == ("127.0.0.4",)
