"""Full-text search of the articles (SQLite's FTS5 with stemming), with words of nine languages understood.

What an asker's words stand for (`knowledge/concepts.toml`, `knowledge/synonyms.toml`) is looked up in the
English words of the same concept, so that "Spam-Ordner" finds the article on Junk.
"""

from __future__ import annotations

import re
import threading
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from knowledge.concepts import Concepts, load_concepts
from knowledge.folding import words
from knowledge.vocabulary import Article, Problem

if TYPE_CHECKING:
    from sqlite_utils import Database

COLUMNS = ("title", "keywords", "text", "cues")
SYNONYMS = Path(__file__).parent / "synonyms.toml"
MAX_QUERY_CHARS = 500
MAX_WORDS = 40
WEIGHTS = (8.0, 5.0, 1.0, 0.5)
"""Of the title, the keywords, the text, and what people say of the problem."""
_CODE = re.compile(r"\b(?:[245]\.\d{1,3}\.\d{1,3}|[245][0-5]\d)\b")
_SMALL = frozenset(
    word
    for line in (
        "a an the of to in on for is it my our we i you your how what why do does can and or with from this",
        "that me be are was not no get has have at by as der die das und ich ist wie le la les de des un une",
        "et el los que il mi per het een ik en w na nie o az egy hogy",
    )
    for word in line.split()
)


@dataclass(frozen=True)
class Found:
    """One article that fits; `score` is higher for a better one, and only comparable within one search."""

    slug: str
    title: str
    score: float


@dataclass(frozen=True)
class Search:
    """An index in memory of some articles. Thread-safe."""

    articles: Mapping[str, Article]
    problems: Mapping[str, Problem] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_table", self._index())

    def _index(self) -> Database:
        import sqlite3

        from sqlite_utils import Database

        database = Database(sqlite3.connect(":memory:", check_same_thread=False))
        rows = [self._row(article) for article in self.articles.values()]
        table = database.table("articles")
        table.create(dict.fromkeys(("slug", *COLUMNS), str))
        table.insert_all(rows)
        table.enable_fts(COLUMNS, tokenize="porter unicode61 remove_diacritics 2")
        return database

    def _row(self, article: Article) -> dict[str, str]:
        about = [article.slug.replace("-", " "), *article.routes, *article.problems, *article.reasons]
        about += [*article.checks, *article.asked]
        cues = [
            phrase
            for problem in self.problems.values()
            if article.slug in problem.articles[:1]
            for phrases in problem.cues.values()
            for phrase in phrases
        ]
        return {
            "slug": article.slug,
            "title": article.title,
            "keywords": " ".join(str(word).replace("_", " ") for word in about),
            "text": article.text,
            "cues": " ".join(cues),
        }

    def find(self, question: str, limit: int = 10) -> tuple[Found, ...]:
        """The best articles for a question in any of the languages, best first; none for an empty one."""
        query = _query(question)
        if not query:
            return ()
        sql = (
            "select a.slug, a.title, -bm25(articles_fts, ?, ?, ?, ?) as score from articles_fts"
            " join articles a on a.rowid = articles_fts.rowid where articles_fts match ?"
            " order by score desc, a.slug limit ?"
        )
        database: Database = self.__dict__["_table"]
        with self._lock:
            rows = database.execute(sql, (*WEIGHTS, query, limit)).fetchall()
        return tuple(Found(str(slug), str(title), round(float(score), 3)) for slug, title, score in rows)


def _query(question: str) -> str:
    """An FTS5 expression: any of the words, and any of the English words for the same things."""
    said = [word for word in words(question[:MAX_QUERY_CHARS]) if word != "." and not word.startswith("qq")]
    row = [word for word in said[:MAX_WORDS] if word not in _SMALL]
    meant = (
        english for known in (load_concepts(), load_concepts(SYNONYMS)) for english in _meant(known, said)
    )
    codes = _CODE.findall(question[:MAX_QUERY_CHARS])
    return " OR ".join(_quoted([*row, *codes[:MAX_WORDS], *meant]))


def _meant(known: Concepts, said: Sequence[str]) -> Iterator[str]:
    """The English words of the articles for what was said in any language."""
    for name in dict.fromkeys(name for _, name in known.found(said[:MAX_WORDS])):
        yield from known.search[name]


def _quoted(terms: Iterable[str]) -> list[str]:
    """Each once, in quotes: nothing that is typed is taken for an operator."""
    return [f'"{term}"' for term in dict.fromkeys(terms)]
