from __future__ import annotations

from tests.triage.checks.zones import TO, A, M, Row

PIN = "_25._tcp.a.s.test TLSA 3 1 1 " + "ab" * 32 + "\n"

CASES: list[Row] = [
    (M + A, TO, "none", "no TLSA records"),
    (M + A + PIN, TO, "not_verified", "did not verify"),
    (M + A + PIN.replace("3 1 1", "0 0 1"), TO, "unusable", "usage 2 and 3"),
    (M + A + "_25._tcp.a.s.test TLSA 3 1 3 abcd", TO, "unusable", ""),
    ("s.test A 192.0.2.1", TO, "", ""),
]
