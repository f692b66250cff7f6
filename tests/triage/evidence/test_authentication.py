"""Only what a host of the platform wrote counts; the rest are the sender's claims."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from knowledge.vocabulary import Platform
from triage.model import Evidence

ReadOne = Callable[..., Evidence]

OURS = "Received: from out.sender.test ([192.0.2.7]) by mx.platform.test; 21 Nov 2026 10:00:00 +0000"
THEIRS = "Received: from pc.sender.test ([198.51.100.9]) by out.sender.test; 21 Nov 2026 09:59:00 +0000"
AT = "21 Nov 2026 10:00:00 +0000"
INNER = "Received: from mx.platform.test (mx.platform.test [192.0.2.1]) by store.platform.test; " + AT
LOCAL = "Received: from localhost (localhost [127.0.0.1]) by mx.platform.test; " + AT
SPOOFED = "Received: from mx2.platform.test (unknown [203.0.113.66]) by mx.platform.test; " + AT
HEAD = "From: a@sender.test\nTo: b@hosted.test\nSubject: x"
AR = "Authentication-Results: mx.platform.test;"
BY_US = (
    f"{AR} spf=pass smtp.mailfrom=sender.test;"
    " dkim=pass header.d=sender.test; dmarc=pass header.from=sender.test"
)
BY_THEM = "Authentication-Results: out.sender.test; spf=pass; dkim=pass header.d=sender.test; dmarc=pass"


def _results(evidence: Evidence) -> tuple[str | None, str | None, bool | None, str | None]:
    shown = evidence.authentication
    return shown.spf, shown.dkim, shown.dkim_aligned, shown.dmarc


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        ((BY_US, OURS, THEIRS, HEAD), ("pass", "pass", True, "pass")),
        ((OURS, BY_US, THEIRS, HEAD), ("pass", "pass", True, "pass")),
        ((BY_US, HEAD), ("pass", "pass", True, "pass")),
        # claims: below the first foreign hop, under a foreign name, or among the author's own fields
        ((OURS, THEIRS, BY_US, HEAD), (None, None, None, None)),
        ((OURS, BY_THEM, THEIRS, HEAD), (None, None, None, None)),
        ((OURS, HEAD, BY_US), (None, None, None, None)),
        ((THEIRS, BY_US, HEAD), (None, None, None, None)),
        ((BY_THEM, HEAD), (None, None, None, None)),
        # forged: lines that pretend to be ours below the one by which the mail came in
        ((OURS, "Received: from x by localhost; " + AT, BY_US, HEAD), (None, None, None, None)),
        ((OURS, "Received: from a.platform.test by mx.platform.test; " + AT, BY_US, HEAD), (None,) * 4),
        ((SPOOFED, "Received: from b.test by mx2.platform.test; " + AT, BY_US, HEAD), (None,) * 4),
        ((SPOOFED.replace("unknown", "evil.test"), "Received-SPF: fail client-ip=203.0.113.66",
          "Received: from b.test by mx2.platform.test; " + AT, BY_US, HEAD), ("fail", None, None, None)),
        # our own relays, and a filter on the same machine
        ((INNER, OURS, BY_US, HEAD), ("pass", "pass", True, "pass")),
        ((INNER.replace("(mx.platform.test", "(balancer.elsewhere.test"), OURS, BY_US, HEAD),
         ("pass", "pass", True, "pass")),
        ((LOCAL, BY_US, OURS, HEAD), ("pass", "pass", True, "pass")),
        # the topmost counts
        ((OURS, f"{AR} spf=fail", BY_US, THEIRS, HEAD),
         ("fail", "pass", True, "pass")),
        # Exchange leaves its name out and stands on top
        (("Authentication-Results: spf=softfail (sender IP is 192.0.2.7) smtp.mailfrom=x.test", OURS, HEAD),
         ("softfail", None, None, None)),
        # words of others for the same results
        ((OURS, f"{AR} spf=hardfail; dkim=none; dmarc=bestguesspass", HEAD),
         ("fail", "none", None, "none")),
        ((OURS, f"{AR} spf=evil; dkim=\"pass", HEAD), (None, None, None, None)),
        # several signatures: the author's own wins
        ((OURS, f"{AR} dkim=pass header.d=esp.test; dkim=pass header.i=@m.sender.test", HEAD),
         (None, "pass", True, None)),
        ((OURS, f"{AR} dkim=pass header.d=esp.test; dkim=fail header.d=sender.test", HEAD),
         (None, "pass", False, None)),
        ((OURS, "X-HE-DKIM-Result: pass/pass", THEIRS, HEAD), (None, "pass", True, None)),
        ((OURS, "X-HE-DKIM-Result: fail/none", THEIRS, HEAD), (None, "fail", None, None)),
        ((OURS, "X-HE-DKIM-Result: none/none", THEIRS, HEAD), (None, "none", None, None)),
        ((OURS, THEIRS, "X-HE-DKIM-Result: pass/pass", HEAD), (None, None, None, None)),
        ((OURS, "Received-SPF: Fail (x) receiver=mx.platform.test; client-ip=192.0.2.7", HEAD),
         ("fail", None, None, None)),
        ((OURS, "Received-SPF: Pass receiver=mx.elsewhere.test; client-ip=192.0.2.8", HEAD),
         (None, None, None, None)),
    ],
)  # fmt: skip
def test_whom_to_believe(
    read_one: ReadOne,
    lines: tuple[str, ...],
    expected: tuple[str | None, str | None, bool | None, str | None],
) -> None:
    assert _results(read_one("\n".join(lines) + "\n\nbody\n")) == expected


@pytest.mark.parametrize(
    ("lines", "ip"),
    [
        ((OURS, THEIRS, HEAD), "192.0.2.7"),
        (
            (OURS, "Received-SPF: pass (x) identity=mailfrom; helo=a; client-ip=203.0.113.4", HEAD),
            "203.0.113.4",
        ),
        ((OURS.replace("192.0.2.7", "10.0.0.7"), HEAD), None),
        ((THEIRS, HEAD), None),
    ],
)
def test_sending_ip(read_one: ReadOne, lines: tuple[str, ...], ip: str | None) -> None:
    assert read_one("\n".join(lines) + "\n\nbody\n").authentication.sending_ip == ip


def test_the_source_is_the_field_itself(read_one: ReadOne) -> None:
    found = read_one(f"{OURS}\n{BY_US}\n{HEAD}\n\nbody\n").authentication.source
    assert found == BY_US


@pytest.mark.parametrize(
    ("lines", "spf"),
    [
        ((OURS, BY_US, THEIRS, HEAD), "pass"),
        ((OURS, THEIRS, BY_US, HEAD), None),
        ((OURS, BY_THEM, THEIRS, HEAD), None),
        ((OURS, "Authentication-Results: spf=pass (sender IP is 192.0.2.7)", THEIRS, HEAD), "pass"),
        ((BY_THEM, HEAD), "pass"),
    ],
)
def test_with_no_hosts_known_the_last_receiver_is_believed(
    read_one: ReadOne, lines: tuple[str, ...], spf: str | None
) -> None:
    anywhere = Platform("any", "Any")
    assert read_one("\n".join(lines) + "\n\nbody\n", on=anywhere).authentication.spf == spf
