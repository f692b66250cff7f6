from __future__ import annotations

from tests.triage.checks.zones import TO, Row, txt

STS = txt("_mta-sts.s.test", "v=STSv1; id=20260301")
STS_HOST = "mta-sts.s.test A 192.0.2.80\n"

CASES: list[Row] = [
    ("s.test A 192.0.2.1", TO, "none", "no MTA-STS"),
    (txt("_mta-sts.s.test", "v=STSv2; id=1"), TO, "none", ""),
    (STS + txt("_mta-sts.s.test", "v=STSv1; id=2"), TO, "multiple_records", "2 MTA-STS"),
    (txt("_mta-sts.s.test", "v=STSv1;"), TO, "syntax", "id= is missing"),
    (txt("_mta-sts.s.test", "v=STSv1; id=a-b"), TO, "syntax", "id=a-b"),
    (STS, TO, "policy_missing", "mta-sts.s.test has no address (NXDOMAIN)"),
    (STS + STS_HOST, TO, "policy_unchecked", "only opened by mailtriage check"),
    ("s.test MX 0 .", TO, "", ""),
]
