"""Every way in which handing a message over can end."""

from __future__ import annotations

import socket
from collections.abc import Callable
from typing import Any

import pytest

from bot.desk.types import DeliveryOutcome
from bot.mail.send import Parcel, hand_over, sendable, try_login
from bot.setting_types import ServerUrl

PARCEL = Parcel(
    "help@help.test", "alice@customer.test", b"Subject: hi\r\n\r\n.dots\r\n..more\r\n", "<1@help.test>"
)

SENT, RETRY = DeliveryOutcome.SENT, DeliveryOutcome.RETRY
FAILED, UNKNOWN = DeliveryOutcome.FAILED, DeliveryOutcome.UNKNOWN


@pytest.mark.parametrize(
    ("script", "outcome", "words"),
    [
        ({}, SENT, "kept as 1"),
        ({"replies": {"CONNECT": "421 4.3.2 busy"}}, RETRY, "busy"),
        ({"replies": {"CONNECT": "554 5.7.1 not you"}}, RETRY, "not you"),
        ({"replies": {"MAIL": "451 4.3.0 later"}}, RETRY, "the sender was refused: 451"),
        ({"replies": {"MAIL": "553 5.1.8 bad sender"}}, FAILED, "the sender was refused: 553"),
        ({"replies": {"MAIL": "530 5.7.0 log in first"}}, RETRY, "log in first"),
        ({"replies": {"RCPT": "450 4.2.0 greylisted"}}, RETRY, "the recipient was refused: 450"),
        ({"replies": {"RCPT": "550 5.1.1 nobody here"}}, FAILED, "nobody here"),
        ({"replies": {"DATA": "451 4.3.0 later"}}, RETRY, "the message was refused: 451"),
        ({"replies": {"DATA": "554 5.6.0 no"}}, FAILED, "the message was refused: 554"),
        ({"replies": {".": "452 4.3.1 full"}}, RETRY, "full"),
        ({"replies": {".": "550 5.7.1 spam"}}, FAILED, "spam"),
        ({"hang_up_at": "CONNECT"}, RETRY, "cannot connect"),
        ({"hang_up_at": "EHLO"}, RETRY, "broke"),
        ({"hang_up_at": "MAIL"}, RETRY, "broke"),
        ({"hang_up_at": "RCPT"}, RETRY, "broke"),
        ({"hang_up_at": "DATA"}, RETRY, "broke"),
        ({"hang_up_at": "."}, UNKNOWN, "after the message was handed over"),
        ({"hang_up_at": "QUIT"}, SENT, "kept as 1"),
    ],
)
def test_outcome(
    scripted: Callable[..., Any], script: dict[str, Any], outcome: DeliveryOutcome, words: str
) -> None:
    delivery = hand_over(scripted(**script).url, PARCEL)
    assert delivery.outcome is outcome
    assert words in delivery.detail


def test_the_message_arrives_as_it_is(scripted: Callable[..., Any]) -> None:
    server = scripted()
    delivery = hand_over(server.url, PARCEL)
    assert server.content == PARCEL.content
    assert delivery.ref == "<1@help.test>"
    assert "MAIL FROM:<help@help.test>" in server.commands[1].replace("mail ", "MAIL ")


def test_automatic_mail_has_the_null_sender(scripted: Callable[..., Any]) -> None:
    server = scripted()
    hand_over(server.url, Parcel("", "alice@customer.test", b"\r\n", "<1@help.test>"))
    assert server.commands[1].upper().startswith("MAIL FROM:<>")


def test_nobody_listens() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    delivery = hand_over(ServerUrl("smtp", "127.0.0.1", port), PARCEL)
    assert delivery.outcome is RETRY
    assert "cannot connect" in delivery.detail


@pytest.mark.parametrize(
    ("offers", "outcome"),
    [(("SMTPUTF8", "8BITMIME"), SENT), (("8BITMIME",), FAILED)],
)
def test_a_local_part_beyond_ascii_needs_smtputf8(
    scripted: Callable[..., Any], offers: tuple[str, ...], outcome: DeliveryOutcome
) -> None:
    parcel = Parcel("help@help.test", "jörg@customer.test", b"\r\n", "<1@help.test>")
    delivery = hand_over(scripted(offers=offers).url, parcel)
    assert delivery.outcome is outcome


def test_a_refused_login_waits_for_a_person(scripted: Callable[..., Any]) -> None:
    server = scripted(replies={"AUTH": "535 5.7.8 wrong password"}, offers=("AUTH PLAIN",))
    url = ServerUrl("smtp", server.url.host, server.url.port, "help", "not-the-password")
    delivery = hand_over(url, PARCEL)
    assert delivery.outcome is RETRY
    assert delivery.retry_after_s is not None
    assert "the login was refused" in delivery.detail
    assert "not-the-password" not in delivery.detail
    assert "wrong password" in (try_login(url) or "")


def test_a_login_that_works_is_no_trouble(scripted: Callable[..., Any]) -> None:
    server = scripted(replies={"AUTH": "235 2.7.0 welcome"}, offers=("AUTH PLAIN",))
    assert try_login(ServerUrl("smtp", server.url.host, server.url.port, "help", "secret")) is None


@pytest.mark.parametrize(
    ("address", "sent_to"),
    [
        ("alice@Customer.TEST", "alice@customer.test"),
        ("alice@bücher.test", "alice@xn--bcher-kva.test"),
        ("jörg@customer.test", "jörg@customer.test"),
        ("alice@customer.test\r\nRCPT TO:<eve@evil.test>", None),
        ("alice@customer.test>\r\nDATA", None),
        ("alice", None),
        ("", None),
        ("a b@customer.test", None),
        ("alice@customer.test, eve@evil.test", None),
    ],
)
def test_sendable(address: str, sent_to: str | None) -> None:
    assert sendable(address) == sent_to
