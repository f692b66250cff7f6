"""An article: front matter between `---` lines (`key: value`, lists with commas), then Markdown."""

from __future__ import annotations

from pathlib import Path

from knowledge.errors import KnowledgeError
from knowledge.tables import Table
from knowledge.vocabulary import Article, ProblemKind, Reason, Route

LISTS = ("routes", "problems", "reasons", "platforms", "checks", "asked")
MAX_CHARS = 20_000
OTHER_SHELF = "More"


def read_article(path: Path) -> Article:
    """The article of a file; its slug is the file's name. Raises `KnowledgeError`."""
    front, text = _split(path)
    table = Table(str(path), front)
    table.check_keys(("title", "shelf", *LISTS))
    title = table.text("title")
    if not title:
        raise KnowledgeError(f'{path}: "title" is missing in the lines between the two "---"')
    return Article(
        slug=path.stem,
        title=title,
        text=text,
        shelf=table.text("shelf") or OTHER_SHELF,
        routes=table.words("routes", Route),
        problems=table.words("problems", ProblemKind),
        reasons=table.words("reasons", Reason),
        platforms=table.texts("platforms"),
        checks=table.texts("checks"),
        asked=table.texts("asked"),
    )


def _split(path: Path) -> tuple[dict[str, str | list[str]], str]:
    try:
        whole = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise KnowledgeError(f"{path}: cannot be read: {error}") from None
    if len(whole) > MAX_CHARS:
        raise KnowledgeError(f"{path}: is longer than {MAX_CHARS} characters; make two articles of it")
    lines = whole.splitlines()
    if "---" not in lines[1:] or lines[0].strip() != "---":
        raise KnowledgeError(f'{path}: begins with no front matter between two "---" lines')
    end = lines.index("---", 1)
    text = "\n".join(lines[end + 1 :]).strip()
    if not text:
        raise KnowledgeError(f"{path}: holds no text below the front matter")
    return dict(_entry(path, line) for line in lines[1:end] if line.strip()), text


def _entry(path: Path, line: str) -> tuple[str, str | list[str]]:
    key, colon, value = line.partition(":")
    if not colon:
        raise KnowledgeError(f'{path}: "{line[:60]}" should be "key: value"')
    key, value = key.strip(), value.strip()
    if key not in LISTS:
        return key, value
    return key, [word.strip() for word in value.strip("[]").split(",") if word.strip()]
