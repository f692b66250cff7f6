"""Domains that look like others, and those that only resemble them by chance."""

from __future__ import annotations

import pytest

from triage.evidence.lookalike import claimed_owner, imitates, mixes_alphabets, shown

OTHERS = ("example.org", "mail.company-one.test", "shop.example.co.uk")


@pytest.mark.parametrize(
    ("domain", "like", "by_letters"),
    [
        ("paypa1.com", "paypal.com", True),
        ("paypai.com", "paypal.com", True),
        ("p\u0430ypal.com", "paypal.com", True),
        ("xn--pypal-4ve.com", "paypal.com", True),
        ("mail.rnicrosoft.com", "microsoft.com", True),
        ("micros0ft.com", "microsoft.com", True),
        ("\u00e1pple.com", "apple.com", True),
        ("exarnple.org", "example.org", True),
        ("micorsoft.com", "microsoft.com", False),
        ("microsft.com", "microsoft.com", False),
        ("gooogle.com", "google.com", False),
        ("goggle.com", "google.com", False),
        ("exampel.org", "example.org", False),
        ("a.b.examp1e.co.uk", "example.co.uk", True),
        ("company-onee.test", "company-one.test", False),
    ],
)
def test_imitations(domain: str, like: str, by_letters: bool) -> None:
    assert imitates(domain, OTHERS) == (like, by_letters)


@pytest.mark.parametrize(
    "domain",
    [
        "paypal.com", "intl.paypal.com", "paypal.de", "example.org", "sub.example.org", "example.net",
        "example1.org", "example2.org", "company-two.test", "ups.test", "usps.test", "apples.com",
        "m\u00fcller.test", "xn--mller-kva.test", "xn--", "xn--\u00e9.test", "", ".", "a" * 300,
    ],
)  # fmt: skip
def test_others(domain: str) -> None:
    assert imitates(domain, OTHERS) is None


@pytest.mark.parametrize(
    ("domain", "mixes"),
    [
        ("p\u0430ypal.test", True),
        ("xn--pypal-4ve.test", True),
        ("\u043f\u043e\u0447\u0442\u0430.test", False),
        ("m\u00fcller.test", False),
        ("plain.test", False),
    ],
)
def test_mixed_alphabets(domain: str, mixes: bool) -> None:
    assert mixes_alphabets(domain) is mixes


@pytest.mark.parametrize(
    ("name", "domain", "owner"),
    [
        ("PayPal", "evil.test", "paypal.com"),
        ("  paypal  Inc.", "evil.test", "paypal.com"),
        ("PayPal", "intl.paypal.com", None),
        ("PayPal", "paypal.test", None),
        ("Microsoft", "email.office.com", None),
        ("Apple Pie Recipes", "evil.test", None),
        ("", "evil.test", None),
        ("PayPal", "", None),
    ],
)
def test_names(name: str, domain: str, owner: str | None) -> None:
    assert claimed_owner(name, domain) == owner


def test_punycode_that_cannot_be_decoded_stays() -> None:
    assert shown("xn--99999999999.test") == "xn--99999999999.test"
