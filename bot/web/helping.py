"""Which article helps with what a check found."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from flask import Flask

from bot.web.context import desk
from knowledge.library import Library
from knowledge.vocabulary import Article


@lru_cache(maxsize=4)
def _by_check(library: Library) -> Mapping[str, Article]:
    """Of several articles the one that is about the fewest checks: it says the most about this one."""
    broadest_first = sorted(
        library.articles.values(), key=lambda article: (-len(article.checks), article.slug)
    )
    return {check: article for article in broadest_first for check in article.checks}


def article_of(check: str) -> Article | None:
    """The article to read for a finding of this check."""
    return _by_check(desk().library).get(check)


def install(app: Flask) -> None:
    """Make it known to the templates."""
    app.jinja_env.globals["article_of"] = article_of
