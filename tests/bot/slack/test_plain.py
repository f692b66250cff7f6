from __future__ import annotations

import json
from pathlib import Path

import pytest

from bot.slack.plain import SECTION_LIMIT, chunks, cut, escape, one_line, plain, unformat


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("plain words", "plain words"),
        ("<mailto:a@b.test|a@b.test>", "a@b.test"),
        ("<mailto:a@b.test>", "a@b.test"),
        ("see <https://example.org/x|example.org/x>", "see https://example.org/x"),
        ("<https://example.org>", "https://example.org"),
        ("a &lt;b@c.test&gt; &amp; d", "a <b@c.test> & d"),
        ("<@U123> says", "@U123 says"),
        ("<#C1|general>", "general"),
        ("<!here>", "!here"),
        ("550 5.1.1 &lt;<mailto:x@y.test|x@y.test>&gt;: unknown", "550 5.1.1 <x@y.test>: unknown"),
    ],
)
def test_what_a_person_typed(typed: str, expected: str) -> None:
    assert unformat(typed) == expected


@pytest.mark.parametrize("text", ["<!channel>", "<@U1>", "<https://evil.test|ok>", "a & b < c > d"])
def test_escaped_text_holds_nothing_that_slack_reads(text: str) -> None:
    escaped = escape(text)
    assert "<" not in escaped and ">" not in escaped
    assert unformat(escaped) == text


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("<!channel> <@U1> <#C1|x>", "‹!channel> ‹@U1> ‹#C1|x>"),
        ("<https://evil.test|your bank>", "‹https://evil.test|your bank>"),
        ("<https://example.org/a> <a@b.test> 1 < 2", "<https://example.org/a> <a@b.test> 1 < 2"),
    ],
)
def test_plain_text_names_nobody_either(text: str, shown: str) -> None:
    assert plain(text)["text"] == shown


def test_bidi_controls_are_gone() -> None:
    assert escape("a\u202eb\u2066c\u200bd") == "abcd"


@pytest.mark.parametrize("length", [0, 1, 2_999, 3_000, 3_001, 9_500])
def test_chunks_lose_nothing_and_fit(length: int) -> None:
    text = "".join("line of words\n" if i % 14 == 0 else "" for i in range(length))[:length] or "x" * length
    pieces = chunks(text)
    assert all(0 < len(piece) <= SECTION_LIMIT for piece in pieces)
    assert "".join(pieces).replace("\n", "") == text.replace("\n", "")


def test_naughty_strings_stay_within_a_plain_object(samples: Path) -> None:
    for text in json.loads((samples / "strings" / "blns.json").read_text(encoding="utf-8")):
        made = plain(text, 150)
        assert made["type"] == "plain_text"
        assert 1 <= len(str(made["text"])) <= 150
        assert "\n" not in one_line(text, 80)
        assert len(cut(text, 20)) <= 20
