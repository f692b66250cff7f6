from __future__ import annotations

from tests.triage.checks.zones import ACCEPTS, FROM, REJECT, REPORTS, Row, txt

CASES: list[Row] = [
    (REPORTS, FROM, "not_accepted", f'{ACCEPTS}. TXT "v=DMARC1"'),
    (REPORTS + txt(ACCEPTS, "v=DMARC1;"), FROM, "pass", "s.test and r.test"),
    (REJECT, FROM, "none", "rua=mailto:postmaster@s.test"),
    ("", FROM, "", ""),
]
