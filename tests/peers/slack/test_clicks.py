"""An agent works on a card in the workspace's own page, with a real browser: buttons and modals."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.peers.servers.mail import MailServers
from tests.peers.servers.mailboxes import from_address, mailbox, send, written
from tests.peers.servers.slack import SUPPORT, Workspace
from tests.peers.slack.seen import Support, answers, card, post_bounce, words

pytestmark = [
    pytest.mark.peer("local-slack", "chromium"),
    pytest.mark.parametrize("support", ["events"], indirect=True),
]


def open_desk_channel(page: Page, workspace: Workspace, agent: str) -> None:
    page.goto(workspace.url)
    page.locator("select").first.select_option(label=agent)
    page.get_by_role("button", name="mail-desk").click()


def press_in_modal(page: Page, name: str) -> None:
    page.locator(".modal-foot").get_by_role("button", name=name).click()


def test_accept_is_clicked(support: Support, bounce: bytes, browser_page: Page) -> None:
    thread = post_bounce(support, bounce)
    support.desk.wait_for(lambda: card(support.workspace), "the card")
    open_desk_channel(browser_page, support.workspace, "Bob Baker")
    browser_page.get_by_role("button", name="Accept").click()
    support.desk.wait_for(lambda: answers(support.workspace, thread), "the answer in the thread")
    expect(browser_page.get_by_text("bob accepted the suggestion")).to_be_visible()
    expect(browser_page.get_by_role("button", name="Accept")).to_have_count(0)


def test_an_edited_answer_goes_out_as_edited(support: Support, bounce: bytes, browser_page: Page) -> None:
    thread = post_bounce(support, bounce)
    support.desk.wait_for(lambda: card(support.workspace), "the card")
    open_desk_channel(browser_page, support.workspace, "Carol Clark")
    browser_page.get_by_role("button", name="Edit").click()
    browser_page.locator(".modal input, .modal textarea, [role=dialog] input").last.fill(
        "Dear Alice, a typo."
    )
    press_in_modal(browser_page, "Send")
    [answer] = support.desk.wait_for(lambda: answers(support.workspace, thread), "the answer in the thread")
    assert answer["blocks"][0]["text"]["text"] == "Dear Alice, a typo."
    expect(browser_page.get_by_text("carol edited the suggestion")).to_be_visible()


def test_dismissing_asks_why_and_answers_nobody(support: Support, bounce: bytes, browser_page: Page) -> None:
    post_bounce(support, bounce)
    support.desk.wait_for(lambda: card(support.workspace), "the card")
    open_desk_channel(browser_page, support.workspace, "Bob Baker")
    browser_page.get_by_role("button", name="Dismiss").click()
    press_in_modal(browser_page, "Dismiss")
    expect(browser_page.get_by_text("bob dismissed the suggestion")).to_be_visible()
    assert [m for m in support.workspace.messages(SUPPORT) if m.get("thread_ts")] == []


@pytest.mark.peer("postfix", "dovecot")
def test_a_real_bounce_is_posted_and_answered(
    support: Support, mail_servers: MailServers, browser_page: Page
) -> None:
    """The whole way: refused by a second Postfix, fetched from the mailbox, posted as a file, accepted."""
    alice = "alice.slack@customer.test"
    send(mail_servers, written(alice, "nobody@remote.test", "Invoice", "Here.", "<slack@customer.test>"))
    [report] = support.desk.wait_for(
        lambda: from_address(mailbox(mail_servers, alice), "MAILER-DAEMON"), "the report in her mailbox"
    )
    thread = post_bounce(support, report.as_bytes())
    support.desk.wait_for(lambda: card(support.workspace), "the card")
    open_desk_channel(browser_page, support.workspace, "Bob Baker")
    browser_page.get_by_role("button", name="Accept").click()
    [answer] = support.desk.wait_for(lambda: answers(support.workspace, thread), "the answer in the thread")
    assert "nobody@remote.test" in words(answer)
    assert support.desk.tickets()[0]["route"] == "third_party_reject"
