from __future__ import annotations

from tests.triage.checks.zones import TO, Row, S, txt

RPT = "_smtp._tls.s.test"

CASES: list[Row] = [
    ("x.test A 192.0.2.1", TO, "", ""),
    ("s.test A 192.0.2.1", TO, "none", "v=TLSRPTv1; rua=mailto:postmaster@s.test"),
    (txt(RPT, "v=TLSRPTv1; rua=mailto:t@s.test"), TO, "pass", "mailto:t@s.test"),
    (txt(RPT, "v=TLSRPTv1;rua=https://s.test/r"), {"sender_domain": S}, "pass", ""),
    (txt(RPT, "v=TLSRPTv1; rua=t@s.test"), TO, "syntax", "rua=t@s.test"),
    (txt(RPT, "v=TLSRPTv1"), TO, "syntax", "rua="),
    (
        txt(RPT, "v=TLSRPTv1; rua=mailto:t@s.test") + txt(RPT, "v=TLSRPTv1; rua=mailto:u@s.test"),
        TO,
        "multiple_records",
        "2 TLS-RPT",
    ),
]
