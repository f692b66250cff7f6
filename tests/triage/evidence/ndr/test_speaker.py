"""Who said no: platform, third party, the sender's own side, or nobody knows."""

from __future__ import annotations

import pytest

from knowledge.vocabulary import Platform, Reason, RejectedBy, WhoCanFix
from triage.evidence.ndr.draft import Draft, DraftRecipient
from triage.evidence.ndr.speaker import host_in, is_platform
from triage.evidence.ndr.verdict import judge


@pytest.mark.parametrize(
    ("recipient", "reporting", "remote", "said", "expected"),
    [
        ("bob@example.org", "relay.example.com", "mx.example.org", "550 no such user", "third_party"),
        ("bob@hosted.example", "relay.example.com", "mx1.oss.example", "550 no such user", "platform"),
        ("bob@example.org", "relay.example.com", "a.b.filter.oss.example", "550 spam", "platform"),
        ("bob@example.org", "relay.example.com", "203.0.113.9", "550 spam", "platform"),
        ("bob@hosted.example", "relay.example.com", "mx.other.example", "550 spam", "platform"),
        ("bob@example.org", "mx1.oss.example", "mx.example.org", "550 no such user", "third_party"),
        ("bob@hosted.example", "mx1.oss.example", None, "mailbox full", "platform"),
        ("bob@hosted.example", "mx1.oss.example", "127.0.0.1", "552 mailbox full", "platform"),
        # A next hop in the own network says what the recipient's server told it, or what it thinks itself.
        ("bob@example.org", "mx1.oss.example", "127.0.0.1", "550 5.1.1 user unknown", "third_party"),
        ("bob@example.org", "mx1.oss.example", "10.0.0.7", "552 5.2.2 mailbox full", "third_party"),
        ("bob@example.org", "mx1.oss.example", "127.0.0.1", "554 5.7.1 this is spam", "platform"),
        ("bob@example.org", "mx1.oss.example", "10.0.0.7", "554 5.7.1 relay access denied", "platform"),
        ("bob@example.org", "mx.example.org", None, "user unknown", "third_party"),
        ("bob@example.org", "smtp.example.com", None, "daily limit reached", "sender_side"),
        ("bob@example.org", "smtp.example.com", None, "host not found", "sender_side"),
        (
            "bob@example.org",
            "smtp.example.com",
            None,
            "connect to mx.example.org[192.0.2.1]:25: timed out",
            "third_party",
        ),
        ("bob@example.org", "smtp.provider.example", None, "554 5.7.1 policy", "third_party"),
        ("bob@example.org", "smtp.provider.example", None, "forbidden here", "unknown"),
        ("bob@example.org", None, None, "forbidden", "unknown"),
    ],
)
def test_sides(
    platform: Platform, recipient: str, reporting: str | None, remote: str | None, said: str, expected: str
) -> None:
    one = DraftRecipient(recipient, "failed", None, said, remote)
    assert judge(one, Draft((one,), reporting), "alice@example.com", platform).rejected_by == expected


@pytest.mark.parametrize(
    ("text", "host"),
    [
        ("host mx.example.org[192.0.2.1] said: 550 no", "mx.example.org"),
        ("host mx.example.org [192.0.2.1]: 550 no", "mx.example.org"),
        (
            "by the server for the recipient domain example.org by mx.example.org. [192.0.2.1].",
            "mx.example.org",
        ),
        ("... while talking to mx.example.org.:", "mx.example.org"),
        ("lost connection with mx.example.org[192.0.2.1] while sending", "mx.example.org"),
        ("192.0.2.1 does not like recipient.", "192.0.2.1"),
        ('Server "192.0.2.1:25" returned an error', "192.0.2.1"),
        ("mx.example.org\nRemote Server returned '550 5.1.1 no'", "mx.example.org"),
        ("mx.example.org gave this error:\nno such user", "mx.example.org"),
        ("mx.example.org #550 5.1.1 no ##", "mx.example.org"),
        ("mx.example.org [192.0.2.1]:\n>>> RCPT TO:<bob@example.org>\n<<< 550 no", "mx.example.org"),
        ("mx.example.org\nand nothing more", None),
        ("This is the mail system at host relay.example.net.", None),
        ("Client host [192.0.2.1] blocked using a list", None),
        ("Generating server: mail.example.org", None),
        ("no host in it", None),
    ],
)
def test_host_in_words(text: str, host: str | None) -> None:
    assert host_in(text) == host


@pytest.mark.parametrize(
    ("host", "expected"),
    [
        ("mx1.oss.example", True),
        ("MX1.OSS.example.", True),
        ("a.b.filter.oss.example", True),
        ("filter.oss.example", False),
        ("evil-mx1.oss.example.org", False),
        ("203.0.113.200", True),
        ("192.0.2.1", False),
        ("hosted.example", True),
        ("", False),
        (None, False),
    ],
)
def test_is_platform(platform: Platform, host: str | None, expected: bool) -> None:
    assert is_platform(host, platform) is expected


@pytest.mark.parametrize(
    ("said", "url"),
    [
        ("550 spam, see https://score.oss.example/s/1.", "https://score.oss.example/s/1"),
        ("550 spam score URL: https://elsewhere.example/s/2", "https://elsewhere.example/s/2"),
        ("550 spam, see https://elsewhere.example/s/3", None),
        ("550 sender is on a blacklist", None),
        ("550 spam, see https://[::1/broken", None),
    ],
)
def test_spam_score_url(platform: Platform, said: str, url: str | None) -> None:
    one = DraftRecipient("bob@example.org", "failed", None, said)
    assert judge(one, Draft((one,)), None, platform).spam_score_url == url


@pytest.mark.parametrize(
    ("sender", "reporting", "who"),
    [
        ("alice@hosted.example", "out.filter.oss.example", WhoCanFix.PLATFORM),
        ("alice@example.com", "smtp.example.com", WhoCanFix.SENDER),
    ],
)
def test_a_listed_address_of_the_platform_is_for_the_platform_to_mend(
    platform: Platform, sender: str, reporting: str, who: WhoCanFix
) -> None:
    one = DraftRecipient(
        "bob@example.org", "failed", None, "554 5.7.1 blocked using zen.spamhaus.org", "mx.example.org"
    )
    found = judge(one, Draft((one,), reporting), sender, platform)
    assert (found.reason, found.rejected_by, found.who_can_fix) == (
        Reason.BLOCKLISTED,
        RejectedBy.THIRD_PARTY,
        who,
    )
