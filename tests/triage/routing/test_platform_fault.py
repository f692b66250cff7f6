"""Only what the platform owns makes another provider's refusal the platform's to mend."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from knowledge.vocabulary import Reason
from triage.details.telling import listen
from triage.model import Case
from triage.routing.platform_fault import platform_fault

ROWS = [
    ("Client host [192.0.2.33] blocked using bl.blocklist.test", Reason.BLOCKLISTED, True),
    ("Client host [198.51.100.7] blocked using bl.blocklist.test", Reason.BLOCKLISTED, False),
    ("Sender domain bakery.test listed by dbl.blocklist.test", Reason.BLOCKLISTED, False),
    ("your server is on our blocklist", Reason.BLOCKLISTED, True),
    ("unusual rate of unsolicited mail from 192.0.2.33", Reason.RATE_LIMITED, True),
    ("too many messages from this sender", Reason.RATE_LIMITED, False),
    ("no PTR record for 192.0.2.33", Reason.SENDER_DNS, True),
    ("User unknown, said 192.0.2.33", Reason.NO_SUCH_USER, False),
    ("SPF: 192.0.2.33 is not allowed to send for bakery.test", Reason.SENDER_AUTH, False),
    ("the DKIM signature is invalid (d=hosting.test)", Reason.SPAM_CONTENT, True),
    ("DKIM: d=relay1.hosting.test, body hash did not verify", Reason.SENDER_AUTH, True),
    ("DKIM: d=bakery.test, body hash did not verify", Reason.SENDER_AUTH, False),
    ("content rule id=relay1.hosting.test", Reason.SPAM_CONTENT, False),
]


@pytest.mark.parametrize(("line", "reason", "ours"), ROWS)
def test_platform_fault(mail_case: Callable[[str], Case], line: str, reason: Reason, ours: bool) -> None:
    telling = listen(mail_case("our-address-listed"))
    item = replace(telling.picture.failing()[0], diagnostic=f"554 5.7.1 {line}", reason=reason)
    assert bool(platform_fault(item, telling, ())) is ours


def test_without_known_networks_the_host_that_sent_it_tells(mail_case: Callable[[str], Case]) -> None:
    case = mail_case("our-address-listed")
    telling = listen(replace(case, platform=replace(case.platform, networks=())))
    item = replace(
        telling.picture.failing()[0], diagnostic="554 198.51.100.7 is listed", reason=Reason.BLOCKLISTED
    )
    assert platform_fault(item, telling, ()) is not None
