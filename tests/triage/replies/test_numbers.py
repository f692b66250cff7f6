"""Numbers as each language writes them; addresses and records stay as they are."""

from __future__ import annotations

import pytest

from knowledge.vocabulary import Status
from triage.model import Finding
from triage.replies.found import values_of
from triage.replies.sentences import Voice, languages


@pytest.mark.parametrize("language", languages())
def test_decimal_sign(language: str) -> None:
    sign = "." if language == "en" else ","
    record = "v=spf1 ip4:192.0.2.7 -all"
    finding = Finding(
        "account_space",
        "account.full",
        Status.FAIL,
        "s",
        "a",
        data={"score": 4.6, "used": 2_500_000_000, "ip": "192.0.2.7", "publish": record},
    )
    values = values_of(finding, Voice(language))
    assert (values["score"], values["used"]) == (f"4{sign}6", f"2{sign}5 GB")
    assert values["ip"] == "192.0.2.7"
    assert values["publish"].strip() == record
