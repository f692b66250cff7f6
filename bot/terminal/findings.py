"""Findings for a person at a terminal: what is wrong first, then what to change."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Console
from rich.markup import escape
from rich.text import Text

from knowledge.vocabulary import Status, WhoCanFix
from triage.model import Finding

_ORDER = (
    Status.FAIL,
    Status.PERMERROR,
    Status.WARN,
    Status.TEMPERROR,
    Status.NEUTRAL,
    Status.SKIPPED,
    Status.PASS,
)
_LOOK = {
    Status.FAIL: ("wrong", "bold red"),
    Status.PERMERROR: ("broken", "bold red"),
    Status.WARN: ("mind", "yellow"),
    Status.TEMPERROR: ("unknown", "magenta"),
    Status.NEUTRAL: ("note", "cyan"),
    Status.SKIPPED: ("skipped", "dim"),
    Status.PASS: ("good", "green"),
}
_WHO = {
    WhoCanFix.SENDER: "the sender's side",
    WhoCanFix.RECIPIENT: "the recipient's side",
    WhoCanFix.PLATFORM: "the platform",
    WhoCanFix.THIRD_PARTY: "another provider",
    WhoCanFix.NOBODY: "nobody: it is being retried",
}
_INDENT = " " * 9


def show(heading: str, findings: Sequence[Finding], console: Console | None = None) -> None:
    """Print them; plain where the output is not a terminal, records never broken over lines there."""
    console = console or Console(highlight=False)
    if not console.is_terminal:
        console = Console(file=console.file, highlight=False, soft_wrap=True, width=10_000)
    console.print(f"[bold]{escape(heading)}[/bold]")
    for group in _with_the_same_advice(findings):
        _one(console, group)
    console.print(_summary(findings))


def _with_the_same_advice(findings: Sequence[Finding]) -> list[list[Finding]]:
    """The worst first; those that one step mends stand together, so that it is said once."""
    groups: dict[tuple[Status, str, WhoCanFix | None], list[Finding]] = {}
    alone: list[list[Finding]] = []
    for finding in findings:
        if finding.advice:
            groups.setdefault((finding.status, finding.advice, finding.who_can_fix), []).append(finding)
        else:
            alone.append([finding])
    return sorted([*groups.values(), *alone], key=lambda group: _ORDER.index(group[0].status))


def _one(console: Console, group: list[Finding]) -> None:
    word, style = _LOOK[group[0].status]
    for finding in group:
        line = Text(f"{word:<9}", style=style)
        line.append(finding.summary, style="default")
        line.append(f"  [{finding.code}]", style="dim")
        console.print(line, soft_wrap=True)
    first = group[0]
    if first.advice:
        console.print(Text(f"{_INDENT}→ {first.advice}"), soft_wrap=True)
    if first.who_can_fix is not None:
        console.print(Text(f"{_INDENT}can be mended by {_WHO[first.who_can_fix]}", style="dim"))
    if first.status is Status.TEMPERROR:
        return  # its source would say once more that there was no answer
    for source in dict.fromkeys(finding.source for finding in group if finding.source):
        console.print(Text(f"{_INDENT}{source}", style="dim"), soft_wrap=True)


def _summary(findings: Sequence[Finding]) -> str:
    if not findings:
        return "Nothing could be checked with what was given."
    counts = [(word, sum(one.status is status for one in findings)) for status, (word, _) in _LOOK.items()]
    return ", ".join(f"{count} {word}" for word, count in counts if count)
