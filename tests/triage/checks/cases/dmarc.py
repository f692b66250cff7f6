from __future__ import annotations

from tests.triage.checks.zones import FROM, REJECT, Row, txt

CASES: list[Row] = [
    (REJECT, FROM, "pass", "refuse it"),
    (txt("_dmarc.s.test", "v=DMARC1; p=quarantine; pct=20"), FROM, "pass", "20 %"),
    (txt("_dmarc.s.test", "v=DMARC1; p=none; rua=mailto:d@s.test"), FROM, "policy_none", "p=quarantine"),
    (
        txt("_dmarc.s.test", "v=DMARC1; p=reject; sp=none; rua=mailto:d@s.test"),
        FROM,
        "subdomains_open",
        "v=DMARC1; p=reject; rua=mailto:d@s.test",
    ),
    (REJECT, {"from_domain": "news.s.test"}, "pass", "by the record of s.test"),
    (
        txt("_dmarc.s.test", "v=DMARC1; p=reject; sp=none"),
        {"from_domain": "news.s.test"},
        "policy_none",
        "do nothing",
    ),
    ("s.test A 192.0.2.1", FROM, "none", '_dmarc.s.test. TXT "v=DMARC1; p=none;'),
    (txt("_dmarc.s.test", "v=spf1 -all"), FROM, "none", ""),
    ("x.test A 192.0.2.1", FROM, "nxdomain", "NXDOMAIN"),
    (REJECT + txt("_dmarc.s.test", "v=DMARC1; p=none"), FROM, "multiple_records", "2 DMARC"),
    (txt("_dmarc.s.test", "v=DMARC1; p=refuse"), FROM, "syntax", "p=refuse"),
    (txt("_dmarc.s.test", "v=DMARC1; rua=mailto:d@s.test"), FROM, "partly_ignored", "counts, as p=none"),
    (txt("_dmarc.s.test", "v=DMARC1; p=reject; sp=x"), FROM, "syntax", "sp=x"),
    (txt("_dmarc.s.test", "v=DMARC1; p=none; rua=d@s.test"), FROM, "partly_ignored", "mailto:"),
    (txt("_dmarc.s.test", "v=DMARC1; p=reject; pct=120"), FROM, "partly_ignored", "p=reject"),
]
