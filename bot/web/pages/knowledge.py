"""What the desk knows, to read and to look up."""

from __future__ import annotations

from functools import lru_cache
from itertools import groupby

from flask import Blueprint, Response, abort, render_template, request
from flask.typing import ResponseReturnValue

from bot.web.article_text import blocks_of, plain_of, summary_of
from bot.web.context import desk
from knowledge.library import Library
from knowledge.search import Search
from knowledge.vocabulary import Article

blueprint = Blueprint("knowledge", __name__, url_prefix="/knowledge")
SHOWN = 30


@blueprint.get("")
def show() -> ResponseReturnValue:
    asked = request.args.get("q", "").replace("\x00", "").strip()[:200]
    shelves = {"": _search(asked)} if asked else _shelves(desk().library)
    cards = {
        shelf: [{"slug": item.slug, "title": item.title, "text": summary_of(item.text)} for item in items]
        for shelf, items in shelves.items()
        if items
    }
    return render_template("knowledge.html", q=asked, shelves=cards)


def _shelves(library: Library) -> dict[str, list[Article]]:
    """All articles by shelf, the fullest shelf first: it is what people ask for most."""
    ordered = sorted(library.articles.values(), key=lambda item: (item.shelf, item.title))
    found = {shelf: list(items) for shelf, items in groupby(ordered, key=lambda item: item.shelf)}
    return dict(sorted(found.items(), key=lambda item: -len(item[1])))


@blueprint.get("/<slug>")
def article(slug: str) -> ResponseReturnValue:
    found = desk().library.articles.get(slug)
    if found is None:
        abort(404)
    return render_template("article.html", article=found, blocks=blocks_of(found.text))


@blueprint.get("/<slug>/plain")
def plain(slug: str) -> ResponseReturnValue:
    """As plain text, to be put into a reply."""
    found = desk().library.articles.get(slug)
    if found is None:
        abort(404)
    return Response(plain_of(found.text), content_type="text/plain; charset=utf-8")


def _search(asked: str) -> list[Article]:
    library = desk().library
    return [library.articles[found.slug] for found in _index(library).find(asked, SHOWN)]


@lru_cache(maxsize=4)
def _index(library: Library) -> Search:
    """Made once: articles are read when the service starts."""
    return Search(library.articles, library.problems)
