"""Articles: all are valid, every reason and route has one, every link leads somewhere."""

from __future__ import annotations

from pathlib import Path

import pytest

from knowledge.article import read_article
from knowledge.library import KnowledgeError, load_library
from knowledge.vocabulary import OUT_OF_SCOPE_ROUTES, ProblemKind, Reason, Route

LANGUAGES = {"en", "de", "hu", "fr", "es", "it", "nl", "pl", "pt"}
ARTICLES = load_library().articles
PROBLEMS = load_library().problems


@pytest.mark.parametrize("reason", list(Reason))
def test_every_reason_is_explained(reason: Reason) -> None:
    assert any(reason in article.reasons for article in ARTICLES.values())


@pytest.mark.parametrize("route", sorted(OUT_OF_SCOPE_ROUTES))
def test_every_route_out_of_scope_is_explained(route: Route) -> None:
    assert any(route in article.routes for article in ARTICLES.values())


@pytest.mark.parametrize("slug", sorted(ARTICLES))
def test_an_article_is_short_and_names_what_exists(slug: str) -> None:
    article = ARTICLES[slug]
    assert len(article.text.split()) <= 260
    assert set(article.platforms) <= set(load_library().platforms)
    assert article.text.index("## In detail") > 80, "the plain words come first"


@pytest.mark.parametrize("name", [*ProblemKind, *Route])
def test_every_word_has_its_file(name: str) -> None:
    problem = PROBLEMS[name]
    assert problem.title and problem.outcome
    assert set(problem.articles) <= set(ARTICLES)
    assert name == Route.REAL_ISSUE or set(problem.cues) == LANGUAGES


def test_default_details_are_those_of_the_first_profile() -> None:
    oss = load_library().platform("oss").details
    assert {kind: PROBLEMS[kind].details for kind in ProblemKind} == dict(oss)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("no front matter", "begins with no front matter"),
        ("---\ntitle: A\n---\n", "holds no text"),
        ("---\nroutes: newsletter\n---\nText", '"title" is missing'),
        ("---\ntitle: A\nreason: policy\n---\nText", 'did you mean "reasons"?'),
        ("---\ntitle: A\nreasons: mailbox_ful\n---\nText", 'did you mean "mailbox_full"?'),
        ("---\ntitle\n---\nText", 'should be "key: value"'),
    ],
)
def test_a_wrong_article_is_named_with_what_is_wrong(tmp_path: Path, text: str, says: str) -> None:
    path = tmp_path / "wrong.md"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(KnowledgeError) as caught:
        read_article(path)
    assert says in str(caught.value) and "wrong.md" in str(caught.value)


def test_the_data_folders_article_wins(tmp_path: Path) -> None:
    folder = tmp_path / "knowledge" / "articles"
    folder.mkdir(parents=True)
    (folder / "too-large.md").write_text("---\ntitle: Ours\n---\nOur words.", encoding="utf-8")
    library = load_library(tmp_path)
    assert library.articles["too-large"].title == "Ours"
    assert library.articles["policy"] == ARTICLES["policy"]
