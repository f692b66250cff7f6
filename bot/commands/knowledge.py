"""`mailtriage knowledge`: what the desk knows, to read and to search."""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer

from bot.command_line import fail, print_json_lines, say, settings_or_exit

if TYPE_CHECKING:
    from knowledge.library import Library

app = typer.Typer(no_args_is_help=True, add_completion=False, help="Read and search the articles.")


@app.command("list")
def list_articles(as_json: bool = typer.Option(False, "--json", help="One JSON object a line.")) -> None:
    """Print every article: its name and its title."""
    articles = sorted(_library().articles.values(), key=lambda article: article.slug)
    if as_json:
        print_json_lines({"slug": article.slug, "title": article.title} for article in articles)
        return
    width = max((len(article.slug) for article in articles), default=0)
    for article in articles:
        typer.echo(f"{article.slug:<{width}}  {article.title}")


@app.command()
def show(
    name: str = typer.Argument(help="The article's name, as `list` prints it."),
    as_json: bool = typer.Option(False, "--json", help="Print one JSON object."),
) -> None:
    """Print one article."""
    from dataclasses import asdict

    from knowledge.errors import nearest

    articles = _library().articles
    if name not in articles:
        hint = nearest(name, articles) or "; see: mailtriage knowledge list"
        fail(f'There is no article "{name}"{hint}', status=1)
    if as_json:
        print_json_lines([asdict(articles[name])])
        return
    typer.echo(f"# {articles[name].title}\n\n{articles[name].text}")


@app.command()
def search(
    question: list[str] = typer.Argument(help="Words, in any of the nine languages."),
    limit: int = typer.Option(5, min=1, max=100, help="At most so many."),
    as_json: bool = typer.Option(False, "--json", help="One JSON object a line."),
) -> None:
    """Find the articles that answer a question, the best first."""
    from knowledge.search import Search

    library = _library()
    found = Search(library.articles, library.problems).find(" ".join(question), limit)
    if as_json:
        print_json_lines({"slug": item.slug, "title": item.title, "score": item.score} for item in found)
        return
    for item in found:
        typer.echo(f"{item.slug}  {item.title}")
    if not found:
        say("Nothing fits. Try other words, or: mailtriage knowledge list")


def _library() -> Library:
    """Everything read once, so that a wrong file is named before anything is printed."""
    from knowledge.library import KnowledgeError, load_library

    library = load_library(settings_or_exit().data)
    try:
        _ = library.articles, library.problems
    except KnowledgeError as error:
        fail(str(error), status=1)
    return library
