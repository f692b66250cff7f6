from __future__ import annotations

import pytest

from triage.evidence.dates import names_no_zone, parse_date


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("Sat, 21 Nov 2026 19:56:36 +0100", "2026-11-21T19:56:36+01:00"),
        ("21 Nov 2026 19:56:36 -0700 (PDT)", "2026-11-21T19:56:36-07:00"),
        ("Sat,   21   Nov\t2026    19:56:36   -0000", "2026-11-21T19:56:36+00:00"),
        ("Sat, 21 Nov 26 19:56 EST", "2026-11-21T19:56:00-05:00"),
        ("Sat, 21 Nov 98 19:56 GMT", "1998-11-21T19:56:00+00:00"),
        ("Sat, 21 Nov 2026 19:56:36 GMT+02:00", "2026-11-21T19:56:36+02:00"),
        ("Sat Nov 21 19:56:36 2026 +0200", "2026-11-21T19:56:36+02:00"),
        ("Sat Nov 21 19:56:36 CET 2026", "2026-11-21T19:56:36+01:00"),
        ("November 21, 2026 7:56 PM +0100", "2026-11-21T19:56:00+01:00"),
        ("2026-11-21T19:56:36Z", "2026-11-21T19:56:36+00:00"),
        ("2026-11-21 19:56:36.123 +0530", "2026-11-21T19:56:36+05:30"),
        ("Sat, 21 Nov 2026 23:59:60 +0000", "2026-11-21T23:59:59+00:00"),
    ],
)
def test_dates(text: str, iso: str) -> None:
    found = parse_date(text)
    assert found is not None and found.isoformat() == iso


@pytest.mark.parametrize(
    "text",
    [
        None, "", "yesterday", "31 Feb 2026 10:00:00 +0000", "21 Nov 2026 25:00:00 +0000", "21/11/2026 10:00",
        "21 Nov 2026 10:00:00 -1900", "21 Nov 2026 10:00:00 +0099", "21 Nov 2026 10:00:00 XYZ", "1 " * 50_000,
    ],
)  # fmt: skip
def test_no_date(text: str | None) -> None:
    assert parse_date(text) is None


def test_a_zone_is_never_made_up() -> None:
    text = "Wed, 1 Aug 2001 14:43:21"
    assert parse_date(text) is None
    assert names_no_zone(text)
    assert not names_no_zone("Wed, 1 Aug 2001 14:43:21 -1900")
