"""`mailtriage explain`: what do these mails, bounces, Outlook items and header blocks say?"""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

import typer

from bot.refusals import refuse
from bot.terminal.platform import choose_platform, open_library

if TYPE_CHECKING:
    from knowledge.vocabulary import Platform
    from triage.evidence.signatures import Lookup
    from triage.model import ExplainedMessage

app = typer.Typer(add_completion=False)

Show = Callable[["ExplainedMessage"], None]

_PATHS = typer.Argument(
    metavar="PATH...",
    help="Mails (.eml, .msg), mailbox files, header blocks, folders; - reads standard input.",
)


@app.command()
def explain(
    paths: list[str] = _PATHS,
    json: bool = typer.Option(False, "--json", help="One JSON object a line, one line a message."),
    html: str | None = typer.Option(
        None, metavar="FILE", help="Write one page for a browser, complete in itself; - for standard output."
    ),
    platform: str | None = typer.Option(None, help="The platform whose mail it is: a name, or a TOML file."),
    quiet: bool = typer.Option(False, "--quiet", "-q", help="No progress and no remarks."),
    nameserver: str | None = typer.Option(
        None, metavar="HOST:PORT", help="Check DKIM and ARC signatures too, with keys from here."
    ),
    offline: bool = typer.Option(False, "--offline", help="Ask nobody: as without --nameserver."),
) -> None:
    """Say what happened to a mail: to whom, who said no, why, and who can fix it.

    Exit status: 0 all was read, 1 something could not be read (and the rest was), 2 wrong usage.
    """
    chosen = choose_platform(open_library(), platform)
    lookup = _lookup(nameserver, offline)
    unread = count = 0
    try:
        with _shown(json, html, chosen.junk_threshold) as show:
            for explained in _explained(paths, chosen, lookup):
                unread += explained.evidence.kind == "unreadable"
                show(explained)
                count += 1
                if count % 100 == 0 and not quiet and _is_watched():
                    typer.echo(f"{count:,} read …", err=True)
    except BrokenPipeError:
        # Whoever reads this has seen enough; keep the interpreter from complaining about it at its end.
        sys.stdout = None
        raise typer.Exit(0) from None
    if unread and not quiet:
        typer.echo(f"{unread} could not be read; the reasons stand with each.", err=True)
    raise typer.Exit(1 if unread else 0)


def _lookup(nameserver: str | None, offline: bool) -> Lookup | None:
    """Where keys of signatures are asked for; nowhere unless somebody said where."""
    if nameserver is None or offline:
        return None
    from triage.evidence.verified import lookup_of
    from triage.tools.resolver import DnsResolver, parse_nameserver

    try:
        return lookup_of(DnsResolver([parse_nameserver(nameserver)]))
    except ValueError as error:
        refuse(f"mailtriage explain: {error}")


def _explained(
    paths: list[str], platform: Platform, lookup: Lookup | None = None
) -> Iterator[ExplainedMessage]:
    """Every message of every path in order; several of one file are counted on."""
    from triage.evidence.reading import unreadable
    from triage.evidence.sandbox import Sandbox
    from triage.evidence.sources import open_paths
    from triage.model import ExplainedMessage

    with Sandbox(children=1) as sandbox:
        sandbox.start()
        for item in open_paths(paths, sys.stdin.buffer):
            if item.problem is not None:
                yield ExplainedMessage(item.path, item.index, unreadable(item.problem))
                continue
            found = sandbox.read(item.raw, item.name, platform)
            if lookup is not None and len(found) == 1:
                from triage.evidence.verified import verified

                found = (verified(found[0], item.raw, lookup),)
            for offset, evidence in enumerate(found):
                yield ExplainedMessage(item.path, item.index + offset, evidence)


def _is_watched() -> bool:
    """Does somebody wait at a terminal while the answers go elsewhere?"""
    return sys.stderr.isatty() and not sys.stdout.isatty()


def _json_line(explained: ExplainedMessage) -> None:
    from json import dumps

    from triage.contract import explained_json

    line = explained_json(explained)
    try:
        text = dumps(line, ensure_ascii=False) + "\n"
        data = text.encode()
    except UnicodeEncodeError:  # a path that is no UTF-8
        data = dumps(line).encode() + b"\n"
    sys.stdout.buffer.write(data)
    sys.stdout.buffer.flush()


@contextlib.contextmanager
def _shown(json: bool, html: str | None, junk_from: float) -> Iterator[Show]:
    """Lines of JSON or pages for the terminal, as they come; a page for a browser once all were read."""
    if html is None:
        yield _json_line if json else _page_printer(junk_from)
        return
    if json and html == "-":
        refuse("mailtriage explain: --json and --html - would both write to standard output; name a file")
    from bot.page.file import writable, write
    from bot.page.page import Page

    if (problem := writable(html)) is not None:
        refuse(f"mailtriage explain: {problem}")
    page = Page(junk_from)

    def show(explained: ExplainedMessage) -> None:
        page.add(explained)
        if json:
            _json_line(explained)

    yield show
    if (problem := write(html, page.text())) is not None:
        refuse(f"mailtriage explain: {problem}")


def _page_printer(junk_from: float) -> Show:
    from rich.console import Console

    from bot.terminal.evidence import print_page

    console = Console(highlight=False, markup=False, emoji=False, soft_wrap=False)
    if console.width > 110 or not console.is_terminal:
        console.width = 100
    return lambda explained: print_page(console, explained, junk_from)
