"""Requesters in the workspace: pieces, edits, a talk with the app, and modals clicked in a real browser."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.peers.servers.slack import ALICE, BOB, BOT, SUPPORT, Workspace
from tests.peers.slack.seen import Support, answers, button, card, post_bounce, words

pytestmark = pytest.mark.peer("local-slack")
COMPLAINT = (
    "Hello, a client says that she wrote to me and I never got her mail. It is not in Junk, I looked there. "
    "Can you find out where it is?"
)


def settled(support: Support) -> dict[str, int] | None:
    ledger: dict[str, int] = support.desk.api("ledger")
    return (
        ledger if ledger["seen"] == sum(count for name, count in ledger.items() if name != "seen") else None
    )


def say(support: Support, text: str, thread: str | None = None, channel: str = SUPPORT) -> str:
    posted = support.workspace.control("message", channel=channel, user=ALICE, text=text, thread_ts=thread)
    return str(posted["message"]["ts"])


def request_in(workspace: Workspace, thread: str) -> dict[str, Any] | None:
    """The message that asks for details, with its button."""
    return next((message for message in answers(workspace, thread) if button(message, "fill_in")), None)


def direct(workspace: Workspace) -> str:
    """Alice's direct messages with the app."""
    state = workspace._json("/_control/state")
    return next(
        str(item["id"]) for item in state["channels"] if item.get("is_im") and ALICE in item["members"]
    )


def guide_says(workspace: Workspace, channel: str) -> list[dict[str, Any]]:
    return [message for message in workspace.messages(channel) if message.get("user") == BOT]


def test_pieces_edits_and_others_words_are_one_ticket_and_a_deletion_ends_it(support: Support) -> None:
    thread = say(support, "My mail to ann@remote.test came back")
    second = say(support, "It said that the mailbox is full")
    support.workspace.control("message", channel=SUPPORT, user=BOB, text="I look at it", thread_ts=second)
    support.desk.wait_for(lambda: support.desk.tickets(), "the ticket")
    ledger = support.desk.wait_for(lambda: settled(support) if len(support.desk.tickets()) else None, "filed")
    assert (ledger["tickets"], ledger["appended"]) == (1, 2)

    changed = "My mail to bea@remote.test came back"
    support.workspace.control("edit-message", channel=SUPPORT, ts=thread, user=ALICE, text=changed)
    support.desk.wait_for(
        lambda: changed in [message["text"] for message in support.desk.api("tickets/1")["messages"]],
        "the edit",
    )
    for ts in (thread, second):
        support.workspace.control("delete-message", channel=SUPPORT, ts=ts, user=ALICE)
    ledger = support.desk.wait_for(
        lambda: found if (found := settled(support)) and found["seen"] == 6 else None, "all is filed"
    )
    assert ledger["quarantined"] == 0


def test_an_agents_own_answer_in_the_thread_retires_the_draft(support: Support, bounce: bytes) -> None:
    thread = post_bounce(support, bounce)
    support.desk.wait_for(lambda: card(support.workspace), "the card")
    support.workspace.control(
        "message", channel=SUPPORT, user=BOB, text="Write to info@ instead.", thread_ts=thread
    )
    support.desk.wait_for(lambda: support.desk.tickets()[0]["state"] == "waiting", "it waits for Alice")
    states = [item["state"] for item in support.desk.api("tickets/1")["suggestions"]]
    assert states == ["superseded"]


def test_a_direct_message_is_guided_to_a_ticket_and_answered_there(support: Support, bounce: bytes) -> None:
    support.workspace.control("message", channel=ALICE, user=ALICE, text="My mail came back")
    channel = support.desk.wait_for(lambda: direct(support.workspace), "the talk")
    support.desk.wait_for(lambda: guide_says(support.workspace, channel), "the first question")
    support.workspace.upload(channel, ALICE, "here it is", [("Undelivered.eml", bounce)])
    shown = support.desk.wait_for(
        lambda: found if len(found := guide_says(support.workspace, channel)) > 1 else None,
        "what it understood",
    )
    assert "nobody@remote.test" in words(shown[-1])
    pressed = button(shown[-1], "guide_send")
    support.workspace.control(
        "interact", channel=channel, messageTs=shown[-1]["ts"], user=ALICE, action=pressed
    )
    support.desk.wait_for(lambda: support.desk.tickets(), "the ticket")
    ledger = support.desk.wait_for(lambda: settled(support), "nothing in work")
    assert (ledger["tickets"], ledger["appended"]) == (1, 1)
    assert support.desk.api("tickets/1")["messages"][0]["text"].strip() == "My mail came back"
    support.desk.wait_for(lambda: support.desk.tickets()[0]["state"] != "new", "it is thought about")


@pytest.mark.peer("chromium")
@pytest.mark.parametrize("support", ["events", "socket"], indirect=True)
def test_missing_details_are_filled_in_in_the_page(support: Support, browser_page: Page) -> None:
    thread = say(support, COMPLAINT)
    support.desk.wait_for(lambda: request_in(support.workspace, thread), "the request")
    browser_page.goto(support.workspace.url)
    browser_page.locator("select").first.select_option(label="Alice Anderson")
    browser_page.get_by_role("button", name="mail-help").click()
    open_thread(browser_page)
    browser_page.get_by_role("button", name="Fill in the details").first.click()
    modal = browser_page.locator(".modal")
    expect(modal).to_be_visible()
    field(modal, "When did it happen?").fill("this morning")
    press_in_modal(browser_page, "Send")
    expect(modal.get_by_text("the exact hour").first).to_be_visible()
    field(modal, "When did it happen?").fill("20 November 2026, 09:05 CET")
    field(modal, "Sender of the mail").fill("bea@remote.test")
    press_in_modal(browser_page, "Send")
    support.desk.wait_for(
        lambda: len(support.desk.api("tickets/1")["messages"]) > 2 or None,
        "what she filled in is on the ticket",
    )
    told = [
        message["text"]
        for message in support.desk.api("tickets/1")["messages"]
        if message["direction"] == "in"
    ]
    assert "bea@remote.test" in told[-1]
    assert "09:05" in told[-1]


def open_thread(page: Page) -> None:
    """Where the page keeps answers behind a link, follow it."""
    if page.get_by_role("button", name="Fill in the details").count() == 0:
        page.locator("text=/repl/i").first.click()


def field(modal: Locator, label: str) -> Locator:
    return modal.locator(".bk-input", has_text=label).locator("input, textarea").first


def press_in_modal(page: Page, name: str) -> None:
    page.locator(".modal-foot").get_by_role("button", name=name).click()
