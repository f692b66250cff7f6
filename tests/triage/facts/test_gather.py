"""What is known from what was sent along, best first, each with where it stands."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from triage.facts import gather
from triage.model import Case

ROWS = [
    # mail, fact, value
    ("third-party-no-such-user", "sender", "anna@bakery.test"),
    ("third-party-no-such-user", "recipient", "joe@partner.test"),
    ("third-party-no-such-user", "sender_domain", "bakery.test"),
    ("third-party-no-such-user", "recipient_domain", "partner.test"),
    ("third-party-no-such-user", "remote_mta", "mx.partner.test"),
    ("third-party-no-such-user", "reason", "no_such_user"),
    ("third-party-no-such-user", "rejected_by", "third_party"),
    ("third-party-no-such-user", "direction", "outbound"),
    ("third-party-no-such-user", "smtp_reply", "550"),
    ("third-party-no-such-user", "occurred_at", "2026-03-12T09:30:12+01:00"),
    ("third-party-no-such-user", "spam_samples", None),
    ("our-address-listed", "sending_ip", "192.0.2.33"),
    ("our-address-listed", "reason", "blocklisted"),
    ("inbound-spf-outsider", "direction", "inbound"),
    ("inbound-spf-outsider", "rejected_by", "platform"),
    ("inbound-spf-outsider", "sending_ip", "203.0.113.9"),
    ("junked-rounded", "sender", "bob@partner.test"),
    ("junked-rounded", "recipient", "anna@bakery.test"),
    ("junked-rounded", "sending_ip", "203.0.113.7"),
    ("junked-rounded", "helo", "mail.sender.test"),
    ("junked-rounded", "header_spf", "pass"),
    ("junked-rounded", "header_dmarc", "pass"),
    ("junked-rounded", "scl", "4"),
    ("junked-rounded", "spam_score", "3.8"),
    ("junked-rounded", "direction", "inbound"),
    ("junked-rounded", "occurred_at", "2026-03-11T22:15:42+01:00"),
    ("newsletter-sample", "sender_domain", "shop.test"),
    ("missing-vague", "sender", None),
    ("missing-vague", "direction", None),
]


@pytest.mark.parametrize(("mail", "fact", "value"), ROWS)
def test_fact(mail_case: Callable[[str], Case], mail: str, fact: str, value: str | None) -> None:
    facts = gather(mail_case(mail))
    assert facts.get(fact) == value
    assert all(item.source for item in facts.items)


def test_what_a_person_filled_in_wins(mail_case: Callable[[str], Case]) -> None:
    case = replace(mail_case("junked-rounded"), known={"sender": "real@partner.test"})
    assert gather(case).all("sender")[0] == "real@partner.test"


def test_the_newest_report_of_a_thread_comes_first(mail_case: Callable[[str], Case]) -> None:
    older, newer = mail_case("third-party-no-such-user"), mail_case("third-party-dmarc")
    case = replace(older, messages=(*older.messages, *newer.messages))
    assert gather(case).get("reason") == "sender_auth"
