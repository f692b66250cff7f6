"""Only we can make our Message-IDs."""

from __future__ import annotations

import pytest

from bot.desk.message_id import bare, make_message_id, ticket_of

SECRET = b"secret"
OURS = make_message_id(SECRET, 12, 34, "desk.test")


@pytest.mark.parametrize(
    ("message_id", "ticket"),
    [
        (OURS, 12),
        (OURS.strip("<>"), 12),
        (f" {OURS}\t", 12),
        (OURS.replace("desk.test", "elsewhere.test"), 12),  # the domain is not what proves it
        (OURS.replace("mt.12.", "mt.13."), None),
        (OURS.replace(".34.", ".35."), None),
        (make_message_id(b"another", 12, 34, "desk.test"), None),
        ("<m1@example.org>", None),
        ("", None),
        (f"{OURS}{OURS}", None),
    ],
)
def test_ticket_of(message_id: str, ticket: int | None) -> None:
    assert ticket_of(SECRET, message_id) == ticket


def test_folded_ids_are_equal() -> None:
    assert bare("<a\r\n b@example.org>") == bare(" <ab@example.org>") == "ab@example.org"
