"""Which Message-ID a relay gives a mail."""

from __future__ import annotations

import pytest

from bot.mail.relay_ids import rewritten_id

TAKEN = "0102018f2c3b4d5e-1a2b3c4d-5e6f-4a1b-8c2d-3e4f5a6b7c8d-000000"


@pytest.mark.parametrize(
    ("host", "said", "known_as"),
    [
        ("email-smtp.eu-west-1.amazonaws.com", f"250 Ok {TAKEN}", f"<{TAKEN}@eu-west-1.amazonses.com>"),
        ("email-smtp.us-east-1.amazonaws.com", f"250 Ok {TAKEN}", f"<{TAKEN}@email.amazonses.com>"),
        (
            "Email-SMTP.us-gov-west-1.amazonaws.com.",
            f"250 Ok {TAKEN}",
            f"<{TAKEN}@us-gov-west-1.amazonses.com>",
        ),
        ("email-smtp.eu-west-1.amazonaws.com", "250 2.0.0 Ok: queued as 4F1B2C3D", None),
        ("mail.example.org", f"250 Ok {TAKEN}", None),  # its number, and our Message-ID stays
        ("email-smtp.eu-west-1.amazonaws.com.evil.test", f"250 Ok {TAKEN}", None),
        ("email-smtp.eu-west-1.amazonaws.com", f"250 Ok {TAKEN}>\r\nX: y", None),
    ],
)
def test_rewritten_id(host: str, said: str, known_as: str | None) -> None:
    assert rewritten_id(host, said) == known_as
