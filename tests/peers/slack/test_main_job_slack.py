"""Alice posts her bounce in the support channel; an agent decides in Slack; her thread has the answer."""

from __future__ import annotations

import pytest

from tests.peers.servers.slack import ALICE, BOB, CAROL, SUPPORT, TRIAGE
from tests.peers.slack.seen import Support, answers, card, post_bounce, press, whispers, words

pytestmark = pytest.mark.peer("local-slack")


def test_a_posted_bounce_is_answered_in_its_thread(support: Support, bounce: bytes) -> None:
    thread = post_bounce(support, bounce)
    shown = support.desk.wait_for(lambda: card(support.workspace), "the card")
    assert "nobody@remote.test" in words(shown)
    assert "Another provider said no" in words(shown)

    press(support.workspace, BOB, shown, "accept")
    support.desk.wait_for(lambda: answers(support.workspace, thread), "the answer in the thread")
    support.desk.wait_for(
        lambda: "bob accepted" in words(support.workspace.messages(TRIAGE)[-1]), "the card says who did it"
    )

    [answer] = answers(support.workspace, thread)
    assert "nobody@remote.test" in words(answer)
    [ticket] = support.desk.tickets()
    assert (ticket["route"], ticket["state"], ticket["channel"]) == ("third_party_reject", "solved", "slack")


def test_two_agents_press_at_once_and_one_answer_goes_out(support: Support, bounce: bytes) -> None:
    thread = post_bounce(support, bounce)
    shown = support.desk.wait_for(lambda: card(support.workspace), "the card")
    press(support.workspace, BOB, shown, "accept")
    press(support.workspace, CAROL, shown, "accept")
    told = support.desk.wait_for(
        lambda: whispers(support.workspace, CAROL) + whispers(support.workspace, BOB), "the later one is told"
    )
    assert "was first" in told[0]
    support.desk.wait_for(lambda: answers(support.workspace, thread), "the answer")
    support.desk.wait_for(lambda: support.desk.tickets()[0]["state"] == "solved", "it is solved")
    assert len(answers(support.workspace, thread)) == 1


def test_who_is_no_agent_may_not_press(support: Support, bounce: bytes) -> None:
    thread = post_bounce(support, bounce)
    shown = support.desk.wait_for(lambda: card(support.workspace), "the card")
    press(support.workspace, ALICE, shown, "accept")
    told = support.desk.wait_for(lambda: whispers(support.workspace, ALICE), "Alice is told")
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
    shown = support.desk.wait_for(lambda: card(support.workspace), "the card")
    assert "nobody@remote.test" in words(shown)


def test_a_reaction_makes_a_ticket_of_a_message_once(support: Support) -> None:
    posted = support.workspace.control(
        "message", channel=TRIAGE, user=BOB, text="Carl's mail is missing since 9"
    )
    ts = posted["message"]["ts"]
    for name in ("ticket", "admission_tickets"):
        support.workspace.control("reaction", channel=TRIAGE, ts=ts, user=CAROL, name=name)
    support.desk.wait_for(lambda: support.desk.tickets(), "the ticket")
    ledger = support.desk.wait_for(lambda: _settled(support), "nothing in work")
    assert (ledger["seen"], ledger["tickets"]) == (1, 1)


def _settled(support: Support) -> dict[str, int] | None:
    ledger: dict[str, int] = support.desk.api("ledger")
    return (
        ledger if ledger["seen"] == sum(count for name, count in ledger.items() if name != "seen") else None
    )
