from __future__ import annotations

from tests.triage.checks.zones import IP, WAS, Row, S, txt

CASES: list[Row] = [
    (txt(S, "v=spf1 ~all"), WAS, "same", "the same"),
    (txt(S, "v=spf1 ip4:192.0.2.1 ~all"), WAS, "changed", "send the mail again"),
    (txt(S, "v=spf1 -all"), WAS, "changed", "it is fail"),
    (txt(S, "v=spf1 -all"), IP | {"header_spf": "hardfail"}, "same", ""),
]
