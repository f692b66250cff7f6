"""Articles as blocks: no HTML of theirs comes through."""

from __future__ import annotations

import pytest

from bot.web.article_text import blocks_of, plain_of, summary_of


def _plain(text: str) -> list[tuple[str, list[list[tuple[str, str]]]]]:
    return [
        (block.kind, [[(span.kind, span.text) for span in line] for line in block.lines])
        for block in blocks_of(text)
    ]


@pytest.mark.parametrize(
    ("text", "blocks"),
    [
        ("", []),
        ("One\ntwo", [("paragraph", [[("text", "One two")]])]),
        ("One\n\ntwo", [("paragraph", [[("text", "One")]]), ("paragraph", [[("text", "two")]])]),
        ("## Head\nText", [("heading", [[("text", "Head")]]), ("paragraph", [[("text", "Text")]])]),
        ("- a\n- b\n  c", [("bullets", [[("text", "a")], [("text", "b c")]])]),
        ("1. a\n2. b", [("steps", [[("text", "a")], [("text", "b")]])]),
        ("Text\n- a", [("paragraph", [[("text", "Text")]]), ("bullets", [[("text", "a")]])]),
        ("```\n  x\n- y\n```", [("code", [[("text", "  x\n- y")]])]),
        ("```\nopen", [("code", [[("text", "open\n")]])]),
        ("a `b` **c**", [("paragraph", [[("text", "a "), ("code", "b"), ("text", " "), ("strong", "c")]])]),
        ("[s](https://a.test/x)", [("paragraph", [[("link", "s")]])]),
        ("[s](javascript:alert)", [("paragraph", [[("text", "[s](javascript:alert)")]])]),
        ("<b>x</b>", [("paragraph", [[("text", "<b>x</b>")]])]),
    ],
)
def test_blocks(text: str, blocks: object) -> None:
    assert _plain(text) == blocks


@pytest.mark.parametrize(
    ("text", "summary"),
    [("# T\n\nFirst `x`.\n\nSecond.", "First x."), ("- only", ""), ("word " * 60, "word " * 35 + "…")],
)
def test_summary(text: str, summary: str) -> None:
    assert summary_of(text) == summary


@pytest.mark.parametrize("text", ["[", "`", "**a", "- ", "[a](https://", "1. ", "#"])
def test_unclosed_marks_are_text(text: str) -> None:
    """However often: the suite's own time limit would say if it were slow."""
    assert blocks_of(text * 5_000)


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("# T\n\nOne `a` **b**.", "T\n\nOne a b."),
        ("1. a\n2. b", "1. a\n2. b"),
        ("- a\n- {b}", "- a\n- {b}"),
        ("```\nx\n y\n```", "  x\n   y"),
        ("[here](https://a.test/x)", "here (https://a.test/x)"),
        ("[https://a.test](https://a.test)", "https://a.test"),
    ],
)
def test_plain(text: str, plain: str) -> None:
    assert plain_of(text) == plain
