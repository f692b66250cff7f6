from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from triage.evidence.hosts import aligned, matches, organisation
from triage.model import Evidence

ReadOne = Callable[..., Evidence]
RECEIVED = "Received: from out.test ([192.0.2.7]) by mx.platform.test; 21 Nov 2026 10:00:00 +0000"


def _mail(*lines: str) -> str:
    return "\n".join((RECEIVED, *lines, "Subject: x", "", "body", ""))


def _results(text: str) -> str:
    return f"Authentication-Results: mx.platform.test; {text}"


@pytest.mark.parametrize(
    ("lines", "why"),
    [
        (("From: a@one.test, b@two.test",), "can be read differently"),
        (("From: a@one.test", "From: b@two.test"), "can be read differently"),
        (("From: a@one.test <b@two.test>",), "can be read differently"),
        (
            ('From: "ceo@bank.test" <b@two.test>', "Return-Path: <b@two.test>"),
            "shows an address of bank.test",
        ),
        ((_results("dmarc=fail"), "From: a@one.test"), "DMARC failed for one.test"),
        (
            (_results("spf=fail"), "Return-Path: <x@two.test>", "From: a@one.test"),
            "SPF said fail for two.test",
        ),
        (("Return-Path: <x@two.test>", "From: a@one.test", "To: b@one.test"), "recipient's own one.test"),
        (("From: a@paypa1.com",), "paypa1.com looks like paypal.com"),
        ((_results("dmarc=pass"), "From: a@paypa1.com"), "paypa1.com looks like paypal.com"),
        (("List-Id: <l.test>", "From: a@paypa1.com"), "paypa1.com looks like paypal.com"),
        (("From: a@customre.test", "To: b@customer.test"), "customre.test looks like customer.test"),
        (("From: a@h0sted.test", "To: b@three.test"), "h0sted.test looks like hosted.test"),
        (("From: a@xn--pypl-53dc.test",), "several alphabets"),
        (("From: PayPal <x@evil.test>",), "calls itself PayPal, but evil.test is not paypal.com"),
    ],
)
def test_suspicious(read_one: ReadOne, lines: tuple[str, ...], why: str) -> None:
    sender = read_one(_mail(*lines)).sender
    assert sender.suspicious
    assert why in (sender.why or "")


@pytest.mark.parametrize(
    "lines",
    [
        ("Return-Path: <x@two.test>", "From: a@one.test", "To: b@three.test"),
        ("Return-Path: <a@mail.one.test>", "From: a@one.test", "To: b@one.test"),
        (_results("dmarc=fail"), "List-Id: <l.test>", "From: a@one.test"),
        ("Return-Path: <l-bounces@l.test>", "List-Id: <l.test>", "From: a@one.test", "To: b@one.test"),
        (_results("spf=fail; dmarc=pass"), "From: a@one.test"),
        (_results("spf=softfail; dkim=pass header.d=one.test"), "From: a@one.test"),
        (
            _results("dkim=pass header.d=one.test"),
            "Return-Path: <x@esp.test>",
            "From: a@one.test",
            "To: b@one.test",
        ),
        ('From: "a@one.test" <a@mail.one.test>',),
        ("From: a@one.test <a@one.test>",),
        ("List-Id: <l.test>", "From: a@customre.test", "To: b@customer.test"),
        ("List-Id: <l.test>", "From: PayPal <x@evil.test>"),
        (_results("dmarc=pass"), "From: PayPal <x@pay.test>"),
        ("From: PayPal <x@intl.paypal.com>",),
        ("From: a@one1.test", "To: b@one2.test"),
    ],
)
def test_not_suspicious(read_one: ReadOne, lines: tuple[str, ...]) -> None:
    assert read_one(_mail(*lines)).sender.why is None


def test_quiet_on_ordinary_mail(samples: Path, read_one: ReadOne) -> None:
    """Real ham and newsletters: the envelope sender differs in most of them, and that alone is no reason."""
    files = [
        path
        for folder in ("ham", "newsletter-or-hard-ham")
        for path in sorted((samples / "mail" / "spamassassin" / folder).glob("0*.txt"))
    ]
    suspicious = [path.name for path in files if read_one(path.read_bytes()).sender.suspicious]
    assert len(files) >= 200
    assert len(suspicious) < len(files) / 100, suspicious


@pytest.mark.parametrize(
    ("host", "pattern", "is_ours"),
    [
        ("mx.platform.test", "*.platform.test", True),
        ("a.b.platform.test", "*.platform.test", True),
        ("platform.test", "*.platform.test", False),
        ("platform.test", "platform.test", True),
        ("notplatform.test", "*.platform.test", False),
        ("mx.platform.test.evil.test", "*.platform.test", False),
        ("MX.Platform.TEST.", "*.platform.test", True),
        (None, "*.platform.test", False),
    ],
)
def test_host_patterns(host: str | None, pattern: str, is_ours: bool) -> None:
    assert matches(host, (pattern,)) is is_ours


def test_organisations() -> None:
    assert organisation("mail.example.co.uk") == "example.co.uk"
    assert aligned("a.example.org", "b.example.org")
    assert not aligned("a.co.uk", "b.co.uk")
    assert not aligned(None, None)
