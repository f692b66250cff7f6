"""Refusals with the same reason that call for different words; and long lines, cut between words."""

from __future__ import annotations

import pytest

from knowledge.vocabulary import Reason
from triage.model import RecipientReport
from triage.replies.manner import manner_of, shortened

R = Reason


@pytest.mark.parametrize(
    ("reason", "permanent", "said", "expected"),
    [
        (R.BLOCKLISTED, True, "550 5.7.1 sender is on the block list of the organization", "own_block_list"),
        (R.SENDER_REJECTED, True, "550 blacklisted by recipient organisation", "own_block_list"),
        (R.SENDER_REJECTED, True, "550 5.7.1 Rejected by the company's block list", "own_block_list"),
        (R.SENDER_REJECTED, True, "550 5.1.0 sender denied", "sender_rejected"),
        (R.BLOCKLISTED, True, "554 listed in dnsbl.example.org, blocked by the recipient", "blocklisted"),
        (R.BLOCKLISTED, True, "554 5.7.1 your address is on a blocklist", "blocklisted"),
        (R.RATE_LIMITED, False, "451 4.7.1 Greylisted, come back soon", "greylisted"),
        (R.RATE_LIMITED, False, "450 4.2.0 Please try again in 5 minutes", "greylisted"),
        (R.POLICY, None, "450 Recipient address rejected: greylisting in action", "greylisted"),
        (R.RATE_LIMITED, False, "421 4.7.0 too many messages, slow down", "rate_limited"),
        (R.RATE_LIMITED, True, "550 5.7.1 greylisting is over, too many messages", "rate_limited"),
        (R.NO_SUCH_USER, True, "550 5.1.1 unknown user", "no_such_user"),
    ],
)  # fmt: skip
def test_manner(reason: Reason, permanent: bool | None, said: str, expected: str) -> None:
    item = RecipientReport("bob@example.org", "failed", None, None, permanent, reason, diagnostic=said)
    assert manner_of(item) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("short", "short"),
        ("exactly twenty signs", "exactly twenty signs"),
        ("the server did not accept it", "the server did not…"),
        ("the server said that: no", "the server said…"),
        ("x" * 30, "x" * 19 + "…"),
    ],
)
def test_cut_between_words(text: str, expected: str) -> None:
    assert shortened(text, 20) == expected
