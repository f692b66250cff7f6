from __future__ import annotations

from tests.triage.checks.zones import Row

CASES: list[Row] = [
    ("", {"recipient_domain": "gmial.com", "recipient": "ann@gmial.com"}, "possible", "ann@gmail.com"),
    ("", {"recipient_domain": "hostd.test"}, "possible", "hosted.test"),
    ("", {"recipient_domain": "example.org"}, "", ""),
]
