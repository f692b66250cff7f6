"""The modals of a card: edit a suggestion, say why it is dismissed, answer a whole incident."""

from __future__ import annotations

from bot.slack.blocks import Block, field, modal, radio, select, text_input
from bot.slack.said import count_of
from bot.store.queries.incidents import IncidentLine

REASONS = {
    "wrong": "It is wrong",
    "answered": "Answered elsewhere",
    "not_needed": "No answer is needed",
    "other": "Another reason",
}
THEN = {"waiting": "Wait for their answers", "solved": "They are solved"}


def edit(ticket: int, suggestion: int, text: str) -> Block:
    """A modal with the suggestion's text to change; its submission is `edit`."""
    blocks = [field("text", "The answer, as the requester will read it", text_input("text", text))]
    return modal("edit", f"Ticket {ticket}", blocks, submit="Send", about=f"{ticket}:{suggestion}")


def dismiss(ticket: int, suggestion: int) -> Block:
    """A modal that asks why; its submission is `dismiss`."""
    why = select("reason", REASONS, "Choose", next(iter(REASONS)))
    blocks = [field("reason", "Why? mailtriage learns from it.", why)]
    return modal("dismiss", f"Ticket {ticket}", blocks, submit="Dismiss", about=f"{ticket}:{suggestion}")


def answer_all(incident: IncidentLine, mark: str) -> Block:
    """One answer to everybody; its submission is `incident_answer`."""
    people = count_of(incident.people, "person", "people")
    blocks = [
        field("text", f"To {people}, each on their own ticket", text_input("text")),
        field("then", "And then", radio("then", THEN, "waiting"), optional=True),
    ]
    about = f"{incident.id}:{mark}"
    return modal("incident_answer", f"Incident {incident.id}", blocks, submit="Send to all", about=about)
