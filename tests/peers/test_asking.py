"""Asking for what is missing: by mail with a link, filled in in a browser, read as part of the ticket."""

from __future__ import annotations

import http.client
import json
import re
import smtplib
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import pytest

from tests.peers.servers.mailboxes import from_address, mailbox, words_of

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

    from tests.peers.servers.mail import MailServers
    from tests.peers.servers.service import RunningService

    Start = Callable[..., RunningService]

ALICE, HELP = "alice.asking@customer.test", "help@help.test"
PLATFORM = """\
extends = "oss"
name = "helptest"
mail_hosts = ["mx.help.test"]
domains = ["customer.test"]
help_addresses = ["help@help.test"]
"""
ASKED = f"""\
Authentication-Results: mx.help.test; dmarc=pass header.from=customer.test; spf=pass
Received: from mail.customer.test (mail.customer.test [192.0.2.4]) by mx.help.test with ESMTPS;
 Mon, 02 Mar 2026 09:00:01 +0100
From: Alice Baker <{ALICE}>
To: {HELP}
Subject: A mail never reached me
Message-ID: <asked@customer.test>
Date: Mon, 02 Mar 2026 09:00:00 +0100
X-Mailer: Microsoft Outlook 16.0

Hello, a mail that I am waiting for never arrived. Please help me to find it.
""".replace("\n", "\r\n")
PICTURE = b"\x89PNG\r\n\x1a\n" + bytes(64)
LINK = re.compile(r"http://desk\.help\.test/d/[a-z2-7]{32}")


def desk_for(start: Start, folder: Path, **settings: object) -> RunningService:
    platform = folder / "platform.toml"
    platform.write_text(PLATFORM)
    return start(platform=platform, help_address=HELP, web_url="http://desk.help.test", **settings)


def asked(desk: RunningService) -> str:
    """Where the page is, once the desk has written its request (and nothing has gone out)."""
    with smtplib.LMTP("127.0.0.1", desk.lmtp_port) as lmtp:
        lmtp.sendmail(ALICE, [HELP], ASKED.encode())
    suggestion = desk.wait_for(
        lambda: next((item for item in suggestions(desk) if item["state"] == "pending"), None), "a request"
    )
    assert suggestion["kind"] == "ask"
    return here(desk, suggestion["text"])


def suggestions(desk: RunningService) -> list[dict[str, Any]]:
    return list(desk.api("tickets/1")["suggestions"]) if desk.tickets() else []


def here(desk: RunningService, text: str) -> str:
    """The link of a text, on the address that the service really listens on."""
    found = LINK.search(text)
    assert found is not None, text
    return desk.url + urlsplit(found[0]).path


@pytest.mark.peer("postfix", "dovecot", "chromium")
def test_from_the_mail_to_the_filled_in_page_to_the_case(
    mail_servers: MailServers, start_service: Start, tmp_path: Path, browser_page: Page
) -> None:
    desk = desk_for(start_service, tmp_path, smtp_url=mail_servers.smtp_url)
    with smtplib.LMTP("127.0.0.1", desk.lmtp_port) as lmtp:
        lmtp.sendmail(ALICE, [HELP], ASKED.encode())
    [request] = desk.wait_for(
        lambda: from_address(mailbox(mail_servers, ALICE), HELP), "the request in her mailbox"
    )
    assert request["Auto-Submitted"] == "auto-replied"
    said = words_of(request)

    page = browser_page
    page.goto(here(desk, said))
    page.get_by_label("When did it happen?").fill("1 March 2026, 14:05")
    page.get_by_label("Sender of the mail").fill("bob@partner.test")
    page.get_by_label("it is not there").check()
    page.get_by_label("Files").set_input_files(
        {"name": "../../inbox.png", "mimeType": "image/png", "buffer": PICTURE}
    )
    page.get_by_role("button", name="Send", exact=True).click()
    page.get_by_role("heading", name="Thank you, we have it").wait_for()

    ticket = desk.wait_for(
        lambda: next((item for item in desk.tickets() if item["action"] == "escalate"), None),
        "the complete case",
    )
    assert (ticket["missing"], ticket["state"]) == ([], "triaged")
    whole = desk.api("tickets/1")
    assert whole["messages"][-1]["channel"] == "form"
    escalation = next(item for item in whole["suggestions"] if item["state"] == "pending")
    assert "bob@partner.test" in escalation["text"]
    ledger = desk.api("ledger")
    assert (ledger["seen"], ledger["tickets"], ledger["appended"]) == (2, 1, 1)

    page.goto(desk.url + urlsplit(desk.login_link()).path)
    page.goto(f"{desk.url}/tickets/1")
    assert page.get_by_text("inbox.png", exact=True).is_visible()
    assert page.get_by_text("Sender, has come").is_visible()


@pytest.mark.peer("chromium")
def test_without_scripts_twice_and_closed(start_service: Start, tmp_path: Path, chromium: Browser) -> None:
    desk = desk_for(start_service, tmp_path, autonomy="suggest")
    link = asked(desk)
    context = chromium.new_context(java_script_enabled=False, viewport={"width": 360, "height": 700})
    page = context.new_page()
    for _ in range(2):
        page.goto(link)
        page.get_by_label("When did it happen?").fill("Monday around 2")
        page.get_by_role("button", name="Send", exact=True).click()
        assert page.get_by_text("exact hour and the time zone").is_visible()
    assert desk.wait_for(lambda: desk.api("ledger")["appended"], "the answer") == 1
    assert desk.api("ledger")["seen"] == 2
    assert context.cookies() == []
    page.goto(f"{desk.url}/d/{'a' * 32}")
    assert page.get_by_role("heading", name="This page has ended").is_visible()
    context.close()


@pytest.mark.peer("chromium", "axe")
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 1200])
def test_anybody_can_use_the_page(
    start_service: Start,
    tmp_path: Path,
    chromium: Browser,
    peer_program: dict[str, str],
    scheme: str,
    width: int,
) -> None:
    desk = desk_for(start_service, tmp_path, autonomy="suggest")
    link = asked(desk)
    axe = Path(peer_program["axe"]).read_text("utf-8")
    context = chromium.new_context(
        bypass_csp=True,
        color_scheme="dark" if scheme == "dark" else "light",
        viewport={"width": width, "height": 800},
    )
    page = context.new_page()
    for language in ("en", "de", "hu", "pl"):
        for path in (
            f"{link}?l={language}",
            f"{link}?l={language}&sent=1&still=sender&vague=sender",
            f"{link}x",
        ):
            page.goto(path)
            page.evaluate(axe)
            found = json.loads(page.evaluate("axe.run().then(found => JSON.stringify(found.violations))"))
            assert [(item["id"], item["nodes"][0]["html"]) for item in found] == []
            assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), path
    context.close()


def test_a_hundred_megabytes_are_refused_in_words_and_leave_it_working(
    start_service: Start, tmp_path: Path
) -> None:
    desk = desk_for(start_service, tmp_path, autonomy="suggest")
    link = urlsplit(asked(desk))
    head = b'--b\r\nContent-Disposition: form-data; name="files"; filename="big.eml"\r\n\r\n'
    chunk, count = b"x" * 1_000_000, 100

    def body() -> Any:
        yield head
        for _ in range(count):
            yield chunk
        yield b"\r\n--b--\r\n"

    size = len(head) + count * len(chunk) + len(b"\r\n--b--\r\n")
    connection = http.client.HTTPConnection(link.netloc, timeout=120)
    fields = {"Content-Type": "multipart/form-data; boundary=b", "Content-Length": str(size)}
    connection.request("POST", link.path, body(), fields)
    answer = connection.getresponse()
    said = answer.read().decode()
    connection.close()
    assert answer.status == 413
    assert "No more than 15" in said
    connection = http.client.HTTPConnection(link.netloc, timeout=60)
    connection.request("GET", link.path)
    assert connection.getresponse().status == 200
    connection.close()
    assert desk.api("ledger")["seen"] == 1
