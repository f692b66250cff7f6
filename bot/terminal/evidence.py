"""One message as a page for a person: what happened, to whom, who said no, why, who can fix it, its way.

Nothing is meant by colour alone; without a terminal the same page comes without colour.
"""

from __future__ import annotations

from collections.abc import Iterator

from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.rule import Rule
from rich.table import Table
from rich.text import Text

from bot.terminal import words
from triage.model import Evidence, ExplainedMessage, Hop, RecipientReport, SpamVerdict

_COLOURS = {"✗": "bold red", "…": "bold yellow", "✓": "bold green", "·": "bold"}
_BAR = 24
_MOST_TESTS = 12
_MOST_RECIPIENTS = 20


def print_page(console: Console, explained: ExplainedMessage, junk_from: float = 4.0) -> None:
    """The whole page of one message; when piped without the spaces that pad a line.

    `junk_from`: the spam level (SCL) from which on the platform files mail as junk.
    """
    if console.is_terminal:
        _print(console, explained, junk_from)
        return
    with console.capture() as captured:
        _print(console, explained, junk_from)
    for line in captured.get().splitlines():
        console.file.write(line.rstrip() + "\n")
    console.file.flush()


def _print(console: Console, explained: ExplainedMessage, junk_from: float) -> None:
    name = explained.path if not explained.index else f"{explained.path}  ({explained.index + 1})"
    console.print(Rule(Text(_shown(name), style="dim"), align="left", style="dim"))
    console.print(Padding(_page(explained.evidence, junk_from), (0, 0, 1, 1)))


def _page(evidence: Evidence, junk_from: float) -> RenderableType:
    return Group(*_sections(evidence, junk_from))


def _sections(evidence: Evidence, junk_from: float) -> Iterator[RenderableType]:
    mark, title = words.headline(evidence)
    yield Text.assemble((mark, _COLOURS[mark]), " ", (title, _COLOURS[mark]))
    if evidence.ndr is not None:
        for recipient in evidence.ndr.recipients[:_MOST_RECIPIENTS]:
            yield Padding(_recipient(recipient), (0, 0, 1, 2))
        left = len(evidence.ndr.recipients) - _MOST_RECIPIENTS
        if left > 0:
            yield Text(f"  … and {left} more", style="dim")
        yield from _titled("The mail it is about", _original(evidence))
    head = _head(evidence)
    if head is not None and evidence.kind != "unreadable":
        yield from _titled("The report itself" if evidence.ndr else "", head)
    if evidence.hops:
        yield from _titled("The way it took", _way(evidence.hops))
    yield from _titled("Spam", _spam(evidence.spam, junk_from))
    yield from _titled("Checks when it came in", _authentication(evidence))
    if evidence.sender.suspicious and evidence.sender.why:
        yield from _titled("! Suspicious sender", Text(_shown(evidence.sender.why)))
    for nested in () if evidence.ndr else evidence.nested:
        mark, title = words.headline(nested)
        yield from _titled(
            f"With it: {title[:1].lower()}{title[1:]}", Padding(_page(nested, junk_from), (0, 0, 0, 2))
        )
    if evidence.problems:
        title = "Why" if evidence.kind == "unreadable" else "Mind"
        yield from _titled(title, Group(*(Text(f"- {_shown(problem)}") for problem in evidence.problems)))


def _titled(title: str, body: RenderableType | None) -> Iterator[RenderableType]:
    if body is None:
        return
    if title:
        yield Text(title, style="bold")
    yield Padding(body, (0, 0, 1, 2))


def _pairs() -> Table:
    table = Table.grid(padding=(0, 2))
    table.add_column(style="dim", no_wrap=True, min_width=9)
    table.add_column(overflow="fold")
    return table


def _recipient(recipient: RecipientReport) -> RenderableType:
    table = _pairs()
    table.add_row("to", Text(_shown(recipient.address), style="bold"))
    if recipient.action in ("failed", "delayed"):
        table.add_row("why", Text(words.reason_words(recipient.reason)))
        table.add_row("said by", Text(_shown(words.who_said_no(recipient))))
        table.add_row("fixed by", Text(words.who_can_fix(recipient), style="bold"))
    if code := words.codes(recipient):
        table.add_row("code", Text(code))
    because = recipient.evidence or recipient.diagnostic
    if because:
        table.add_row("because", Text(f"“{_shown(because)}”", style="italic"))
    if recipient.spam_score_url:
        table.add_row("score", Text(_shown(recipient.spam_score_url)))
    return table


def _original(evidence: Evidence) -> RenderableType | None:
    if evidence.ndr is None:
        return None
    original = evidence.ndr.original
    table = _pairs()
    for name, value in (
        ("subject", original.subject),
        ("from", original.from_),
        ("to", ", ".join(original.to[:5])),
        ("date", words.moment(original.date) if original.date else None),
    ):
        if value:
            table.add_row(name, Text(_shown(value)))
    return table if table.row_count else None


def _head(evidence: Evidence) -> RenderableType | None:
    message = evidence.message
    table = _pairs()
    name = evidence.from_name if evidence.from_name != message.from_ else None
    address = f"<{message.from_}>" if name and message.from_ else message.from_
    author = " ".join(filter(None, (name, address)))
    more = f" and {len(message.to) - 5} more" if len(message.to) > 5 else ""
    for name, value in (
        ("subject", message.subject),
        ("from", author),
        ("to", ", ".join(message.to[:5]) + more),
        ("date", words.moment(message.date) if message.date else None),
        ("returns to", "nobody (an automatic mail)" if message.return_path == "" else message.return_path),
    ):
        if value:
            table.add_row(name, Text(_shown(value)))
    if evidence.list_marks.is_bulk:
        leave = evidence.list_marks.unsubscribe
        table.add_row("list", Text("sent to many" + (f"; leave it by {_shown(leave)}" if leave else "")))
    return table if table.row_count else None


def _way(hops: tuple[Hop, ...]) -> RenderableType:
    table = Table.grid(padding=(0, 2))
    table.add_column(style="dim", justify="right")
    table.add_column(overflow="fold")
    table.add_column(overflow="fold", style="dim", max_width=12)
    table.add_column(no_wrap=True, justify="right")
    for number, hop in enumerate(hops, start=1):
        came = " ".join(filter(None, (hop.from_, f"[{hop.ip}]" if hop.ip else None)))
        line = (
            f"{came} → {hop.by}"
            if came and hop.by
            else f"→ {hop.by}"
            if hop.by
            else came or "within a server"
        )
        if hop.delay_s is not None:
            when = words.delay(hop.delay_s)
        else:
            when = hop.at.strftime("%d %b %Y %H:%M %z") if hop.at else ""
        slow = "bold yellow" if (hop.delay_s or 0) >= 300 else ""
        table.add_row(str(number), Text(_shown(line)), Text(_shown(hop.with_ or "")), Text(when, style=slow))
    return table


def _spam(spam: SpamVerdict, junk_from: float) -> RenderableType | None:
    lines: list[RenderableType] = []
    if spam.allowlisted:
        lines.append(Text("The sender is on the organisation's allow list: no test was run."))
    if spam.score is not None:
        lines.append(_score(spam))
    elif spam.flag is not None:
        lines.append(Text("The filter calls it spam." if spam.flag else "The filter does not call it spam."))
    if spam.scl is not None:
        filed = "files it as junk" if spam.scl >= junk_from else "leaves it in the inbox"
        why = (
            ", though the filter did not call it spam" if spam.flag is False and spam.scl >= junk_from else ""
        )
        lines.append(
            Text(f"Exchange sees level {spam.scl} (SCL) and {filed}: Junk begins at {junk_from:g}{why}.")
        )
    if spam.tests:
        lines.append(_tests(spam))
    return Group(*lines) if lines else None


def _score(spam: SpamVerdict) -> Text:
    score = spam.score or 0.0
    limit = spam.required or 5.0
    filled = max(0, min(_BAR, round(_BAR * score / (2 * limit))))
    text = Text(f"{score:g} points")
    if spam.required is not None:
        text.append(f", spam from {spam.required:g} on")
    text.append({True: ": spam  ", False: ": not spam  ", None: "  "}[spam.flag])
    text.append("█" * filled, style="red" if spam.flag else "green")
    text.append("░" * (_BAR - filled), style="dim")
    return text


def _tests(spam: SpamVerdict) -> RenderableType:
    table = Table.grid(padding=(0, 2))
    table.add_column(justify="right", no_wrap=True)
    table.add_column(no_wrap=True)
    table.add_column(overflow="fold", style="dim")
    ranked = sorted(spam.tests, key=lambda test: -abs(test.score or 0))
    for test in ranked[:_MOST_TESTS]:
        points = f"{test.score:+g}" if test.score is not None else ""
        table.add_row(points, _shown(test.name), test.meaning or "")
    if len(ranked) > _MOST_TESTS:
        table.add_row("", Text(f"… and {len(ranked) - _MOST_TESTS} more", style="dim"), "")
    return table


def _authentication(evidence: Evidence) -> RenderableType | None:
    shown = evidence.authentication
    results = [
        f"{name} {result}"
        for name, result in (
            ("SPF", shown.spf),
            ("DKIM", shown.dkim),
            ("DMARC", shown.dmarc),
            ("ARC", shown.arc),
        )
        if result
    ]
    if shown.dkim == "pass" and shown.dkim_aligned is False:
        results.append("(the signature is not by the author's domain)")
    if not results and not shown.sending_ip:
        return None
    table = _pairs()
    if results:
        table.add_row("results", Text("  ".join(results)))
    if shown.sending_ip:
        table.add_row("sent from", Text(shown.sending_ip))
    if shown.source:
        table.add_row("says", Text(_shown(shown.source[:300]), style="dim"))
    return table


def _shown(text: str) -> str:
    """A stranger's text without what would steer a terminal."""
    return "".join(char if char.isprintable() else " " for char in text)
