"""The main job by mail: a real bounce, forwarded to help@, becomes an answer in the thread of who asked."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.peers.servers.mailboxes import from_address, mailbox, send, words_of, written

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from tests.peers.servers.mail import MailServers
    from tests.peers.servers.service import RunningService

    Start = Callable[..., RunningService]

pytestmark = pytest.mark.peer("postfix", "dovecot")

PLATFORM = """\
extends = "oss"
name = "helptest"
mail_hosts = ["mx.help.test"]
domains = ["customer.test"]
help_addresses = ["{help}"]
"""


def desk_for(servers: MailServers, start: Start, folder: Path, help_address: str) -> RunningService:
    platform = folder / "platform.toml"
    platform.write_text(PLATFORM.format(help=help_address))
    return start(
        platform=platform,
        help_address=help_address,
        imap_url=servers.imap_url(help_address),
        smtp_url=servers.smtp_url,
    )


def pending(desk: RunningService, number: int, kind: str | None = None) -> dict[str, Any] | None:
    """What is suggested to an agent; `kind`: only that, where a case stands ready with a note beside it."""
    waiting = [item for item in desk.api(f"tickets/{number}")["suggestions"] if item["state"] == "pending"]
    return next((item for item in waiting if kind in (None, item["kind"])), None)


def accept_in_the_console(page: Page, desk: RunningService, subject: str) -> None:
    """As an agent does: the link that the service printed, the queue, the ticket, the button."""
    page.goto(desk.login_link())
    page.get_by_role("link", name=subject).first.click()
    page.get_by_role("button", name="Accept").click()


@pytest.mark.peer("chromium")
def test_a_forwarded_bounce_is_answered_in_its_thread(
    mail_servers: MailServers, start_service: Start, tmp_path: Path, browser_page: Page
) -> None:
    alice, help_address = "alice.baker@customer.test", "help@help.test"
    desk = desk_for(mail_servers, start_service, tmp_path, help_address)

    # Her mail to nobody is refused by the other side; the report of that lands in her mailbox.
    send(
        mail_servers,
        written(alice, "nobody@remote.test", "Invoice", "Here it is.", "<invoice@customer.test>"),
    )
    reports = desk.wait_for(
        lambda: from_address(mailbox(mail_servers, alice), "MAILER-DAEMON"), "the report in her mailbox"
    )

    # She forwards it, as an attachment.
    asked = written(
        alice, help_address, "My mail came back", "Hello, why did this come back?", "<asked@customer.test>"
    )
    asked["References"] = "<earlier@customer.test>"
    asked.add_attachment(reports[-1])
    send(mail_servers, asked)

    ticket = desk.wait_for(
        lambda: next((item for item in desk.tickets() if item["state"] == "triaged"), None),
        "a triaged ticket",
    )
    assert ticket["requester"] == alice
    assert ticket["route"] == "third_party_reject"
    assert ticket["action"] == "reply"
    page = desk.api(f"tickets/{ticket['number']}")
    nested = page["evidence"][0]["nested"][0]
    assert nested["kind"] == "ndr"
    assert nested["ndr"]["recipients"][0]["address"] == "nobody@remote.test"
    assert nested["ndr"]["recipients"][0]["reason"] == "no_such_user"

    # Nothing goes out unasked; an agent accepts in the console.
    assert from_address(mailbox(mail_servers, alice), help_address) == []
    assert pending(desk, ticket["number"]) is not None
    accept_in_the_console(browser_page, desk, "My mail came back")
    [answer] = desk.wait_for(
        lambda: from_address(mailbox(mail_servers, alice), help_address), "the answer in her mailbox"
    )
    assert answer["In-Reply-To"] == "<asked@customer.test>"
    assert answer["References"].split() == ["<earlier@customer.test>", "<asked@customer.test>"]
    assert answer["Subject"] == f"Re: My mail came back [#{ticket['number']}]"
    assert answer["Auto-Submitted"] is None
    assert "nobody@remote.test" in words_of(answer)

    # What she writes back belongs to the same ticket.
    again = written(alice, help_address, answer["Subject"], "And bob@remote.test?", "<again@customer.test>")
    again["In-Reply-To"] = answer["Message-ID"]
    send(mail_servers, again)
    ledger = desk.wait_for(
        lambda: ledger if (ledger := desk.api("ledger"))["appended"] == 1 else None, "her second mail"
    )
    assert ledger == {
        "seen": 2,
        "tickets": 1,
        "appended": 1,
        "duplicates": 0,
        "set_aside": 0,
        "quarantined": 0,
    }
    assert mailbox(mail_servers, help_address) == []


def test_a_bounce_of_our_own_answer_is_no_ticket(
    mail_servers: MailServers, start_service: Start, tmp_path: Path
) -> None:
    requester, help_address = "full@remote.test", "bounced@help.test"
    desk = desk_for(mail_servers, start_service, tmp_path, help_address)
    text = "Mail from supplier@partner.test of 2 March 2026, 09:15 UTC, never arrived. It is not in Junk."
    send(mail_servers, written(requester, help_address, "Missing mail", text, "<missing@remote.test>"))
    ticket = desk.wait_for(
        lambda: next((item for item in desk.tickets() if item["state"] == "triaged"), None),
        "a triaged ticket",
    )
    suggestion = pending(desk, ticket["number"], "reply")
    assert suggestion is not None
    desk.api(f"suggestions/{suggestion['id']}/accept", {"text": "Dear all, we have found it."})
    ledger = desk.wait_for(
        lambda: ledger if (ledger := desk.api("ledger"))["seen"] == 2 else None,
        "the report of our own answer",
    )
    ledger = desk.wait_for(
        lambda: ledger if (ledger := desk.api("ledger"))["set_aside"] == 1 else None, "it is set aside"
    )
    assert ledger["tickets"] == 1
    assert [item["number"] for item in desk.tickets()] == [ticket["number"]]
