"""Patterns, networks and addresses of a platform."""

from __future__ import annotations

import pytest

from knowledge.vocabulary import Platform
from triage.facts.hosts import domain_of, ips_in, is_platform_host, is_platform_ip, matches

PLATFORM = Platform(
    "p", "P", mail_hosts=("*.mx.test", "relay.test"), networks=("192.0.2.0/24", "2001:db8::/32")
)


@pytest.mark.parametrize(
    ("host", "fits"),
    [
        ("a.mx.test", True),
        ("A.B.MX.test.", True),
        ("mx.test", False),
        ("relay.test", True),
        ("xrelay.test", False),
        ("[192.0.2.9]", True),
        ("[198.51.100.9]", False),
        (None, False),
        ("", False),
    ],
)
def test_host(host: str | None, fits: bool) -> None:
    assert is_platform_host(host, PLATFORM) is fits


@pytest.mark.parametrize(
    ("ip", "own"),
    [
        ("192.0.2.1", True),
        ("2001:db8::5", True),
        ("198.51.100.1", False),
        ("no address", False),
        (None, False),
    ],
)
def test_ip(ip: str | None, own: bool) -> None:
    assert is_platform_ip(ip, PLATFORM) is own


def test_small_things() -> None:
    assert matches("example.org", ("example.org",))
    assert domain_of("Anna@Example.ORG") == "example.org"
    assert domain_of("nobody") is None
    assert ips_in("from [192.0.2.5] and 2001:db8::1, not 5.7.1 or 10:30") == ("192.0.2.5", "2001:db8::1")
