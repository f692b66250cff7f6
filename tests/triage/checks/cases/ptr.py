from __future__ import annotations

from tests.triage.checks.zones import IP, PTR, Row

CASES: list[Row] = [
    (PTR + "a.s.test A 192.0.2.1", IP, "pass", "a.s.test"),
    (PTR + "a.s.test A 192.0.2.2", IP, "not_confirmed", "a.s.test. A 192.0.2.1"),
    (PTR, IP, "not_confirmed", "NXDOMAIN"),
    ("s.test A 192.0.2.1", IP, "nxdomain", "NXDOMAIN"),
    ("1.2.0.192.in-addr.arpa TXT x", IP, "none", "no PTR record"),
    ("", {"sending_ip": "192.168.1.1"}, "private_address", ""),
    ("", {"sending_ip": "203.0.113.9"}, "nxdomain", "203.0.113.9"),
]
