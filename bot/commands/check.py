"""`mailtriage check`: what a good postmaster would look up about a domain, and what to change."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.refusals import refuse, say_why

if TYPE_CHECKING:
    from datetime import datetime

    from knowledge.vocabulary import Platform
    from triage.model import Facts, Finding
    from triage.tools.protocols import Accounts, Clock, Resolver, Tools, WordsSay

app = typer.Typer(add_completion=False)

_DOUBTFUL = ("fail", "permerror", "warn", "temperror")
_PAGE_WITHIN_S = 3.0
"""A page comes after the DNS has spoken, and within the same five seconds."""
_WORST = {"fail": ("fail", "permerror"), "warn": ("fail", "permerror", "warn")}
_NOT_CHECKED = ("temperror", "skipped")
_FORMATS = ("text", "json", "nagios")

_Subject = Annotated[str, typer.Argument(metavar="DOMAIN|ADDRESS", help="The sender's domain or address.")]
_Ip = Annotated[str | None, typer.Option("--ip", metavar="IP", help="The address that sent the mail.")]
_Helo = Annotated[
    str | None, typer.Option("--helo", metavar="NAME", help="What the sending server called itself.")
]
_Recipient = Annotated[
    str | None, typer.Option("--recipient", metavar="ADDRESS", help="Where the mail was to go.")
]
_Selectors = Annotated[
    list[str] | None,
    typer.Option("--selector", metavar="S", help="A DKIM selector (s= in DKIM-Signature); may repeat."),
]
_Profile = Annotated[
    str | None, typer.Option("--platform", metavar="NAME|FILE", help="The mail platform's profile.")
]
_Nameservers = Annotated[
    list[str] | None, typer.Option("--nameserver", metavar="HOST:PORT", help="Ask here; may repeat.")
]
_Offline = Annotated[bool, typer.Option("--offline", help="Ask nobody.")]
_AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON object.")]
_FailOn = Annotated[
    str | None,
    typer.Option(
        "--fail-on",
        metavar="fail|warn",
        help="Exit with 1 on such a finding. What could not be checked is none: that is said on stderr.",
    ),
]
_Format = Annotated[
    str, typer.Option("--format", metavar="text|json|nagios", help="nagios: one line, and its statuses.")
]
_Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="Only what is wrong or doubtful.")]
_MaxQueries = Annotated[
    int, typer.Option("--max-queries", min=1, max=10_000, metavar="N", help="Ask at most so much.")
]


@app.command()
def check(
    subject: _Subject,
    ip: _Ip = None,
    helo: _Helo = None,
    recipient: _Recipient = None,
    selector: _Selectors = None,
    platform: _Profile = None,
    nameserver: _Nameservers = None,
    offline: _Offline = False,
    as_json: _AsJson = False,
    fail_on: _FailOn = None,
    output: _Format = "text",
    quiet: _Quiet = False,
    max_queries: _MaxQueries = 100,
) -> None:
    """Look up what matters about a domain's mail: MX, SPF, DKIM, DMARC, PTR, blocklists; say what to change.

    Exit status: 0 done, 1 a finding as bad as --fail-on says, 2 wrong usage. That nothing could be checked is
    said on stderr; --format nagios has a status for it.

    With --format nagios: 0 all is well, 1 a warning, 2 something is wrong, 3 could not be checked.
    """
    from triage.checks import run_checks
    from triage.checks.about import facts_about

    _refuse_unknown(fail_on, output)
    try:
        facts = facts_about(subject, ip=ip, helo=helo, recipient=recipient, selectors=selector or ())
        profile, tools = _world(platform, nameserver or [], offline)
    except ValueError as error:
        refuse(f"mailtriage check: {error}")
    at = tools.clock.now()
    findings = run_checks(facts, profile, tools, max_queries=max_queries)
    if output == "nagios":
        raise typer.Exit(_print_nagios(subject, findings))
    if as_json or output == "json":
        _print_json({"subject": subject, "platform": profile.name}, at, facts, findings)
    else:
        _print_text(facts, findings, quiet)
    if fail_on is not None:
        raise typer.Exit(_status(fail_on, findings))


def _status(fail_on: str, findings: tuple[Finding, ...]) -> int:
    """Silence is no finding, and no good news either: whoever reads the script's log is told."""
    if any(finding.status in _WORST[fail_on] for finding in findings):
        return 1
    if all(finding.status in _NOT_CHECKED for finding in findings):
        say_why("Nothing could be checked: nobody was asked, or nobody answered.")
    return 0


def _refuse_unknown(fail_on: str | None, output: str) -> None:
    if fail_on is not None and fail_on not in _WORST:
        refuse(f"mailtriage check: --fail-on is fail or warn, not {fail_on!r}")
    if output not in _FORMATS:
        refuse(f"mailtriage check: --format is text, json or nagios, not {output!r}")


def _world(platform: str | None, nameservers: list[str], offline: bool) -> tuple[Platform, Tools]:
    """The profile and whom to ask, from the options or else the settings. Raises ValueError."""
    from bot.backends import open_backends
    from bot.settings import SettingsError, load
    from bot.terminal.platform import DEFAULT
    from knowledge.library import KnowledgeError, load_library
    from triage.tools.clock import SystemClock
    from triage.tools.resolver import DnsResolver, OfflineResolver, parse_nameserver

    clock = SystemClock()
    try:
        loaded = load(os.environ, Path.cwd())
        if platform is None:
            platform = loaded.settings.platform if "platform" in loaded.origins else DEFAULT
        profile = load_library(loaded.settings.data).platform(platform)
        given = [parse_nameserver(text) for text in nameservers]
        accounts = None if offline else open_backends(loaded.settings, clock).accounts
    except (SettingsError, KnowledgeError) as error:
        raise ValueError(str(error)) from None
    known = [parse_nameserver(str(one)) for one in loaded.settings.nameservers]
    resolver = OfflineResolver() if offline else DnsResolver(given or known or None)
    return profile, _tools(resolver, clock, accounts)


def _tools(resolver: Resolver, clock: Clock, accounts: Accounts | None) -> Tools:
    from triage.tools.fetch import WebFetch
    from triage.tools.protocols import Tools

    policies = WebFetch(resolver, clock, deadline_s=_PAGE_WITHIN_S)
    return Tools(resolver=resolver, clock=clock, classifier=_NoWords(), accounts=accounts, policies=policies)


class _NoWords:
    """There are no words to judge when only the DNS is asked."""

    def read(self, text: str) -> WordsSay:
        from triage.tools.protocols import WordsSay

        return WordsSay({}, {})


def _print_nagios(subject: str, findings: tuple[Finding, ...]) -> int:
    """One line; the status to exit with."""
    from bot.terminal.nagios import nagios_line

    line, status = nagios_line(subject, findings)
    typer.echo(line)
    return status


def _print_json(about: dict[str, str], at: datetime, facts: Facts, findings: tuple[Finding, ...]) -> None:
    from triage.contract import findings_json

    known = {fact.name: fact.value for fact in facts.items}
    about = known | about | {"at": at.isoformat(timespec="seconds")}
    typer.echo(json.dumps(findings_json(about, findings), ensure_ascii=False))


def _print_text(facts: Facts, findings: tuple[Finding, ...], quiet: bool) -> None:
    from bot.terminal.findings import show

    doubtful = tuple(finding for finding in findings if finding.status in _DOUBTFUL)
    show(_heading(facts), doubtful if quiet else findings)


def _heading(facts: Facts) -> str:
    of = facts.get("sender") or facts.get("sender_domain") or ""
    parts = [of]
    if ip := facts.get("sending_ip"):
        parts.append(f"sent from {ip}")
    if recipient := facts.get("recipient") or facts.get("recipient_domain"):
        parts.append(f"to {recipient}")
    return ", ".join(parts)
