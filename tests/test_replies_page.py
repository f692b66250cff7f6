"""docs/replies.md shows what the desk would answer now: `make replies` writes it anew."""

from __future__ import annotations

import tempfile
from pathlib import Path

from knowledge.library import load_library
from scripts.replies import PAGE, page
from triage.routing.train import load_or_train


def test_the_page_is_up_to_date() -> None:
    with tempfile.TemporaryDirectory() as data:
        written = page(load_or_train(Path(data), load_library()))
    assert PAGE.read_text("utf-8") == written, "run: make replies"
