"""What can be seen and done in the workspace from outside."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from tests.peers.servers.service import RunningService
from tests.peers.servers.slack import ALICE, BOT, SUPPORT, TRIAGE, Workspace


@dataclass(frozen=True)
class Support:
    """The desk and the workspace that it works in."""

    desk: RunningService
    workspace: Workspace


def card(workspace: Workspace) -> dict[str, Any] | None:
    """The last card with buttons in the agents' channel."""
    found = [message for message in workspace.messages(TRIAGE) if button(message, "accept")]
    return found[-1] if found else None


def button(message: dict[str, Any], action: str) -> dict[str, Any] | None:
    for block in message.get("blocks") or ():
        for element in block.get("elements") or ():
            if element.get("action_id") == action:
                return {**element, "block_id": block.get("block_id")}
    return None


def words(message: dict[str, Any]) -> str:
    """All text that a message shows."""
    return "\n".join(str(text) for text in _texts(message.get("blocks") or []))


def _texts(item: Any) -> list[str]:
    if isinstance(item, list):
        return [text for part in item for text in _texts(part)]
    if isinstance(item, dict):
        here = [item["text"]] if isinstance(item.get("text"), str) else []
        return here + [text for part in item.values() for text in _texts(part)]
    return []


def press(workspace: Workspace, user: str, message: dict[str, Any], action: str) -> None:
    pressed = button(message, action)
    assert pressed is not None, action
    workspace.control("interact", channel=TRIAGE, messageTs=message["ts"], user=user, action=pressed)


def answers(workspace: Workspace, thread: str) -> list[dict[str, Any]]:
    """What the app wrote in a thread of the support channel."""
    return [
        message
        for message in workspace.messages(SUPPORT)
        if message.get("thread_ts") == thread
        and message.get("user") == BOT
        and not message.get("ephemeral_to")
    ]


def whispers(workspace: Workspace, user: str) -> list[str]:
    """What only this person was told in the agents' channel."""
    return [str(m.get("text")) for m in workspace.messages(TRIAGE) if m.get("ephemeral_to") == user]


def post_bounce(support: Support, bounce: bytes) -> str:
    posted = support.workspace.upload(
        SUPPORT, ALICE, "My mail came back, what is wrong?", [("Undelivered Mail.eml", bounce)]
    )
    return str(posted["message"]["ts"])
