"""The demo, whole: every sample comes in over LMTP, and one request for details goes out by itself."""

from __future__ import annotations

import re
import smtplib
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.request import urlopen

import pytest

from bot.demo.run import Demo, free, running
from bot.demo.samples import samples
from bot.setting_types import Listen
from bot.settings.groups.web import WebSettings
from bot.store.queries.ledger import ledger
from bot.store.queries.ticket_list import TicketFilter, list_tickets

PATIENCE_S = 60.0


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demo]:
    web, lmtp = (free(Listen("127.0.0.1", 0)) for _ in range(2))
    with running(tmp_path_factory.mktemp("demo"), web, lmtp) as here:
        yield here


def wait_for(true: Callable[[], bool], what: str) -> None:
    end = time.monotonic() + PATIENCE_S
    while not true():
        assert time.monotonic() < end, f"not in {PATIENCE_S:.0f} s: {what}"
        time.sleep(0.02)


def settled(demo: Demo) -> bool:
    """Nothing is in work, and every ticket has been thought about."""
    with demo.desk.store.read() as connection:
        new = list_tickets(connection, TicketFilter(states=("new",)), 1)
    return ledger(demo.desk.store).in_work == 0 and not new


def test_a_dozen_tickets_of_every_route_come_in(demo: Demo) -> None:
    assert demo.feed() == len(list(samples(demo.desk.now())))
    wait_for(lambda: settled(demo), "all is filed and decided")
    with demo.desk.store.read() as connection:
        rows = list_tickets(connection, TicketFilter(), 100)
    tickets = [row for row in rows if row.state != "set_aside"]
    assert len(tickets) == 12
    assert {row.route for row in tickets} == {
        "junk_expected",
        "newsletter",
        "third_party_reject",
        "real_issue",
    }
    assert ledger(demo.desk.store).set_aside == 2


def test_a_request_for_details_has_gone_out_by_itself(demo: Demo) -> None:
    wait_for(lambda: bool(demo.mailbox.mails()), "an automatic request")
    mail = demo.mailbox.mails()[-1]
    assert mail.automatic
    assert mail.sender == ""


@pytest.mark.parametrize("protocol", [smtplib.SMTP, smtplib.LMTP])
def test_a_mail_from_any_mail_program_becomes_a_ticket(demo: Demo, protocol: type[smtplib.SMTP]) -> None:
    before = ledger(demo.desk.store).tickets
    raw = (
        "From: You <you@example.org>\r\nTo: help@example-hosting.test\r\n"
        f"Subject: A test by {protocol.__name__}\r\n"
        f"Message-ID: <{protocol.__name__}@example.org>\r\n\r\nMy colleague's mail never came.\r\n"
    )
    with protocol(demo.lmtp.host, demo.lmtp.port) as client:
        client.sendmail("you@example.org", ["help@example-hosting.test"], raw.encode())
    wait_for(lambda: ledger(demo.desk.store).tickets == before + 1, "the ticket")


def test_the_request_leads_to_the_form_page(demo: Demo) -> None:
    wait_for(lambda: bool(demo.mailbox.mails()), "an automatic request")
    link = re.search(rf"{re.escape(demo.url)}/d/[a-z2-7]+", demo.mailbox.mails()[-1].text)
    assert link is not None
    with urlopen(link[0]) as page:
        assert b"A few details, please" in page.read()
    with urlopen(f"{demo.url}/demo/mailbox") as page:
        assert f'<a href="{link[0]}"' in page.read().decode()


def test_whoever_publishes_the_demo_has_a_token_of_its_own(tmp_path: Path) -> None:
    web, lmtp = (free(Listen("127.0.0.1", 0)) for _ in range(2))
    with running(tmp_path, web, lmtp, web_url="https://demo.example.org/") as here:
        assert here.link == "https://demo.example.org"
        assert here.api_token not in ("", "demo")
        assert here.desk.settings.of(WebSettings).web_url == here.link
