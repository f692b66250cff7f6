"""The two modals of a card: edit a suggestion, say why it is dismissed."""

from __future__ import annotations

from typing import Any

from bot.slack.plain import cut, harmless, plain

TEXT_LIMIT = 3_000
REASONS = {
    "wrong": "It is wrong",
    "answered": "Answered elsewhere",
    "not_needed": "No answer is needed",
    "other": "Another reason",
}


def edit(ticket: int, suggestion: int, text: str) -> dict[str, Any]:
    """A modal with the suggestion's text to change; its submission is `edit`."""
    return {
        "type": "modal",
        "callback_id": "edit",
        "private_metadata": f"{ticket}:{suggestion}",
        "title": plain(f"Ticket {ticket}", 24),
        "submit": plain("Send", 24),
        "close": plain("Cancel", 24),
        "blocks": [
            {
                "type": "input",
                "block_id": "text",
                "label": plain("The answer, as the requester will read it"),
                "element": {
                    "type": "plain_text_input",
                    "action_id": "text",
                    "multiline": True,
                    "max_length": TEXT_LIMIT,
                    "initial_value": cut(harmless(text), TEXT_LIMIT),
                },
            }
        ],
    }


def dismiss(ticket: int, suggestion: int) -> dict[str, Any]:
    """A modal that asks why; its submission is `dismiss`."""
    options = [{"text": plain(words, 75), "value": value} for value, words in REASONS.items()]
    return {
        "type": "modal",
        "callback_id": "dismiss",
        "private_metadata": f"{ticket}:{suggestion}",
        "title": plain(f"Ticket {ticket}", 24),
        "submit": plain("Dismiss", 24),
        "close": plain("Cancel", 24),
        "blocks": [
            {
                "type": "input",
                "block_id": "reason",
                "label": plain("Why? mailtriage learns from it."),
                "element": {
                    "type": "static_select",
                    "action_id": "reason",
                    "options": options,
                    "initial_option": options[0],
                },
            }
        ],
    }
