"""Handing mail over to real Postfix."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.desk.types import DeliveryOutcome
from bot.mail.send import Parcel, hand_over, try_login
from bot.setting_types import ServerUrl

if TYPE_CHECKING:
    from tests.peers.servers.mail import MailServers

pytestmark = pytest.mark.peer("postfix", "dovecot")

CONTENT = b"From: help@help.test\r\nSubject: answer\r\n\r\n.hello\r\n"


@pytest.mark.parametrize(
    ("to", "content", "outcome", "words"),
    [
        ("bob@remote.test", CONTENT, DeliveryOutcome.SENT, "queued as"),
        ("nobody@remote.test", CONTENT, DeliveryOutcome.FAILED, "5.1.1"),
        ("full@remote.test", CONTENT, DeliveryOutcome.FAILED, "5.2.2"),
        ("grey@remote.test", CONTENT, DeliveryOutcome.RETRY, "4.2.0"),
        ("bob@remote.test", CONTENT + b"x\r\n" * 10_000, DeliveryOutcome.FAILED, "552"),
        ("bob@remote.test", CONTENT.replace(b"answer", b"lottery"), DeliveryOutcome.FAILED, "spam"),
    ],
)
def test_outcome(
    mail_servers: MailServers, to: str, content: bytes, outcome: DeliveryOutcome, words: str
) -> None:
    url = ServerUrl("smtp", mail_servers.host, mail_servers.remote_smtp_port)
    delivery = hand_over(url, Parcel("help@help.test", to, content, "<1@help.test>"))
    assert delivery.outcome is outcome
    assert words in delivery.detail


@pytest.mark.parametrize(("password", "works"), [("secret", True), ("wrong", False)])
def test_login_within_tls(
    mail_servers: MailServers, monkeypatch: pytest.MonkeyPatch, password: str, works: bool
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(mail_servers.ca_file))
    url = ServerUrl("smtps", "localhost", mail_servers.submissions_port, "help@help.test", password)
    parcel = Parcel("help@help.test", "sent@customer.test", CONTENT, "<1@help.test>")
    assert hand_over(url, parcel).outcome is (DeliveryOutcome.SENT if works else DeliveryOutcome.RETRY)
    assert (try_login(url) is None) is works


def test_a_certificate_that_nobody_vouches_for_is_refused(mail_servers: MailServers) -> None:
    url = ServerUrl("smtps", "localhost", mail_servers.submissions_port, "help@help.test", "secret")
    delivery = hand_over(url, Parcel("help@help.test", "sent@customer.test", CONTENT, "<1@help.test>"))
    assert delivery.outcome is DeliveryOutcome.RETRY
    assert "certificate is not trusted" in delivery.detail
