from __future__ import annotations

from tests.triage.checks.zones import IP, Row

CASES: list[Row] = [
    ("a.s.test A 192.0.2.1", IP | {"helo": "a.s.test"}, "pass", "a.s.test"),
    ("a.s.test A 192.0.2.2", IP | {"helo": "a.s.test"}, "other_address", "192.0.2.1"),
    ("a.s.test TXT x", IP | {"helo": "a.s.test"}, "no_address", ""),
    ("", IP | {"helo": "a.s.test"}, "nxdomain", "NXDOMAIN"),
    ("", IP | {"helo": "DESKTOP-1"}, "not_a_name", "DESKTOP-1"),
    ("", IP | {"helo": "[192.0.2.1]"}, "address_literal", ""),
]
