from __future__ import annotations

from tests.triage.checks.zones import IP, Row, S, txt

CASES: list[Row] = [
    (txt(S, "v=spf1 a include:i.test -all") + txt("i.test", "v=spf1 mx"), IP, "pass", "3 of 10"),
    ("s.test A 192.0.2.1", IP, "none", "no SPF record"),
    ("x.test A 192.0.2.1", IP, "nxdomain", "NXDOMAIN"),
    (txt(S, "v=spf1 a") + txt(S, "v=spf1 mx"), IP, "multiple_records", "2 SPF"),
    (txt(S, "v=spf1 foo -all"), IP, "syntax", "foo"),
    (txt(S, "v=spf1 include:i.test -all") + txt("i.test", "v=spf1 ip4:300.1.1.1"), IP, "syntax", "i.test"),
    (txt(S, "v=spf1 include:i.test -all"), IP, "missing_include", "i.test"),
    (txt(S, "v=spf1 include:s.test -all"), IP, "too_many_lookups", "10 look-ups"),
    (
        txt(S, "v=spf1 a mx include:i.test include:j.test -all")
        + txt("i.test", "v=spf1 a mx ptr exists:x.test")
        + txt("j.test", "v=spf1 a:b.test mx redirect=i.test"),
        IP,
        "too_many_lookups",
        "15 look-ups",
    ),
    (txt(S, "v=spf1 a:x.test mx:y.test exists:z.test -all"), IP, "too_many_void_lookups", "a:x.test"),
    (
        txt(S, "v=spf1 mx -all") + "".join(f"s.test MX {n} m{n}.s.test.\n" for n in range(11)),
        IP,
        "too_many_mx",
        "11 MX records",
    ),
    (txt(S, "v=spf1 -all a"), IP, "after_all", "behind -all"),
    (txt(S, "v=spf1 ptr -all"), IP, "ptr", "ip4:"),
    (txt(S, "v=spf1 +all"), IP, "allows_all", "v=spf1 ~all"),
    (txt(S, "v=spf1 all"), IP, "allows_all", "v=spf1 ~all"),
    (txt(S, "v=spf1 a"), IP, "no_end", "v=spf1 a ~all"),
]
