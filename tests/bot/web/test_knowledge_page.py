"""The articles: listed, found, read."""

from __future__ import annotations

from typing import Any

import pytest


def test_all_are_listed_and_can_be_read(bench: Any, ada: Any) -> None:
    page = ada.get("/knowledge")
    for slug, article in bench.desk.library.articles.items():
        assert f'href="/knowledge/{slug}"' in page
        assert "<h1>" in ada.get(f"/knowledge/{slug}"), article.title


def test_they_stand_on_shelves(bench: Any, ada: Any) -> None:
    page = ada.get("/knowledge")
    shelves = {article.shelf for article in bench.desk.library.articles.values()}
    assert 4 <= len(shelves) <= 8
    assert all(f'<h2 class="shelf">{shelf}</h2>' in page for shelf in shelves)
    assert '<h2 class="shelf">' not in ada.get("/knowledge?q=spam")


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("mailbox full", "/knowledge/mailbox-full"),
        ("Postfach voll", "/knowledge/mailbox-full"),
        ('"; DROP TABLE articles; --', None),
        ("NEAR( AND OR *", None),
        ("\x00", None),
        ("x" * 5000, None),
    ],
)
def test_search(ada: Any, asked: str, found: str | None) -> None:
    answer = ada.client.get("/knowledge", query_string={"q": asked})
    assert answer.status_code == 200
    if found is not None:
        assert found in answer.text
