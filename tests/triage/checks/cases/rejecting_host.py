from __future__ import annotations

from tests.triage.checks.zones import Row, S


def refused_by(host: str, word: str, zone: str = "s.test MX 10 in.filter.test.") -> Row:
    return zone, {"remote_mta": host, "recipient_domain": S, "sender_domain": "from.test"}, word, host


CASES: list[Row] = [
    refused_by("mx.hosted.test", "platform", "mx.hosted.test A 203.0.113.4"),
    refused_by("in2.filter.test", "third_party"),
    refused_by("out.from.test", "sender_side"),
    refused_by("out.gateway.test", "elsewhere"),
]
