"""The card of a ticket in the agents' channel: blocks and nothing else.

What strangers wrote stands in `plain_text` only. A card fits Slack's limits by being cut, with the way to
the console as its last line.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bot.slack.plain import cut, one_line, plain

Block = dict[str, Any]

ROUTE_WORDS: Mapping[str, str] = {
    "junk_expected": "Spam that is in Junk already",
    "newsletter": "Newsletter",
    "third_party_reject": "Another provider said no",
    "real_issue": "Ours to look at",
    "not_a_ticket": "Not a request",
}
STATE_WORDS: Mapping[str, str] = {
    "new": "being read",
    "triaged": "needs a decision",
    "waiting": "waiting for the requester",
    "escalated": "escalated",
    "solved": "solved",
    "closed": "closed",
    "set_aside": "set aside",
}
KIND_WORDS: Mapping[str, str] = {
    "reply": "Suggested reply",
    "ask": "Suggested request for what is missing",
    "escalate": "Suggested escalation",
}
STATUS_WORDS: Mapping[str, str] = {
    "fail": "✗ fail",
    "permerror": "✗ broken",
    "warn": "! look",
}


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
    marks: Sequence[str] = ()
    """What is odd about whoever wrote, in words."""


def blocks(card: Card) -> list[Block]:
    """The card as Block Kit blocks (at most 50, 3,000 characters each)."""
    parts: list[Block] = [_head(card), _facts(card)]
    if card.incident:
        parts.append(_context(card.incident))
    parts += [_context(f"⚠ {mark}") for mark in card.marks[:4]]
    if card.verdict:
        parts.append({"type": "section", "text": plain(cut(card.verdict, 600))})
    findings = _findings(card.findings)
    if findings:
        parts.append({"type": "section", "text": plain("\n".join(findings))})
    if card.missing:
        parts.append(_context("Still missing: " + ", ".join(word.replace("_", " ") for word in card.missing)))
    if card.suggestion is not None:
        parts += _suggestion(card.suggestion)
    parts.append(_buttons(card))
    for line in card.log[-4:]:
        parts.append(_context(line))
    return parts


def fallback(card: Card) -> str:
    """The one line that a notification shows; without anything that a stranger wrote."""
    urgent = "URGENT: " if card.urgent else ""
    return f"{urgent}ticket {card.number}: {STATE_WORDS.get(card.state, card.state)}"


def _head(card: Card) -> Block:
    urgent = "🚨 " if card.urgent else ""
    return {"type": "header", "text": plain(one_line(f"{urgent}#{card.number} {card.subject}", 150), 150)}


def _facts(card: Card) -> Block:
    sure = f" ({card.confidence:.0%} sure)" if card.confidence is not None else ""
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
    """A line for each of the worst; what could not be checked is counted in one."""
    said = [f"{STATUS_WORDS[status]}: {summary}" for status, summary in found if status in STATUS_WORDS]
    lines = [one_line(line, 200) for line in said[:5]]
    unknown = sum(status == "temperror" for status, _ in found)
    if unknown:
        lines.append(f"? {unknown} {'check' if unknown == 1 else 'checks'} got no answer")
    return lines


def _suggestion(suggestion: CardSuggestion) -> list[Block]:
    return [
        {"type": "divider"},
        _context(KIND_WORDS.get(suggestion.kind, "Suggestion")),
        {"type": "section", "text": plain(cut(suggestion.text, 2_900))},
    ]


def _buttons(card: Card) -> Block:
    elements: list[Block] = []
    if card.assignee is None and card.state not in ("solved", "closed", "set_aside"):
        elements.append(_button("Take it", "take", str(card.number)))
    if card.suggestion is not None:
        value = f"{card.number}:{card.suggestion.id}"
        elements.append(_button("Accept", "accept", value, "primary"))
        elements.append(_button("Edit", "edit", value))
        elements.append(_button("Dismiss", "dismiss", value))
    if card.url:
        elements.append(
            {"type": "button", "action_id": "open", "text": plain("Open in the console"), "url": card.url}
        )
    return {"type": "actions", "elements": elements} if elements else _context("Nothing to decide here.")


def _button(label: str, action: str, value: str, style: str | None = None) -> Block:
    button: Block = {"type": "button", "action_id": action, "text": plain(label), "value": value}
    return {**button, "style": style} if style else button


def _context(text: str) -> Block:
    return {"type": "context", "elements": [plain(one_line(text, 500))]}
