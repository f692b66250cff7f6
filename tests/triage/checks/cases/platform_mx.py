from __future__ import annotations

from tests.triage.checks.zones import TO, Row, S

MX_HERE = "hosted.test MX 10 mx.hosted.test.cust.a.platform.test.\n"
INBOUND = {"direction": "inbound", "recipient_domain": "hosted.test"}

CASES: list[Row] = [
    (MX_HERE, INBOUND, "pass", "cluster a"),
    (MX_HERE, INBOUND | {"cluster": "a"}, "pass", "cluster a"),
    (
        MX_HERE,
        INBOUND | {"cluster": "b"},
        "wrong_cluster",
        "hosted.test. MX 10 mx.hosted.test.cust.b.platform.test.",
    ),
    ("hosted.test MX 10 mx.hosted.test.cust.c.platform.test.", INBOUND, "unknown_cluster", "cluster c"),
    (
        MX_HERE + "hosted.test MX 20 mx.hosted.test.cust.b.platform.test.",
        INBOUND,
        "several_clusters",
        "a and b",
    ),
    ("hosted.test MX 10 mx.another.test.cust.a.platform.test.", INBOUND, "other_domain", "another.test"),
    (MX_HERE + "hosted.test MX 20 x.test.", INBOUND, "mixed", "x.test"),
    ("hosted.test MX 10 x.test.", INBOUND, "elsewhere", "not delivered to"),
    ("hosted.test TXT x", INBOUND, "none", "no MX record"),
    ("s.test MX 1 x.test.", TO | {"direction": "inbound"}, "elsewhere", "x.test"),
    (MX_HERE, {"sender_domain": S, **TO, "recipient_domain": "hosted.test"}, "pass", ""),
]
