from __future__ import annotations

from tests.triage.checks.zones import IP, A, Row, S, txt

CASES: list[Row] = [
    (txt(S, "v=spf1 ip4:192.0.2.0/28 -all"), IP, "pass", "ip4:192.0.2.0/28"),
    (
        txt(S, "v=spf1 mx -all") + "s.test MX 1 a.s.test.\na.s.test A 192.0.2.9",
        IP,
        "fail",
        'add "ip4:192.0.2.1" to the record: v=spf1 mx ip4:192.0.2.1 -all',
    ),
    (txt(S, "v=spf1 ~all"), IP, "softfail", "v=spf1 ip4:192.0.2.1 ~all"),
    (txt(S, "v=spf1 ?all"), IP, "neutral", ""),
    ("s.test TXT hello", IP, "none", 's.test. TXT "v=spf1 mx ip4:192.0.2.1 ~all"'),
    (
        txt(S, "v=spf1 -all"),
        IP | {"sending_ip": "203.0.113.5"},
        "fail",
        "v=spf1 include:_spf.platform.test -all",
    ),
    (txt(S, "v=spf1 -all"), IP | {"sending_ip": "2001:db8::1"}, "fail", "ip6:2001:db8::1"),
    (
        txt(S, "v=spf1 a -all") + txt(S, "v=spf1 mx ~all"),
        IP,
        "multiple_records",
        's.test. TXT "v=spf1 a mx ~all"',
    ),
    (txt(S, "v=spf1 ipv4:192.0.2.1 -all"), IP, "syntax", "ipv4"),
    (txt(S, "v=spf1 include:s.test -all"), IP, "too_many_lookups", "10 look-ups"),
    (
        A + txt(S, "v=spf1 include:i.test -all") + txt("i.test", "v=spf1 " + "a:a.s.test " * 10 + "-all"),
        IP,
        "too_many_lookups",
        "Bring the record of s.test down to 10",
    ),
    (txt(S, "v=spf1 a:x.test a:y.test a:z.test -all"), IP, "too_many_void_lookups", "z.test"),
    (txt(S, "v=spf1 include:x.test -all"), IP, "missing_include", "x.test"),
    (
        txt(S, "v=spf1 mx -all") + "".join(f"s.test MX {n} m{n}.s.test.\n" for n in range(11)),
        IP,
        "too_many_mx",
        "11 MX records",
    ),
    (txt(S, "v=spf1 -all"), IP | {"sending_ip": "10.1.2.3"}, "private_address", "10.1.2.3"),
    (
        txt(S, "v=spf1 exists:%{l}.s.test -all") + "ann.s.test A 127.0.0.2",
        IP | {"sender": "ann@s.test"},
        "pass",
        "",
    ),
    (txt(S, "v=spf1 -all"), IP | {"sending_ip": "nonsense"}, "", ""),
]
