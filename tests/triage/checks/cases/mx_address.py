from __future__ import annotations

from tests.triage.checks.zones import TO, A, M, Row

CASES: list[Row] = [
    (M + A, TO, "pass", "192.0.2.99"),
    (M + "a.s.test A 10.0.0.1", TO, "private", "10.0.0.1"),
    (M + "a.s.test AAAA 2001:db8::1", TO, "ipv6_only", "IPv4"),
    (M, TO, "", ""),
    ("s.test MX 0 .", TO, "", ""),
]
