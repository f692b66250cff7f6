"""The card of a ticket in the agents' channel: blocks and nothing else.

What strangers wrote stands in `plain_text` only. A card fits Slack's limits by being cut, with the way to
the console as its last line.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from bot.slack.blocks import Block, actions, button, context, divider, header, link, section, select
from bot.slack.plain import cut, one_line, plain
from bot.slack.said import KIND_WORDS, ROUTE_WORDS, STATE_WORDS, STATUS_WORDS
from triage.percent import percent_words

MOST_FINDINGS = 3
MOST_LOG = 4
TEXT_LIMIT = 2_900


@dataclass(frozen=True)
class CardSuggestion:
    id: int
    kind: str
    text: str


@dataclass(frozen=True)
class Card:
    """All that a card shows, already chosen; `findings` as (status, summary), worst first."""

    number: int
    subject: str
    requester: str
    state: str
    route: str | None
    confidence: float | None
    problem: str | None
    urgent: bool
    verdict: str
    findings: Sequence[tuple[str, str]]
    missing: Sequence[str]
    suggestion: CardSuggestion | None
    log: Sequence[str]
    """Who did what, oldest first."""
    assignee: str | None
    url: str | None
    incident: str = ""
    """The incident that the ticket is part of, in one line."""
    incident_url: str | None = None
    marks: Sequence[str] = ()
    """What is odd about whoever wrote, in words."""
    now: Sequence[str] = ()
    """How it stands, beside the state: with whom, until when, what could not be sent."""
    buttons: Mapping[str, str] = field(default_factory=dict)
    """Of `bot.slack.more`: name -> label."""
    menu: Mapping[str, str] = field(default_factory=dict)
    turn: str = ""
    """Differs each time that the card is shown: a menu then forgets what was picked last."""


def blocks(card: Card) -> list[Block]:
    """The card as Block Kit blocks (at most 50, 3,000 characters each)."""
    parts: list[Block] = [_head(card), _facts(card)]
    parts += [context(line) for line in card.now[:4]]
    if card.incident:
        parts.append(section(one_line(card.incident, 500), link("The incident", card.incident_url)))
    parts += [context(f"⚠ {mark}") for mark in card.marks[:4]]
    if card.verdict:
        parts.append(section(one_line(card.verdict, 300)))
    findings = _findings(card.findings)
    if findings:
        parts.append(section("\n".join(findings)))
    if card.missing:
        parts.append(context("Still missing: " + ", ".join(word.replace("_", " ") for word in card.missing)))
    if card.suggestion is not None:
        parts += _suggestion(card.suggestion)
    parts.append(_buttons(card))
    parts += [context(line) for line in card.log[-MOST_LOG:]]
    return parts


def fallback(card: Card) -> str:
    """The one line that a notification shows; without anything that a stranger wrote."""
    urgent = "URGENT: " if card.urgent else ""
    return f"{urgent}ticket {card.number}: {STATE_WORDS.get(card.state, card.state)}"


def _head(card: Card) -> Block:
    urgent = "🚨 " if card.urgent else ""
    return header(f"{urgent}#{card.number} {card.subject}")


def _facts(card: Card) -> Block:
    sure = f" ({percent_words(card.confidence)} sure)" if card.confidence is not None else ""
    route = (ROUTE_WORDS.get(card.route, card.route) + sure) if card.route else "being read"
    problem = card.problem.replace("_", " ") if card.problem else "–"
    fields = {
        "From": one_line(card.requester, 200),
        "State": STATE_WORDS.get(card.state, card.state),
        "Route": route,
        "Problem": problem,
    }
    return {"type": "section", "fields": [plain(f"{name}: {value}", 2_000) for name, value in fields.items()]}


def _findings(found: Sequence[tuple[str, str]]) -> list[str]:
    """A line for each of the worst; the others are counted, and so is what could not be checked."""
    said = [f"{STATUS_WORDS[status]}: {summary}" for status, summary in found if status in STATUS_WORDS]
    lines = [one_line(line, 200) for line in said[:MOST_FINDINGS]]
    if len(said) > MOST_FINDINGS:
        lines.append(f"and {len(said) - MOST_FINDINGS} more")
    unknown = sum(status == "temperror" for status, _ in found)
    if unknown:
        lines.append(f"? {unknown} {'check' if unknown == 1 else 'checks'} got no answer")
    return lines


def _suggestion(suggestion: CardSuggestion) -> list[Block]:
    found = [
        divider(),
        context(KIND_WORDS.get(suggestion.kind, "Suggestion")),
        section(cut(suggestion.text, TEXT_LIMIT)),
    ]
    if len(suggestion.text) > TEXT_LIMIT:
        found.append(context("That is not all of it: the rest is in the console."))
    return found


def _buttons(card: Card) -> Block:
    number = str(card.number)
    elements: list[Block] = []
    if card.assignee is None and card.state not in ("solved", "closed", "set_aside"):
        elements.append(button("Take it", "take", number))
    if card.suggestion is not None:
        value = f"{number}:{card.suggestion.id}"
        elements.append(button("Accept", "accept", value, "primary"))
        elements.append(button("Edit", "edit", value))
        elements.append(button("Dismiss", "dismiss", value))
    elements += [button(label, f"do_{name}", f"{number}:{name}") for name, label in card.buttons.items()]
    if card.menu:
        words = {f"{number}:{name}": label for name, label in card.menu.items()}
        elements.append(select("more", words, "More"))
    console = link("Open in the console", card.url)
    if console is not None:
        elements.append(console)
    if not elements:
        return context("Nothing to decide here.")
    return actions(elements, f"do:{number}:{card.turn}" if card.turn else None)
