from __future__ import annotations

from tests.triage.checks.zones import FROM, REJECT, K, Row, txt

SEEN = FROM | {"sender_domain": "mailer.test", "header_spf": "pass"}

CASES: list[Row] = [
    (REJECT, SEEN, "fail", "does not go with From"),
    (REJECT, SEEN | {"sender_domain": "b.s.test"}, "pass", "SPF for"),
    (
        txt("_dmarc.s.test", "v=DMARC1; p=reject; aspf=s"),
        SEEN | {"sender_domain": "b.s.test"},
        "fail",
        "b.s.test",
    ),
    (REJECT, SEEN | K | {"header_dkim": "pass"}, "pass", "DKIM of s.test"),
    (REJECT, SEEN | {"header_dkim": "pass/pass"}, "pass", "signature"),
    (REJECT, FROM | {"header_spf": "fail"}, "fail", "to refuse"),
    (REJECT, FROM | {"header_spf": "fail", "reason": "sender_auth"}, "fail", "and it was refused for that"),
    (txt("_dmarc.s.test", "v=DMARC1; p=none"), SEEN, "fail_no_action", "asks for nothing"),
    ("", SEEN, "no_policy", ""),
    (REJECT, SEEN | {"header_dmarc": "pass"}, "pass", "in the header"),
    (REJECT, SEEN | K | {"header_dkim": "pass", "header_dmarc": "fail"}, "fail", "to refuse"),
]
