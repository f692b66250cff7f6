"""Mail that comes while the service and the mailbox server are killed: none is lost, none is doubled."""

from __future__ import annotations

import imaplib
import signal
import smtplib
from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.peers.servers.mail import MailServers
    from tests.peers.servers.service import RunningService

pytestmark = pytest.mark.peer("postfix", "dovecot")

MAILS = 40
WORKERS = 2
HELP = "killed@help.test"


def send(servers: MailServers, first: int, count: int) -> None:
    with smtplib.SMTP(servers.host, servers.smtp_port) as client:
        for number in range(first, first + count):
            sender = f"user{number}@customer.test"
            head = f"From: {sender}\r\nSubject: mail {number}\r\nMessage-ID: <k{number}@customer.test>\r\n"
            client.sendmail(sender, [HELP], f"{head}\r\nMy mail came back, number {number}.\r\n")


def test_kills_lose_nothing(mail_servers: MailServers, start_service: Callable[..., RunningService]) -> None:
    desk = start_service(
        help_address=HELP,
        imap_url=mail_servers.imap_url(HELP),
        smtp_url=mail_servers.smtp_url,
        platform="oss",
        autonomy="suggest",
        workers=WORKERS,
    )
    half = MAILS // 2
    send(mail_servers, 0, half)
    desk.wait_for(lambda: desk.api("ledger")["seen"] >= 3, "the first mails")
    desk.stop(signal.SIGKILL)
    send(mail_servers, half, MAILS - half)
    desk.start()
    desk.wait_for(lambda: desk.api("ledger")["seen"] >= half + 3, "mails after the first kill")
    mail_servers.dovecot.stop(signal.SIGKILL)
    mail_servers.dovecot.start()
    desk.wait_for(lambda: waiting(mail_servers) == 0, "the mailbox is empty")
    assert desk.api("ledger")["seen"] == MAILS
    # What a killed worker had in hand is free again only when its lease has run out.
    filed = desk.wait_for(
        lambda: found if (found := sum_of(desk.api("ledger"))) >= MAILS - WORKERS else None, "mails are filed"
    )
    subjects = [item["subject"] for item in desk.api("tickets?limit=100")["tickets"]]
    assert len(set(subjects)) == len(subjects) >= filed
    assert set(subjects) <= {f"mail {number}" for number in range(MAILS)}


def waiting(servers: MailServers) -> int:
    with imaplib.IMAP4(servers.host, servers.imap_port) as client:
        client.login(HELP, servers.password)
        return int(client.select("INBOX", readonly=True)[1][0] or 0)


def sum_of(ledger: dict[str, int]) -> int:
    """What has been decided, whatever it is."""
    return sum(ledger.values()) - ledger["seen"]
