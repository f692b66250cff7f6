from __future__ import annotations

from typing import Any

import pytest

from triage.checks.about import facts_about


@pytest.mark.parametrize(
    ("subject", "options", "expected"),
    [
        ("Example.ORG.", {}, {"sender_domain": "example.org", "from_domain": "example.org"}),
        (
            "Ann@Example.org",
            {"ip": "192.0.2.1", "helo": "mail.example.org", "selectors": ["s1"]},
            {
                "sender_domain": "example.org",
                "from_domain": "example.org",
                "sender": "Ann@example.org",
                "sending_ip": "192.0.2.1",
                "helo": "mail.example.org",
                "dkim": "s1/example.org",
            },
        ),
        (
            "example.org",
            {"ip": "::ffff:192.0.2.1", "recipient": "bob@example.net"},
            {
                "sender_domain": "example.org",
                "from_domain": "example.org",
                "sending_ip": "192.0.2.1",
                "recipient": "bob@example.net",
                "recipient_domain": "example.net",
            },
        ),
        (
            "bücher.example",
            {},
            {"sender_domain": "xn--bcher-kva.example", "from_domain": "xn--bcher-kva.example"},
        ),
    ],
)
def test_reads(subject: str, options: dict[str, Any], expected: dict[str, str]) -> None:
    assert {fact.name: fact.value for fact in facts_about(subject, **options).items} == expected


@pytest.mark.parametrize(
    ("subject", "options", "word"),
    [
        ("example", {}, "neither a domain nor a mail address"),
        ("", {}, "neither a domain nor a mail address"),
        ("@example.org", {}, "neither a domain nor a mail address"),
        ("ann@", {}, "neither a domain nor a mail address"),
        ("exa mple.org", {}, "neither a domain nor a mail address"),
        ("192.0.2.1", {}, "neither a domain nor a mail address"),
        (f"{'a' * 64}.org", {}, "neither a domain nor a mail address"),
        ("a..org", {}, "neither a domain nor a mail address"),
        ("example.org", {"ip": "192.0.2"}, "not an IP address"),
        ("example.org", {"ip": "fe80::1%eth0"}, "not an IP address"),
        ("example.org", {"recipient": "bob"}, "neither a domain nor a mail address"),
        ("example.org", {"selectors": ["a b"]}, "not a DKIM selector"),
        ("example.org", {"helo": " "}, "--helo"),
    ],
)
def test_refuses_with_a_word(subject: str, options: dict[str, Any], word: str) -> None:
    with pytest.raises(ValueError, match=word):
        facts_about(subject, **options)
