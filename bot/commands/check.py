"""`mailtriage check`: what a good postmaster would look up about a domain, and what to change."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.refusals import refuse

if TYPE_CHECKING:
    from knowledge.vocabulary import Platform
    from triage.model import Facts
    from triage.tools.protocols import Accounts, Resolver, Tools, WordsSay

app = typer.Typer(add_completion=False)

_DOUBTFUL = ("fail", "permerror", "warn", "temperror")
_PAGE_WITHIN_S = 3.0
"""A page comes after the DNS has spoken, and within the same five seconds."""
_WORST = {"fail": ("fail", "permerror"), "warn": ("fail", "permerror", "warn")}


@app.command()
def check(
    subject: Annotated[str, typer.Argument(metavar="DOMAIN|ADDRESS", help="The sender's domain or address.")],
    ip: Annotated[
        str | None, typer.Option("--ip", metavar="IP", help="The address that sent the mail.")
    ] = None,
    helo: Annotated[
        str | None, typer.Option("--helo", metavar="NAME", help="What the sending server called itself.")
    ] = None,
    recipient: Annotated[
        str | None, typer.Option("--recipient", metavar="ADDRESS", help="Where the mail was to go.")
    ] = None,
    selector: Annotated[
        list[str] | None,
        typer.Option("--selector", metavar="S", help="A DKIM selector (s= in DKIM-Signature); may repeat."),
    ] = None,
    platform: Annotated[
        str | None, typer.Option("--platform", metavar="NAME|FILE", help="The mail platform's profile.")
    ] = None,
    nameserver: Annotated[
        list[str] | None, typer.Option("--nameserver", metavar="HOST:PORT", help="Ask here; may repeat.")
    ] = None,
    offline: Annotated[bool, typer.Option("--offline", help="Ask nobody.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
    fail_on: Annotated[
        str | None, typer.Option("--fail-on", metavar="fail|warn", help="Exit with 1 on such a finding.")
    ] = None,
    output: Annotated[
        str, typer.Option("--format", metavar="text|json|nagios", help="nagios: one line, and its statuses.")
    ] = "text",
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Only what is wrong or doubtful.")] = False,
    max_queries: Annotated[
        int, typer.Option("--max-queries", min=1, max=10_000, metavar="N", help="Ask at most so much.")
    ] = 100,
) -> None:
    """Look up what matters about a domain's mail: MX, SPF, DKIM, DMARC, PTR, blocklists; say what to change.

    Exit status: 0 done, 1 a finding as bad as --fail-on says, 2 wrong usage.

    With --format nagios: 0 all is well, 1 a warning, 2 something is wrong, 3 could not be checked.
    """
    from triage.checks import run_checks
    from triage.checks.about import facts_about
    from triage.contract import findings_json
    from triage.tools.clock import SystemClock

    if fail_on is not None and fail_on not in _WORST:
        refuse(f"mailtriage check: --fail-on is fail or warn, not {fail_on!r}")
    if output not in ("text", "json", "nagios"):
        refuse(f"mailtriage check: --format is text, json or nagios, not {output!r}")
    try:
        facts = facts_about(subject, ip=ip, helo=helo, recipient=recipient, selectors=selector or ())
        profile, resolver = _world(platform, nameserver or [], offline)
        accounts = _accounts(offline)
    except ValueError as error:
        refuse(f"mailtriage check: {error}")
    now = SystemClock().now()
    findings = run_checks(facts, profile, _tools(resolver, accounts), max_queries=max_queries)
    if output == "nagios":
        from bot.terminal.nagios import nagios_line

        line, status = nagios_line(subject, findings)
        typer.echo(line)
        raise typer.Exit(status)
    if as_json or output == "json":
        about = {fact.name: fact.value for fact in facts.items}
        about |= {"subject": subject, "platform": profile.name, "at": now.isoformat(timespec="seconds")}
        typer.echo(json.dumps(findings_json(about, findings), ensure_ascii=False))
    else:
        from bot.terminal.findings import show

        doubtful = tuple(finding for finding in findings if finding.status in _DOUBTFUL)
        show(_heading(facts), doubtful if quiet else findings)
    if fail_on is not None and any(finding.status in _WORST[fail_on] for finding in findings):
        raise typer.Exit(1)


def _world(platform: str | None, nameservers: list[str], offline: bool) -> tuple[Platform, Resolver]:
    """The profile and the resolver, from the options or else the settings. Raises ValueError."""
    from bot.settings import SettingsError, load
    from bot.terminal.platform import DEFAULT
    from knowledge.library import KnowledgeError, load_library
    from triage.tools.resolver import DnsResolver, OfflineResolver, parse_nameserver

    try:
        loaded = load(os.environ, Path.cwd())
    except SettingsError as error:
        raise ValueError(str(error)) from None
    if platform is None:
        platform = loaded.settings.platform if "platform" in loaded.origins else DEFAULT
    try:
        profile = load_library(loaded.settings.data).platform(platform)
    except KnowledgeError as error:
        raise ValueError(str(error)) from None
    given = [parse_nameserver(text) for text in nameservers]
    known = [parse_nameserver(str(one)) for one in loaded.settings.nameservers]
    return profile, OfflineResolver() if offline else DnsResolver(given or known or None)


def _accounts(offline: bool) -> Accounts | None:
    """Who knows the accounts, where that is set. Raises ValueError."""
    from bot.backends import open_backends
    from bot.settings import SettingsError, load
    from triage.tools.clock import SystemClock

    try:
        settings = load(os.environ, Path.cwd()).settings
        return None if offline else open_backends(settings, SystemClock()).accounts
    except SettingsError as error:
        raise ValueError(str(error)) from None


def _tools(resolver: Resolver, accounts: Accounts | None) -> Tools:
    from triage.tools.clock import SystemClock
    from triage.tools.fetch import WebFetch
    from triage.tools.protocols import Tools

    clock = SystemClock()
    policies = WebFetch(resolver, clock, deadline_s=_PAGE_WITHIN_S)
    return Tools(resolver=resolver, clock=clock, classifier=_NoWords(), accounts=accounts, policies=policies)


class _NoWords:
    """There are no words to judge when only the DNS is asked."""

    def read(self, text: str) -> WordsSay:
        from triage.tools.protocols import WordsSay

        return WordsSay({}, {})


def _heading(facts: Facts) -> str:
    of = facts.get("sender") or facts.get("sender_domain") or ""
    parts = [of]
    if ip := facts.get("sending_ip"):
        parts.append(f"sent from {ip}")
    if recipient := facts.get("recipient") or facts.get("recipient_domain"):
        parts.append(f"to {recipient}")
    return ", ".join(parts)
