from __future__ import annotations

from typing import Any

import pytest

from bot.slack.cards import Card, CardSuggestion, blocks, fallback

PLAIN = Card(
    number=7,
    subject="My mail came back",
    requester="Alice <alice@customer.test>",
    state="triaged",
    route="third_party_reject",
    confidence=0.97,
    problem=None,
    urgent=False,
    verdict="mx.remote.test has no mailbox nobody@remote.test.",
    findings=[("pass", "SPF passes"), ("fail", "DKIM key is gone"), ("temperror", "MX could not be checked")],
    missing=(),
    suggestion=CardSuggestion(12, "reply", "Hello Alice"),
    log=["Bob took it"],
    assignee=None,
    url="https://desk.example.org/tickets/7",
)


def texts(made: Any) -> list[str]:
    """Every text object's words, and a failure for any that is not plain."""
    if isinstance(made, list):
        return [text for item in made for text in texts(item)]
    if isinstance(made, dict):
        if made.get("type") == "mrkdwn":
            raise AssertionError(made)
        if made.get("type") == "plain_text":
            return [str(made["text"])]
        return [text for item in made.values() for text in texts(item)]
    return []


def buttons(card: Card) -> list[str]:
    return [
        element["action_id"]
        for block in blocks(card)
        if block["type"] == "actions"
        for element in block["elements"]
    ]


def test_a_card_says_what_matters() -> None:
    said = "\n".join(texts(blocks(PLAIN)))
    for words in (
        "#7 My mail came back",
        "Another provider said no (97% sure)",
        "no mailbox",
        "DKIM key is gone",
    ):
        assert words in said
    assert "1 check got no answer" in said
    assert "SPF passes" not in said


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, ["take", "accept", "edit", "dismiss", "open"]),
        ({"assignee": "Bob"}, ["accept", "edit", "dismiss", "open"]),
        ({"suggestion": None}, ["take", "open"]),
        ({"suggestion": None, "state": "solved"}, ["open"]),
        ({"suggestion": None, "state": "solved", "url": None}, []),
    ],
)
def test_buttons_are_those_that_can_be_pressed(changes: dict[str, Any], expected: list[str]) -> None:
    assert buttons(Card(**{**PLAIN.__dict__, **changes})) == expected


def test_a_card_of_monsters_fits_slack() -> None:
    long = "<!channel> *bold* " * 2_000
    card = Card(
        **{
            **PLAIN.__dict__,
            "subject": long,
            "requester": long,
            "verdict": long,
            "findings": [("fail", long)] * 80,
            "suggestion": CardSuggestion(1, "reply", long),
            "log": [long] * 60,
            "missing": ["occurred_at"],
        }
    )
    made = blocks(card)
    assert len(made) <= 50
    assert all(len(text) <= 3_000 for text in texts(made))
    assert "<" not in fallback(card)
