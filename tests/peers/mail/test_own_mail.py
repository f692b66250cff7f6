"""The desk's own mail between real servers: a report comes back, a mail to itself goes round."""

from __future__ import annotations

import urllib.request
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest

from tests.peers.servers.mailboxes import mailbox, send, written

if TYPE_CHECKING:
    from tests.peers.servers.mail import MailServers
    from tests.peers.servers.service import RunningService

    Start = Callable[..., RunningService]

pytestmark = pytest.mark.peer("postfix", "dovecot")

HELP = "own@help.test"
QUESTION = """\
Hello,

my mail to bob@example.com came back, with this:

<bob@example.com>: host mx.example.com[192.0.2.7] said: 550 5.1.1 <bob@example.com>: Recipient address
    rejected: User unknown (in reply to RCPT TO command)

What can I do?
"""
PLATFORM = f'extends = "oss"\nname = "owntest"\nmail_hosts = ["mx.help.test"]\nhelp_addresses = ["{HELP}"]\n'


@pytest.fixture
def desk(mail_servers: MailServers, start_service: Start, tmp_path: Any) -> RunningService:
    platform = tmp_path / "platform.toml"
    platform.write_text(PLATFORM)
    return start_service(
        platform=platform,
        help_address=HELP,
        imap_url=mail_servers.imap_url(HELP),
        smtp_url=mail_servers.smtp_url,
        self_test="true",
    )


def test_there_and_back(mail_servers: MailServers, desk: RunningService) -> None:
    """The mail to itself first: it has come round when the ledger has it."""
    desk.wait_for(lambda: desk.api("ledger")["set_aside"] == 1, "the mail to itself")
    assert desk.tickets() == []
    with urllib.request.urlopen(f"{desk.url}/metrics", timeout=30) as answer:
        metrics = answer.read().decode()
    assert "mailtriage_self_test_late 0.0" in metrics
    assert "mailtriage_self_test_seconds" in metrics

    # Somebody whose server refuses our answer.
    question = written("full@remote.test", HELP, "It came back", QUESTION, "<full@remote.test>")
    send(mail_servers, question)
    number = desk.wait_for(desk.tickets, "a ticket")[0]["number"]

    def pending() -> Any:
        found = desk.api(f"tickets/{number}")
        return next((item for item in found["suggestions"] if item["kind"] == "reply"), None)

    suggestion = desk.wait_for(pending, "a suggestion")
    desk.api(f"suggestions/{suggestion['id']}/accept", {"text": "Hello,\n\nplease try again."})

    def note() -> Any:
        found = desk.api(f"tickets/{number}")["messages"]
        return next((item for item in found if item["direction"] == "internal"), None)

    said = desk.wait_for(note, "the report on the ticket")["text"]
    assert said.startswith("Your message to full@remote.test did not arrive: mailbox full.")
    assert "552 5.2.2" in said
    sums = desk.api("ledger")
    assert (sums["tickets"], sums["set_aside"]) == (1, 2)
    assert mailbox(mail_servers, HELP) == []
