"""Whose word counts for who sent a mail: the platform's own, or a signature that holds here."""

from __future__ import annotations

import dkim  # type: ignore[import-untyped]
import pytest

from bot.mail.authenticated import is_authenticated, is_disproven
from bot.mail.head import read_head
from knowledge.vocabulary import Platform
from triage.tools.protocols import Outcome
from triage.tools.static_zones import StaticZones

PLATFORM = Platform("test", "Test", mail_hosts=("*.help.test",), networks=("192.0.2.0/24",))
ALICE = "alice@customer.test"
NOTHING = StaticZones({})

AT = "Sat, 1 Mar 2025 12:00:00 +0000"
BY_US = f"Received: from mail.customer.test (mail.customer.test [203.0.113.5]) by mx.help.test; {AT}\n"
WITHIN_US = f"Received: from mx.help.test (mx.help.test [192.0.2.10]) by store.help.test with LMTP; {AT}\n"
BY_OTHERS = f"Received: from pc (pc [203.0.113.77]) by mail.customer.test; {AT}\n"
PASS = "Authentication-Results: mx.help.test; dmarc=pass header.from=customer.test\n"
DKIM_PASS = "Authentication-Results: mx.help.test; dkim=pass header.d=customer.test\n"
DKIM_OTHER = "Authentication-Results: mx.help.test; dkim=pass header.d=evil.test\n"
FAIL = "Authentication-Results: mx.help.test; dmarc=fail header.from=customer.test\n"
FORGED_LINE = BY_US.replace("203.0.113.5", "192.0.2.11")
MAIL = f"From: Alice <{ALICE}>\nSubject: hi\nDate: {AT}\nMessage-ID: <1@customer.test>\n\nhello\n"


@pytest.mark.parametrize(
    ("text", "believed"),
    [
        (PASS + BY_US + MAIL, True),
        (DKIM_PASS + BY_US + MAIL, True),
        (WITHIN_US + PASS + BY_US + MAIL, True),
        (PASS.replace("mx.help.test", "help.test") + BY_US + MAIL, True),
        (PASS.replace(" mx.help.test;", "") + BY_US + MAIL, True),
        (DKIM_OTHER + BY_US + MAIL, False),
        # What they judged is another author than the one that is read here.
        (PASS.replace("customer.test", "evil.test") + BY_US + MAIL, False),
        (PASS.replace("from=customer.test", "from=eve@evil.test") + BY_US + MAIL, False),
        (PASS.replace("customer.test", "mail.customer.test") + BY_US + MAIL, True),
        (PASS.replace(" header.from=customer.test", "") + BY_US + MAIL, True),
        (PASS.replace("mx.help.test", "mx.evil.test") + BY_US + MAIL, False),
        (FAIL + BY_US + MAIL, False),
        (BY_US + MAIL, False),
        # Written by the sender: below our line or a foreign one, without any, behind made-up lines of ours.
        (BY_US + PASS + MAIL, False),
        (BY_US + PASS + FORGED_LINE + MAIL, False),
        (WITHIN_US + BY_US + PASS + FORGED_LINE + MAIL, False),
        (BY_US + BY_OTHERS + PASS + MAIL, False),
        (PASS + BY_OTHERS + MAIL, False),
        (PASS + MAIL, False),
        # The topmost result is ours.
        (FAIL + BY_US + PASS + MAIL, False),
    ],
)
def test_what_the_platform_says(text: str, believed: bool) -> None:
    raw = text.replace("\n", "\r\n").encode()
    assert is_authenticated(read_head(raw), raw, ALICE, PLATFORM, NOTHING) is believed


def signed(key: tuple[bytes, str], domain: bytes = b"customer.test", length: bool = False) -> bytes:
    raw = MAIL.replace("\n", "\r\n").encode()
    return (
        bytes(dkim.sign(raw, b"mail", domain, key[0], include_headers=[b"from", b"subject"], length=length))
        + raw
    )


def check(key: tuple[bytes, str], raw: bytes, resolver: StaticZones | None = None) -> bool:
    names = (
        "mail._domainkey.customer.test",
        "mail._domainkey.evil.test",
        "mail._domainkey.sub.customer.test",
    )
    zones = resolver or StaticZones({(name, "TXT"): [key[1]] for name in names})
    return is_authenticated(read_head(raw), raw, ALICE, PLATFORM, zones)


def test_a_signature_that_holds(key: tuple[bytes, str]) -> None:
    assert check(key, signed(key))
    assert check(key, signed(key, b"sub.customer.test"))


def test_signatures_that_prove_nothing(key: tuple[bytes, str]) -> None:
    good = signed(key)
    assert not check(key, good.replace(b"hello", b"jello"))
    assert not check(key, good.replace(b"Subject: hi", b"Subject: ho"))
    assert not check(key, b"From: eve@evil.test\r\n" + good)
    assert not check(key, signed(key, b"evil.test"))
    assert not check(key, signed(key, length=True))
    assert not check(key, good.replace(b"rsa-sha256", b"rsa-sha1"))
    assert not check(
        key,
        b"DKIM-Signature: v=1; a=rsa-sha256; d=customer.test; s=mail; bh=x; b=y; h=from\r\n" + MAIL.encode(),
    )


@pytest.mark.parametrize("outcome", [Outcome.TIMEOUT, Outcome.SERVFAIL, Outcome.NXDOMAIN, Outcome.OFFLINE])
def test_a_key_that_cannot_be_had_proves_nothing(key: tuple[bytes, str], outcome: Outcome) -> None:
    zones = StaticZones({}, trouble={"mail._domainkey.customer.test": outcome})
    assert not check(key, signed(key), zones)


@pytest.mark.parametrize(
    ("head", "disproven"),
    [
        (FAIL + BY_US, True),
        (PASS + BY_US, False),
        (BY_US, False),
        (BY_US + FAIL, False),  # below our line anybody may have written it
    ],
)
def test_only_a_host_of_the_platform_can_disprove(head: str, disproven: bool) -> None:
    assert is_disproven(read_head((head + MAIL).encode()), ALICE, PLATFORM) is disproven
