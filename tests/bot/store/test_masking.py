"""A masked text names nobody, and is the same to the classifier."""

from __future__ import annotations

import pytest

from bot.store.masking import masked
from knowledge.folding import words


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("write to Ann.Lee+x@firm.example.", "write to someone@example.org."),
        ("<bo@b.example>,cy@c.example", "<someone@example.org>,someone@example.org"),
        ("see https://x.example/?u=ann@firm.example now", "see https://example.org/ now"),
        ("from 203.0.113.9 at 10:30", "from 192.0.2.1 at 10:30"),
        ("call 0151 2345678 or 555-12345", "call 0151 0000000 or 555-00000"),
        ("error 550 5.7.1, 34 of us, 2026", "error 550 5.7.1, 34 of us, 2026"),
        ("HTTPS://X.example/A", "https://example.org/"),
    ],
)
def test_masked(text: str, shown: str) -> None:
    assert masked(text) == shown
    assert words(masked(text)) == words(text)
