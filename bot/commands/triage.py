"""`mailtriage triage`: what would the desk do with these mails, were they to arrive at its address?"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from bot.refusals import refuse
from bot.terminal.platform import choose_platform, open_library

if TYPE_CHECKING:
    from knowledge.library import Library
    from knowledge.vocabulary import Platform
    from triage.evidence.sandbox import Sandbox
    from triage.model import Decision, Evidence
    from triage.tools.protocols import Resolver, Tools

app = typer.Typer(add_completion=False)

_PATHS = typer.Argument(
    metavar="PATH...", help="Mails as they arrive at the help address; - reads standard input."
)


_MOST_DESKS = 4
"""As many times may one file be read, for desks in as many domains."""


@dataclass(frozen=True)
class Triaged:
    path: str
    decision: Decision
    unreadable: str | None
    """Why it could not be read."""


@app.command()
def triage(
    paths: list[str] = _PATHS,
    json: bool = typer.Option(False, "--json", help="One JSON object a line, one line a message."),
    platform: str | None = typer.Option(
        None, metavar="NAME|FILE", help="The platform that is supported: a name, or a TOML file."
    ),
    quiet: bool = typer.Option(False, "--quiet", "-q", help="No remarks."),
    nameserver: list[str] | None = typer.Option(None, metavar="HOST:PORT", help="Ask here; may repeat."),
    offline: bool = typer.Option(False, "--offline", help="Ask no network."),
) -> None:
    """Say what the desk would do with a mail: route, problem, checks, what is missing, the answer.

    Nothing is stored or sent. Exit status: 0 done, 1 something could not be read, 2 wrong usage.
    """
    library = open_library()
    chosen = choose_platform(library, platform)
    try:
        tools = _tools(_resolver(nameserver or [], offline), library, offline)
    except ValueError as error:
        refuse(f"mailtriage triage: {error}")
    show = _json_line if json else _page_printer()
    unread = 0
    try:
        for triaged in _triaged(paths, chosen, library, tools):
            if triaged.unreadable is None:
                show(triaged)
                continue
            unread += 1
            if json:
                show(triaged)
            elif not quiet:
                typer.echo(f"{triaged.path}: {triaged.unreadable}", err=True)
    except BrokenPipeError:
        # whoever reads this has seen enough
        sys.stdout = None
        raise typer.Exit(0) from None
    if unread and not quiet:
        typer.echo(f"{unread} could not be read.", err=True)
    raise typer.Exit(1 if unread else 0)


def _triaged(paths: list[str], platform: Platform, library: Library, tools: Tools) -> Iterator[Triaged]:
    from triage.evidence.reading import unreadable
    from triage.evidence.sandbox import Sandbox
    from triage.evidence.sources import open_paths

    with Sandbox(children=1) as sandbox:
        sandbox.start()
        desks = Desks(platform, sandbox)
        for item in open_paths(paths, sys.stdin.buffer):
            if item.problem is not None:
                found: Iterable[tuple[Evidence, Platform]] = ((unreadable(item.problem), platform),)
            else:
                found = desks.read(item.raw, item.name)
            for evidence, seen_by in found:
                why = "; ".join(evidence.problems) if evidence.kind == "unreadable" else None
                yield Triaged(item.path, _decide(evidence, seen_by, library, tools), why)


class Desks:
    """Reads mails as the desk would to which each was written: its address may tell the platform's hosts."""

    def __init__(self, platform: Platform, sandbox: Sandbox) -> None:
        self._sandbox, self._profile, self._given = sandbox, platform, _help_addresses()
        self._last = self._seen_by(None)

    def read(self, raw: bytes, name: str) -> Iterator[tuple[Evidence, Platform]]:
        """Read once, as the desk of the mail before; and again only where it is another one."""
        from triage.own_side import desk_address

        first = self._sandbox.read(raw, name, self._last)
        found = {self._last.mail_hosts: first}
        for place, evidence in enumerate(first):
            desk = self._seen_by(desk_address(evidence))
            if desk.mail_hosts not in found and len(found) < _MOST_DESKS:
                found[desk.mail_hosts] = self._sandbox.read(raw, name, desk)
            again = found.get(desk.mail_hosts, first)
            yield (again[place] if place < len(again) else evidence), desk
            self._last = desk

    def _seen_by(self, address: str | None) -> Platform:
        from triage.own_side import with_own_domain

        given = self._given or ((address,) if address else ())
        return with_own_domain(self._profile, *given, *self._profile.help_addresses)


def _help_addresses() -> tuple[str, ...]:
    from bot.settings import SettingsError, load

    try:
        return load(os.environ, Path.cwd()).settings.help_address
    except SettingsError:
        return ()  # said where the settings are needed


def _decide(evidence: Evidence, platform: Platform, library: Library, tools: Tools) -> Decision:
    from triage.arrival import arrived
    from triage.pipeline import triage as decide

    return decide(arrived(evidence, platform), library, tools)


def _resolver(nameservers: list[str], offline: bool) -> Resolver:
    """Raises ValueError for a nameserver that is none."""
    from bot.settings import SettingsError, load
    from triage.tools.resolver import DnsResolver, OfflineResolver, parse_nameserver

    given = [parse_nameserver(text) for text in nameservers]
    if offline:
        return OfflineResolver()
    try:
        settings = load(os.environ, Path.cwd()).settings
    except SettingsError as error:
        raise ValueError(str(error)) from None
    return DnsResolver(given or [(one.host, one.port) for one in settings.nameservers] or None)


def _tools(resolver: Resolver, library: Library, offline: bool) -> Tools:
    """With all that may be looked up; a score page is opened anew each time. Raises ValueError."""
    from bot.backends import Backends, open_backends
    from bot.late_classifier import LateClassifier
    from bot.settings import SettingsError, load
    from triage.tools.clock import SystemClock
    from triage.tools.fetch import PAGE_WITHIN_S, WebFetch
    from triage.tools.protocols import Tools

    clock = SystemClock()
    try:
        settings = load(os.environ, Path.cwd()).settings
        backends = Backends() if offline else open_backends(settings, clock)
    except SettingsError as error:
        raise ValueError(str(error)) from None
    return Tools(
        resolver=resolver,
        clock=clock,
        classifier=LateClassifier(settings.data, library),
        fetch=None if offline else WebFetch(resolver, clock, deadline_s=PAGE_WITHIN_S),
        accounts=backends.accounts,
        trace=backends.trace,
        customers=backends.customers,
    )


def _json_line(triaged: Triaged) -> None:
    from json import dumps

    from triage.contract import decision_json

    line = decision_json(triaged.path, triaged.decision)
    try:
        data = (dumps(line, ensure_ascii=False) + "\n").encode()
    except UnicodeEncodeError:  # a path that is no UTF-8
        data = dumps(line).encode() + b"\n"
    sys.stdout.buffer.write(data)
    sys.stdout.buffer.flush()


def _page_printer() -> Callable[[Triaged], None]:
    from rich.console import Console

    from bot.terminal.decision import print_decision

    console = Console(highlight=False, markup=False, emoji=False, soft_wrap=False)
    if console.width > 110 or not console.is_terminal:
        console.width = 100
    return lambda triaged: print_decision(console, triaged.path, triaged.decision)
