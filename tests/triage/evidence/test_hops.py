from __future__ import annotations

import logging
import warnings
from pathlib import Path

import pytest

from triage.evidence.hops import read_hop, read_hops
from triage.evidence.parsed import parse

AT = "Sat, 21 Nov 2026 10:00:00 +0000"


@pytest.mark.parametrize(
    ("value", "from_", "by", "ip", "with_"),
    [
        # Postfix, Exim twice, sendmail, qmail, Exchange old and new, Gmail, a local hop, Oracle, Yahoo
        (f"from pc (home.test [192.0.2.1]) by mx.test (Postfix) with ESMTPS id 1 for <a@b.test>; {AT}",
         "pc", "mx.test", "192.0.2.1", "ESMTPS"),
        (f"from [192.0.2.1] (helo=pc.test) by mx.test with esmtp (Exim 4.92.3.1) id 1-2; {AT}",
         "pc.test", "mx.test", "192.0.2.1", "esmtp"),
        (f"from out.test ([192.0.2.1] helo=pc ident=x) by mx.test with esmtp (Exim 3.21 #1); {AT}",
         "out.test", "mx.test", "192.0.2.1", "esmtp"),
        (f"from out.test (root@r.test [IPv6:2001:db8::1] (may be forged)) by mx.test (8.15) with ESMTP; {AT}",
         "out.test", "mx.test", "2001:db8::1", "ESMTP"),
        (f"from unknown (HELO pc.test) (192.0.2.1) by 0 with SMTP; {AT}",
         "pc.test", "0", "192.0.2.1", "SMTP"),
        (f"from a.test ([192.0.2.1]) by b.test with Microsoft SMTPSVC(6.0.3790); \t {AT}",
         "a.test", "b.test", "192.0.2.1", "Microsoft SMTPSVC"),
        (f"from A.PROD.TEST (2001:db8::1) by B.prod.test (2001:db8::2) with Microsoft SMTP Server"
         f" (version=TLS1_2, cipher=X) id 15.20.1 via Frontend Transport; {AT}",
         "a.prod.test", "b.prod.test", "2001:db8::1", "Microsoft SMTP Server"),
        (f"by 2001:db8:0:1:: with SMTP id x1csp; {AT}", None, "2001:db8:0:1::", None, "SMTP"),
        (f"by mx.test (Postfix, from userid 0) id ABC; {AT}", None, "mx.test", None, None),
        (f"(qmail 1234 invoked by uid 89); {AT}", None, None, None, None),
        (f"from 192.0.2.4  (EHLO out.test) (192.0.2.4) by mta.test with SMTP; {AT}",
         "out.test", "mta.test", "192.0.2.4", "SMTP"),
    ],
)  # fmt: skip
def test_hop(value: str, from_: str | None, by: str | None, ip: str | None, with_: str | None) -> None:
    hop = read_hop(value)
    assert (hop.from_, hop.by, hop.ip, hop.with_) == (from_, by, ip, with_)
    assert hop.at is not None and hop.at.isoformat() == "2026-11-21T10:00:00+00:00"


def test_oldest_first_with_delays_and_skew() -> None:
    hops, problems = read_hops(
        [
            "from c by d; 21 Nov 2026 10:00:03 +0000",
            "from b by c; 21 Nov 2026 12:00:05 +0200",
            "from x by b",
            "from a by b; 21 Nov 2026 10:00:00 +0000",
        ]
    )
    assert [hop.by for hop in hops] == ["b", "b", "c", "d"]
    assert [hop.delay_s for hop in hops] == [None, None, 5.0, 0.0]
    assert problems == ["clocks disagree: 1 of 4 hops run backwards in time, their delay counts as 0"]


def test_too_many_hops() -> None:
    hops, problems = read_hops(["from a by b"] * 500)
    assert len(hops) == 100
    assert problems == ["more than 100 Received fields: only the topmost were read"]


@pytest.mark.parametrize("bomb", ["from " + "(" * 60_000, "from a" * 9_000, ";" * 60_000, "from [" * 9_000])
def test_a_bomb_is_a_hop_that_says_little(bomb: str) -> None:
    assert read_hop(bomb).at is None


def test_agrees_with_mail_parser(samples: Path) -> None:
    """A second opinion on real mail: mail-parser reads the same receiving host."""
    from mailparser.utils import receiveds_parsing  # type: ignore[import-untyped]

    agreed = asked = 0
    logging.disable(logging.CRITICAL)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            for path in sorted((samples / "mail" / "spamassassin" / "ham").glob("0*"))[:60]:
                for value in parse(path.read_bytes()).headers("Received"):
                    theirs = receiveds_parsing([value])[0].get("by")
                    if theirs:
                        asked += 1
                        ours = read_hop(value).by or ""
                        agreed += theirs.split()[0].lower().strip("[],").rstrip(".") == ours
    finally:
        logging.disable(logging.NOTSET)
    assert asked > 100
    assert agreed >= 0.98 * asked
