"""Alice posts her bounce in the support channel; an agent decides in Slack; the answer is in Alice's thread."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from bot.demo.samples import samples
from tests.peers.servers.serve import wait_for
from tests.peers.servers.slack import ALICE, BOB, BOT, CAROL, SUPPORT, TRIAGE, Workspace
from tests.peers.slack.conftest import Support

pytestmark = pytest.mark.peer("local-slack")


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


def test_a_posted_bounce_is_answered_in_its_thread(support: Support, bounce: bytes) -> None:
    thread = post_bounce(support, bounce)
    shown = wait_for("the card", lambda: card(support.workspace))
    assert "nobody@remote.test" in words(shown)
    assert "Another provider said no" in words(shown)

    press(support.workspace, BOB, shown, "accept")
    wait_for("the answer in the thread", lambda: answers(support.workspace, thread))
    wait_for(
        "the card says who did it", lambda: "bob accepted" in words(support.workspace.messages(TRIAGE)[-1])
    )

    [answer] = answers(support.workspace, thread)
    assert "nobody@remote.test" in words(answer)
    [ticket] = support.desk.tickets()
    assert (ticket["route"], ticket["state"], ticket["channel"]) == ("third_party_reject", "solved", "slack")


def test_two_agents_press_at_once_and_one_answer_goes_out(support: Support, bounce: bytes) -> None:
    thread = post_bounce(support, bounce)
    shown = wait_for("the card", lambda: card(support.workspace))
    press(support.workspace, BOB, shown, "accept")
    press(support.workspace, CAROL, shown, "accept")
    told = wait_for(
        "the later one is told", lambda: whispers(support.workspace, CAROL) + whispers(support.workspace, BOB)
    )
    assert "was first" in told[0]
    wait_for("the answer", lambda: answers(support.workspace, thread))
    wait_for("it is solved", lambda: support.desk.tickets()[0]["state"] == "solved" or None)
    assert len(answers(support.workspace, thread)) == 1


def test_who_is_no_agent_may_not_press(support: Support, bounce: bytes) -> None:
    thread = post_bounce(support, bounce)
    shown = wait_for("the card", lambda: card(support.workspace))
    press(support.workspace, ALICE, shown, "accept")
    told = wait_for("Alice is told", lambda: whispers(support.workspace, ALICE))
    assert "Only members of the triage channel" in told[0]
    assert not answers(support.workspace, thread)
    assert support.desk.tickets()[0]["state"] == "triaged"


def test_a_bounce_pasted_as_text_is_read_too(support: Support) -> None:
    text = (
        "Hi, I got this:\n<nobody@remote.test>: host mx.remote.test[198.51.100.7] said: 550 5.1.1\n"
        "    <nobody@remote.test>: Recipient address rejected: User unknown in virtual\n"
        "    mailbox table (in reply to RCPT TO command)"
    )
    support.workspace.control("message", channel=SUPPORT, user=ALICE, text=text)
    shown = wait_for("the card", lambda: card(support.workspace))
    assert "nobody@remote.test" in words(shown)


def test_a_reaction_makes_a_ticket_of_a_message_once(support: Support) -> None:
    posted = support.workspace.control(
        "message", channel=TRIAGE, user=BOB, text="Carl's mail is missing since 9"
    )
    ts = posted["message"]["ts"]
    for name in ("ticket", "admission_tickets"):
        support.workspace.control("reaction", channel=TRIAGE, ts=ts, user=CAROL, name=name)
    wait_for("the ticket", lambda: support.desk.tickets())
    ledger = wait_for("nothing in work", lambda: _settled(support))
    assert (ledger["seen"], ledger["tickets"]) == (1, 1)


def _settled(support: Support) -> dict[str, int] | None:
    ledger: dict[str, int] = support.desk.api("ledger")
    return (
        ledger if ledger["seen"] == sum(count for name, count in ledger.items() if name != "seen") else None
    )


@pytest.fixture
def bounce() -> bytes:
    """A bounce of a mail to nobody@remote.test, as the platform's Postfix writes it."""
    raw = next(sample.raw for sample in samples(datetime.now(UTC)) if sample.name.startswith("01-"))
    start = raw.index(b"Return-Path: <>")
    inner = raw[start : raw.rindex(b"\r\n--=_A1--")]
    return (
        inner.replace(b"orders@flour-mill.test", b"nobody@remote.test")
        .replace(b"flour-mill.test", b"remote.test")
        .replace(b"bakery.test", b"customer.test")
        .replace(b"out1.example-hosting.test", b"mx.help.test")
    )
