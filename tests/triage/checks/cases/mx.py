from __future__ import annotations

from tests.triage.checks.zones import TO, Row, S

CASES: list[Row] = [
    ("s.test MX 10 a.s.test.\na.s.test A 192.0.2.1", TO, "pass", "a.s.test"),
    ("s.test MX 10 a.s.test.\na.s.test AAAA 2001:db8::1", TO, "pass", "a.s.test"),
    ("other.test A 192.0.2.1", TO, "nxdomain", "NXDOMAIN"),
    ("s.test TXT x", TO, "none", "neither an MX record nor an address"),
    ("s.test A 192.0.2.1", TO, "implicit", "192.0.2.1"),
    ("s.test MX 0 .", TO, "null", "null MX"),
    ("s.test MX 0 .\ns.test MX 5 a.s.test.\na.s.test A 192.0.2.1", TO, "null_mixed", "MX 0 ."),
    ("s.test MX 10 gone.s.test.", TO, "target_missing", "NXDOMAIN"),
    ("s.test MX 10 192.0.2.1.", TO, "target_is_address", "only a host name"),
    (
        "s.test MX 10 a.s.test.\na.s.test CNAME b.s.test.\nb.s.test A 192.0.2.1",
        TO,
        "target_is_alias",
        "Write b.s.test",
    ),
    (
        "s.test MX 10 a.s.test.\ns.test MX 20 gone.s.test.\na.s.test A 192.0.2.1",
        TO,
        "target_missing",
        "mail still gets in by a.s.test",
    ),
    ("s.test MX 0 .", {"sender_domain": S}, "null", "refuse mail from it"),
    ("s.test MX 0 .", {"recipient_domain": "not a domain"}, "", ""),
]
