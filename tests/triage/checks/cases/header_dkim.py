from __future__ import annotations

from tests.triage.checks.zones import GOOD_KEY, K, Row, key

CASES: list[Row] = [
    (GOOD_KEY, K | {"header_dkim": "pass/pass"}, "pass", "still at"),
    ("s.test A 192.0.2.1", K | {"header_dkim": "pass"}, "key_gone", "today"),
    (GOOD_KEY, K | {"header_dkim": "fail"}, "fail_key_good", "is good today"),
    (key("p="), K | {"header_dkim": "fail"}, "fail_no_key", "no usable key"),
    ("", {"header_dkim": "pass"}, "pass", "was good"),
    ("", {"header_dkim": "fail/none"}, "fail", "was bad"),
    ("", {"header_dkim": "none/none"}, "none", "no DKIM signature"),
    ("", {"header_dkim": "temperror"}, "temperror", ""),
    ("", {"header_dkim": "what?"}, "", ""),
]
