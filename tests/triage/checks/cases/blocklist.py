from __future__ import annotations

from tests.triage.checks.zones import IP, Row

LISTED = "1.2.0.192.rbl.test A 127.0.0.2\n"

CASES: list[Row] = [
    ("", IP, "pass", "rbl.test and zen.test"),
    (LISTED, IP, "pass listed", "zen.test"),
    ("1.2.0.192.rbl.test A 127.255.255.254", IP, "pass list_refused", ""),
    ("1.2.0.192.rbl.test A 127.0.0.1", IP, "pass list_refused", ""),
    ("1.2.0.192.rbl.test A 192.0.2.80", IP, "pass not_a_list", ""),
    (LISTED + "1.0.0.127.rbl.test A 127.0.0.2", IP, "pass not_a_list", ""),
    ("", {"sending_ip": "10.0.0.1"}, "", ""),
]
