"""An agent's day in the workspace's own page: the menu, notes, writing, the Home tab, an incident."""

from __future__ import annotations

import json
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.peers.servers.slack import ALICE, APP, BOB, CAROL, SUPPORT, TRIAGE
from tests.peers.slack.seen import Support, answers, button, card, post_bounce, press, whispers, words
from tests.peers.slack.test_clicks import open_desk_channel, press_in_modal

pytestmark = [pytest.mark.peer("local-slack", "chromium")]


def pick(page: Page, name: str) -> None:
    """From the menu of the last card."""
    page.locator(".bk-actions select").last.select_option(label=name)


def said(support: Support, what: str) -> None:
    """Until a card says so."""
    support.desk.wait_for(
        lambda: any(what in words(message) for message in support.workspace.messages(TRIAGE)), what
    )


def search_on_home(page: Page, words: str) -> None:
    """As Bob. The page draws no inputs on the Home tab, so its own connection is told what one would tell."""
    action = {
        "type": "plain_text_input",
        "action_id": "home_search",
        "block_id": "home_search",
        "value": words,
    }
    told = {"t": "block_action", "channel": "", "messageTs": "", "user": BOB, "action": action, "appId": APP}
    with page.expect_websocket() as connected:
        open_home(page, page.url, "Bob Baker")
    page.evaluate(
        "([url, told]) => { const own = new WebSocket(url); own.onopen = () => own.send(told); }",
        [connected.value.url, json.dumps(told)],
    )


def open_home(page: Page, url: str, person: str) -> None:
    """As this person, the app's Home tab."""
    page.goto(url)
    page.locator("select").first.select_option(label=person)
    page.locator(".sidebar").get_by_role("button", name="mailtriage").click()


def test_the_menu_is_worked_through(support: Support, bounce: bytes, browser_page: Page) -> None:
    thread = post_bounce(support, bounce)
    support.desk.wait_for(lambda: card(support.workspace), "the card")
    open_desk_channel(browser_page, support.workspace, "Bob Baker")
    pick(browser_page, "Snooze")
    browser_page.get_by_label("An hour").check()
    press_in_modal(browser_page, "Snooze")
    expect(browser_page.get_by_text("Snoozed until")).to_be_visible()
    pick(browser_page, "Bring it back now")
    expect(browser_page.get_by_text("bob brought it back")).to_be_visible()

    pick(browser_page, "Ask for details")
    browser_page.get_by_label("When exactly").check()
    press_in_modal(browser_page, "Make the request")
    expect(browser_page.get_by_text("Suggested request for what is missing")).to_be_visible()
    assert not answers(support.workspace, thread)

    browser_page.get_by_role("button", name="Write to requester").click()
    browser_page.locator(".modal input").first.fill("Dear Alice, we are on it.")
    press_in_modal(browser_page, "Send")
    [answer] = support.desk.wait_for(lambda: answers(support.workspace, thread), "the answer in the thread")
    assert "we are on it" in words(answer)
    expect(browser_page.get_by_text("bob wrote to the requester")).to_be_visible()


@pytest.mark.parametrize("support", ["events"], indirect=True)
def test_a_route_is_changed_and_a_mistake_is_said_in_the_modal(
    support: Support, bounce: bytes, browser_page: Page
) -> None:
    post_bounce(support, bounce)
    support.desk.wait_for(lambda: card(support.workspace), "the card")
    open_desk_channel(browser_page, support.workspace, "Carol Clark")
    pick(browser_page, "Change the route")
    browser_page.locator(".modal select").first.select_option(label="Ours to look at")
    press_in_modal(browser_page, "Change")
    expect(browser_page.locator(".modal-error")).to_contain_text("Say what it is")
    browser_page.locator(".modal select").last.select_option(label="Mail is late")
    press_in_modal(browser_page, "Change")
    expect(browser_page.get_by_text("carol changed the route")).to_be_visible()

    def decided() -> bool:
        [ticket] = support.desk.tickets()
        return (ticket["route"], ticket["problem"]) == ("real_issue", "delayed")

    support.desk.wait_for(decided, "the desk has thought again")


def test_a_note_under_the_card_stays_there(support: Support, bounce: bytes) -> None:
    thread = post_bounce(support, bounce)
    shown = support.desk.wait_for(lambda: card(support.workspace), "the card")
    support.workspace.control(
        "message", channel=TRIAGE, user=BOB, text="I know her, she is kind.", thread_ts=shown["ts"]
    )
    said(support, "bob left a note")
    [ticket] = support.desk.tickets()
    notes = [
        item["text"]
        for item in support.desk.api(f"tickets/{ticket['number']}")["messages"]
        if item["direction"] == "internal"
    ]
    assert notes == ["I know her, she is kind."]
    assert not answers(support.workspace, thread)


def test_the_home_tab_shows_an_agent_the_queue_and_alice_her_own(
    support: Support, bounce: bytes, browser_page: Page
) -> None:
    post_bounce(support, bounce)
    shown = support.desk.wait_for(lambda: card(support.workspace), "the card")
    press(support.workspace, BOB, shown, "take")
    said(support, "bob took it")
    open_home(browser_page, support.workspace.url, "Bob Baker")
    expect(browser_page.get_by_text("What needs you now")).to_be_visible()
    expect(browser_page.get_by_text("bob has it")).to_have_count(2)
    search_on_home(browser_page, "#1")
    expect(browser_page.get_by_text("Found for “#1”")).to_be_visible()
    browser_page.get_by_role("button", name="Clear the search").click()
    expect(browser_page.get_by_text("Found for")).to_have_count(0)
    browser_page.get_by_role("button", name="Ask the mail desk").click()
    expect(browser_page.locator(".modal")).to_be_visible()
    browser_page.locator(".modal-foot").get_by_role("button", name="Cancel").click()

    open_home(browser_page, support.workspace.url, "Alice Anderson")
    expect(browser_page.get_by_text("My questions")).to_be_visible()
    expect(browser_page.get_by_text("we are on it")).to_be_visible()
    expect(browser_page.get_by_text("The queue")).to_have_count(0)


def test_two_who_ask_the_same_are_one_incident_with_one_card(support: Support, bounce: bytes) -> None:
    for who, text in ((ALICE, "Is nobody there any more?"), (CAROL, "My mail came back, too")):
        support.workspace.upload(SUPPORT, who, text, [("Undelivered Mail.eml", bounce)])

    def incident() -> dict[str, Any] | None:
        shown = [item for item in support.workspace.messages(TRIAGE) if button(item, "incident_answer")]
        return shown[-1] if shown else None

    shown = support.desk.wait_for(incident, "the incident's card")
    assert "2 tickets of 2 people" in words(shown)
    press(support.workspace, ALICE, shown, "incident_close")
    support.desk.wait_for(lambda: whispers(support.workspace, ALICE), "Alice is told")
    press(support.workspace, BOB, shown, "incident_close")
    said(support, "bob said that it is over")
