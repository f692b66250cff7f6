from __future__ import annotations

import pytest

from triage.checks.standards.slips import is_one_slip, meant


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("gmial.com", "gmail.com", True),
        ("gmil.com", "gmail.com", True),
        ("gmaill.com", "gmail.com", True),
        ("gnail.com", "gmail.com", True),
        ("gmail.con", "gmail.com", True),
        ("gmail.co", "gmail.com", True),
        ("mgail.com", "gmail.com", True),
        ("gmail.com", "gmail.com", False),
        ("gmali.con", "gmail.com", False),
        ("example.org", "gmail.com", False),
        ("a", "", True),
        ("", "", False),
    ],
)
def test_one_slip(one: str, other: str, expected: bool) -> None:
    assert is_one_slip(one, other) is expected
    assert is_one_slip(other, one) is expected


@pytest.mark.parametrize(
    ("domain", "expected"),
    [
        ("outlok.com", "outlook.com"),
        ("bakery.tst", "bakery.test"),
        ("bakery.test", None),
        ("mail.com", None),
        ("ymail.com", None),
        ("gmx.dr", None),
        ("example.org", None),
    ],
)
def test_what_was_meant(domain: str, expected: str | None) -> None:
    assert meant(domain, ["Bakery.test"]) == expected
