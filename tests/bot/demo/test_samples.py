from __future__ import annotations

from datetime import UTC, datetime

import pytest

from bot.demo.samples import dated, samples

NOW = datetime(2026, 3, 1, 12, 0, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Date: {{-50m}}", "Date: Sun, 01 Mar 2026 11:10:00 +0000"),
        ("Date: {{-3h-2s}}", "Date: Sun, 01 Mar 2026 08:59:58 +0000"),
        ("on {{-25m|words}}.", "on 01 March 2026 at 11:35 UTC."),
        ("{{name}} stays", "{{name}} stays"),
    ],
)
def test_places_are_filled(text: str, expected: str) -> None:
    assert dated(text, NOW) == expected


def test_samples_are_whole_mails_with_no_place_left() -> None:
    found = list(samples(NOW))
    assert len(found) >= 12
    for sample in found:
        assert sample.sender == "" or "@" in sample.sender, sample.name
        assert b"{{" not in sample.raw, sample.name
        assert b"\r\nMessage-ID: <" in sample.raw, sample.name
        assert b"\n" not in sample.raw.replace(b"\r\n", b""), sample.name
