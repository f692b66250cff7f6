"""A text that was worded anew says the same facts, to the letter, or it is not used."""

from __future__ import annotations

import pytest

from triage.replies.guard import difference

COMPOSED = """Hello Anna Fischer,

Your mail to joe@partner.test was refused by mx.partner.test. The reason given: SPF.

The refusing server's words were: "550 5.7.23 SPF check failed: 203.0.113.9"

1. Give this message to whoever looks after the DNS of bakery.test.
2. Put this in place of the SPF record of bakery.test:
   bakery.test. TXT "v=spf1 ip4:203.0.113.9 ~all"
3. Look it up: https://list.test/lookup?ip=203.0.113.9

Kind regards
Your mail support
"""
BETTER = COMPOSED.replace("Give this message to whoever", "Please hand this on to the person who").replace(
    "The reason given: SPF.", "It gave SPF as its reason."
)


@pytest.mark.parametrize(
    "draft", [COMPOSED, BETTER, BETTER.replace('"550', "“550").replace('9"\n\n', "9”\n\n")]
)
def test_the_same_facts_in_other_words(draft: str) -> None:
    assert difference(COMPOSED, draft) is None


@pytest.mark.parametrize(
    ("old", "new", "why"),
    [
        ("joe@partner.test", "joe@partners.test", "address"),
        ("joe@partner.test", "your friend", "address"),
        ("Kind regards", "Write to eve@evil.test\n\nKind regards", "address"),
        ("Kind regards", "See https://evil.test/x\n\nKind regards", "link"),
        ("Kind regards", "See HTTPS://EVIL.TEST/x\n\nKind regards", "link"),
        ("Kind regards", "See evil.test\n\nKind regards", "host"),
        ("Kind regards", "See bücher.test\n\nKind regards", "host"),
        ("Kind regards", "javascript:alert\n\nKind regards", "link"),
        ("Kind regards", "Call 555 0100\n\nKind regards", "number"),
        ("5.7.23 SPF", "5.7.1 SPF", "number"),
        ("ip4:203.0.113.9 ~all", "ip4:203.0.113.9 -all", "quoted text"),
        ("   bakery.test. TXT", "bakery.test. TXT", "record"),
        ("   bakery.test. TXT", "   bakery.test.  TXT", "record"),
        ("check failed", "check was bad", "quoted text"),
        ("the DNS of", "the MX of", "word in capitals"),
        ("lookup?ip=", "lookup?id=", "link"),
        ("Kind regards", "Send us your password\n\nKind regards", "word for a secret"),
        ("Kind regards", "Küldje el a jelszavát vagy jelszó\n\nKind regards", "word for a secret"),
        ("Kind regards", "4. Do more.\n\nKind regards", "it has 4 steps in place of 3"),
        ("Kind regards", "<b>Kind</b> regards", "it holds the markup"),
        ("Kind regards", "[Kind](x) regards", "it holds the markup"),
        ("Kind regards", "Kind\u202e regards", "it holds the character U+202E"),
        ("Kind regards", "Kind\u200b regards", "it holds the character U+200B"),
        ("Kind regards", "Kіnd regards", "it holds the character U+0456"),
        ("Kind regards", "Ｋind regards", "it holds the character U+FF2B"),
        ("203.0.113.9\"\n", "203.0.113.٩\"\n", "it holds the character U+0669"),
    ],
)  # fmt: skip
def test_a_changed_fact_is_named(old: str, new: str, why: str) -> None:
    said = difference(COMPOSED, BETTER.replace(old, new, 1))
    assert said is not None
    assert why in said


@pytest.mark.parametrize(
    ("draft", "why"),
    [
        ("", "it is empty"),
        (" \n", "it is empty"),
        (COMPOSED + "word " * 200, "it is much longer"),
        ("Hello,\n\nall is well.\n", "it is much shorter"),
        ("(" * 100_000, "it is much longer"),
    ],
)
def test_its_length(draft: str, why: str) -> None:
    assert why in (difference(COMPOSED, draft) or "")
