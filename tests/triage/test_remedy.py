"""Which findings help whom: nobody is told to mend what is not theirs, or to let a forger in."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from knowledge.vocabulary import ProblemKind, Reason, Status, WhoCanFix
from triage.details.telling import listen
from triage.model import Case, Finding
from triage.remedy import broken, find_remedy

OWN, RECORD = "bakery.test", 'bakery.test. TXT "v=spf1 mx ~all"'


def _finding(code: str, who: WhoCanFix, status: Status = Status.FAIL, domain: str = OWN) -> Finding:
    data = {"domain": domain, "ip": "203.0.113.7", "place": domain, "publish": RECORD, "of": "203.0.113.7"}
    return Finding(code.partition(".")[0], code, status, "s", "a", who, data={**data, "zone": "list.test"})


@pytest.mark.parametrize(
    ("code", "domain", "helps"),
    [
        ("spf_record.none", OWN, True),
        ("spf_record.multiple_records", OWN, True),
        ("dmarc.none", OWN, True),
        ("dmarc.policy_none", OWN, True),
        ("spf.none", OWN, False),
        ("spf.fail", OWN, False),
        ("spf.softfail", OWN, False),
        ("spf_record.none", "vps.test", False),
        ("dmarc.none", "vps.test", False),
        ("dmarc.pass", OWN, False),
    ],
)
def test_what_helps_against_forgeries(
    mail_case: Callable[[str], Case], code: str, domain: str, helps: bool
) -> None:
    found = _finding(code, WhoCanFix.SENDER, Status.WARN, domain)
    remedy = find_remedy(listen(mail_case("spoofed-sample")), ProblemKind.SPOOFED, (found,))
    assert (remedy is not None) is helps


@pytest.mark.parametrize(
    ("reason", "code", "who", "told"),
    [
        (Reason.SENDER_DNS, "ptr.none", WhoCanFix.SENDER, True),
        (Reason.SENDER_DNS, "ptr.none", WhoCanFix.PLATFORM, False),
        (Reason.SENDER_DNS, "mx.none", WhoCanFix.RECIPIENT, False),
        (Reason.BLOCKLISTED, "blocklist.listed", WhoCanFix.PLATFORM, False),
        (Reason.BLOCKLISTED, "blocklist.listed", WhoCanFix.SENDER, True),
        (Reason.BAD_DOMAIN, "mx.none", WhoCanFix.RECIPIENT, True),
        (Reason.BAD_DOMAIN, "mx.nxdomain", WhoCanFix.SENDER, True),
        (Reason.NO_SUCH_USER, "typo.possible", WhoCanFix.SENDER, True),
        (Reason.NO_SUCH_USER, "mx.none", WhoCanFix.RECIPIENT, False),
    ],
)
def test_whose_findings_bear_out_a_reason(reason: Reason, code: str, who: WhoCanFix, told: bool) -> None:
    assert bool(broken((_finding(code, who),), reason)) is told
