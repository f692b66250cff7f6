from __future__ import annotations

from tests.triage.checks.zones import FROM, REJECT, Row

CASES: list[Row] = [
    (REJECT, FROM | {"header_dmarc": "fail"}, "fail", "reject"),
    (REJECT, FROM | {"header_dmarc": "pass"}, "pass", ""),
    (REJECT, FROM | {"header_dmarc": "none"}, "changed", "there is one today"),
    ("", FROM | {"header_dmarc": "pass"}, "changed", "no usable one today"),
    ("", FROM | {"header_dmarc": "none"}, "none", ""),
]
