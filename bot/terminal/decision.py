"""A decision for a person at a terminal: what it is, why, what is missing, what would go out."""

from __future__ import annotations

from rich.console import Console
from rich.text import Text

from knowledge.vocabulary import Action, Status
from triage.model import Decision
from triage.percent import percent_words

_ACTIONS = {
    Action.REPLY: "answer",
    Action.ASK: "ask for what is missing",
    Action.ESCALATE: "hand on to the platform's support",
    Action.HOLD: "leave it to a person",
    Action.IGNORE: "set it aside",
}
_TOLD = (Status.FAIL, Status.PERMERROR, Status.WARN, Status.TEMPERROR)


def print_decision(console: Console, path: str, decision: Decision) -> None:
    """Print one decision; what strangers wrote goes out without its control characters."""
    kind = (decision.problem or decision.route).value.replace("_", " ")
    urgent = ", urgently" if decision.urgent else ""
    console.print(Text(_clean(path), style="bold"))
    console.print(Text(f"  {kind}: {_ACTIONS[decision.action]}{urgent}", style="bold cyan"))
    console.print(Text(f"  {_sure(decision)}"))
    _section(console, "why", decision.reasons)
    _section(console, "known", tuple(f"{name}: {_joined(value)}" for name, value in decision.details.items()))
    _section(console, "missing", tuple(name.replace("_", " ") for name in decision.missing))
    told = [finding for finding in decision.findings if finding.status in _TOLD]
    _section(console, "checks", tuple(f"{finding.status}: {finding.summary}" for finding in told))
    commands = [finding.data.get("command") for finding in decision.findings]
    _section(console, "to paste", tuple(str(command) for command in dict.fromkeys(commands) if command))
    if decision.reply is not None:
        console.print(Text("  would write", style="dim"))
        _indented(console, f"{decision.reply.subject}\n\n{decision.reply.text}")
    if decision.dossier is not None:
        console.print(Text("  would hand on", style="dim"))
        _indented(console, decision.dossier)
    console.print()


def _sure(decision: Decision) -> str:
    sure = "sure enough to act" if decision.confident else "not sure enough to act"
    return f"{decision.route.value.replace('_', ' ')}, {percent_words(decision.confidence)}: {sure}"


def _section(console: Console, title: str, lines: tuple[str, ...]) -> None:
    if not lines:
        return
    console.print(Text(f"  {title}", style="dim"))
    for line in lines:
        _indented(console, line)


def _indented(console: Console, text: str) -> None:
    for line in _clean(text).rstrip().split("\n"):
        for part in Text(line).wrap(console, max(20, console.width - 4)):
            part.rstrip()
            console.print(Text("    ").append(part) if part else Text())


def _joined(value: str | tuple[str, ...]) -> str:
    return value if isinstance(value, str) else ", ".join(value)


def _clean(text: str) -> str:
    return "".join(char for char in text if char == "\n" or char.isprintable())
