"""Questions as people ask them, and the articles that answer (`questions/*.tsv`: language, question, slugs).

The search may miss one in twenty; a miss is named, so that it can be judged.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from knowledge.library import load_library
from knowledge.search import Search

LIBRARY = load_library()
SEARCH = Search(LIBRARY.articles, LIBRARY.problems)
TABLES = sorted((Path(__file__).parent / "questions").glob("*.tsv"))
RIGHT = 0.95
AMONG = 3


def rows(path: Path) -> list[tuple[str, str, set[str]]]:
    found = (line.split("\t") for line in path.read_text(encoding="utf-8").splitlines())
    return [(language, question, set(slugs.split())) for language, question, slugs in found]


ALL = [row for path in TABLES for row in rows(path)]


def test_there_are_enough_questions_in_all_nine_languages() -> None:
    assert len(ALL) >= 100
    assert {language for language, _, _ in ALL} == {"en", "de", "hu", "fr", "es", "it", "nl", "pl", "pt"}
    assert {slug for _, _, slugs in ALL for slug in slugs} <= set(LIBRARY.articles)


@pytest.mark.parametrize("table", TABLES, ids=lambda path: path.stem)
def test_the_right_article_is_among_the_first_three(table: Path) -> None:
    asked = rows(table)
    missed = [
        f"{language}: {question}"
        for language, question, slugs in asked
        if not slugs & {found.slug for found in SEARCH.find(question, AMONG)}
    ]
    assert len(missed) <= (1 - RIGHT) * len(asked), missed


@pytest.mark.parametrize("slug", sorted(LIBRARY.articles))
def test_every_article_is_found_by_its_own_title(slug: str) -> None:
    found = [item.slug for item in SEARCH.find(LIBRARY.articles[slug].title, AMONG)]
    assert slug in found
