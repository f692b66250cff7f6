from __future__ import annotations

from tests.triage.checks.zones import FROM, Row

CASES: list[Row] = [
    ("", FROM, "pass", "s.test"),
    ("s.test.dbl.test A 127.0.1.2", FROM, "listed", "dbl.test"),
    ("s.test.dbl.test A 127.0.0.1", FROM, "list_refused", ""),
    ("s.test.dbl.test A 192.0.2.1", FROM, "not_a_list", ""),
]
