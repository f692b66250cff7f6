"""The mail channel with a real desk: handed in by SMTP, filed, answered by SMTP."""

from __future__ import annotations

import smtplib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from email import message_from_bytes, policy
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from bot.desk.accept import accept
from bot.desk.message_id import make_message_id
from bot.desk.types import DeliveryOutcome, Incoming, Outgoing, Source, StoredIntake
from bot.jobs.runner import drain
from bot.mail.channel import MailChannel, make
from bot.mail.read import Unreadable
from bot.mail.tokens import tagged
from bot.setting_types import Listen, read_server_url
from bot.store.queries.ledger import ledger
from knowledge.library import load_library
from tests.bot.mail.running import started
from tests.stand_ins import InProcess

if TYPE_CHECKING:
    from tests.bot.conftest import Bench

ALICE = "alice@customer.test"
AT = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


@contextmanager
def running(bench: Bench, **settings: object) -> Iterator[MailChannel]:
    bench.set(lmtp_listen=Listen("127.0.0.1", 0), **settings)
    bench.desk = replace(bench.desk, sandbox=InProcess())
    with started(bench.desk) as channel:
        yield channel


def hand_in(channel: MailChannel, text: str, to: str = "help@desk.test", sender: str = ALICE) -> None:
    assert channel.lmtp_port is not None
    with smtplib.SMTP("127.0.0.1", channel.lmtp_port) as client:
        client.sendmail(sender, [to], text.replace("\n", "\r\n").encode())


def mail(message_id: str, text: str = "It came back.", more: str = "", subject: str = "Help me") -> str:
    fields = f"From: Alice <{ALICE}>\nTo: help@desk.test\nSubject: {subject}\nMessage-ID: {message_id}\n"
    return f"{fields}Date: Mon, 2 Mar 2026 09:00:00 +0000\n{more}\n{text}\n"


def work(bench: Bench, channel: MailChannel) -> None:
    drain(bench.desk, {"mail": channel})


def test_a_mail_becomes_a_ticket_and_its_answer_a_reply(
    bench: Bench, anna: Any, scripted: Callable[..., Any]
) -> None:
    server = scripted()
    with running(bench, smtp_url=server.url) as channel:
        hand_in(channel, mail("<q1@customer.test>", more="References: <q0@customer.test>\n"))
        work(bench, channel)
        assert bench.view().line.requester == ALICE
        accept(bench.desk, bench.suggestion, anna)
        work(bench, channel)
        answer = message_from_bytes(server.content, policy=policy.default)
        assert answer["To"] == ALICE
        assert answer["From"] == "help@desk.test"
        assert answer["In-Reply-To"] == "<q1@customer.test>"
        assert answer["References"].split() == ["<q0@customer.test>", "<q1@customer.test>"]
        assert answer["Subject"] == "Re: Help me [#1]"
        assert bench.state() == "solved"
        # The answer is answered: by our Message-ID, then by nothing but the address tag.
        hand_in(channel, mail("<q2@customer.test>", more=f"In-Reply-To: {answer['Message-ID']}\n"))
        hand_in(channel, mail("<q3@customer.test>"), to=tagged(bench.desk.secret_key, "help@desk.test", 1))
        work(bench, channel)
    counts = ledger(bench.desk.store)
    assert (counts.seen, counts.tickets, counts.appended) == (3, 1, 2)


@pytest.mark.parametrize("plus", [True, False])
def test_an_answer_comes_back_to_an_address_of_its_ticket(
    bench: Bench, anna: Any, scripted: Callable[..., Any], plus: bool
) -> None:
    """Behind a relay that gave our mail another Message-ID, of which we do not hear."""
    server = scripted()
    with running(bench, smtp_url=server.url, plus_addresses=plus) as channel:
        hand_in(channel, mail("<q1@customer.test>"))
        work(bench, channel)
        accept(bench.desk, bench.suggestion, anna)
        work(bench, channel)
        reply_to = message_from_bytes(server.content, policy=policy.default)["Reply-To"]
        expected = tagged(bench.desk.secret_key, "help@desk.test", 1) if plus else None
        assert (str(reply_to) if reply_to else None) == expected
        answers = "In-Reply-To: <0100@relay.test>\n"
        hand_in(channel, mail("<q2@customer.test>", more=answers), to=expected or "help@desk.test")
        hand_in(channel, mail("<q3@customer.test>", more=answers, text="And more."))
        work(bench, channel)
    counts = ledger(bench.desk.store)
    assert (counts.tickets, counts.appended) == ((1, 2) if plus else (3, 0))


@pytest.mark.parametrize(
    ("texts", "outcome"),
    [
        ((mail("<a@x.test>"), mail("<a@x.test>")), "duplicates"),
        ((mail("<a@x.test>", more="Auto-Submitted: auto-replied\n"),), "set_aside"),
        ((mail("<a@x.test>").replace("From: ", "From: eve@evil.test, "),), "quarantined"),
    ],
)
def test_the_ledger_says_what_became_of_it(bench: Bench, texts: tuple[str, ...], outcome: str) -> None:
    with running(bench) as channel:
        for text in texts:
            hand_in(channel, text)
        for _ in range(4):
            work(bench, channel)
            bench.clock.pass_by(minutes=5)
    counts = ledger(bench.desk.store)
    assert getattr(counts, outcome) == 1
    assert counts.seen == len(texts)


def test_what_cannot_be_kept_is_not_acknowledged(bench: Bench) -> None:
    (bench.desk.settings.data / "raw").write_text("a file where the folder should be")
    with running(bench) as channel, pytest.raises(smtplib.SMTPDataError, match="451"):
        hand_in(channel, mail("<q1@customer.test>"))
    assert ledger(bench.desk.store).seen == 0


def report(message_id: str, action: str = "failed") -> str:
    return (
        "From: MAILER-DAEMON@mx.customer.test\nTo: help@desk.test\nSubject: Undelivered\n"
        "MIME-Version: 1.0\nContent-Type: multipart/report; report-type=delivery-status; boundary=b\n\n"
        "--b\n\nno\n\n--b\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; mx.customer.test\n\n"
        f"Final-Recipient: rfc822; {ALICE}\nAction: {action}\nStatus: 5.2.2\n"
        "Diagnostic-Code: smtp; 552 5.2.2 mailbox full\n\n"
        f"--b\nContent-Type: text/rfc822-headers\n\nMessage-ID: {message_id}\n\n--b--\n"
    )


def test_a_report_about_our_own_message_names_its_ticket(bench: Bench) -> None:
    ours = make_message_id(bench.desk.secret_key, 7, 1, "desk.test")
    with running(bench) as channel:
        incoming = read_stored(channel, report(ours), envelope_from="")
    assert incoming.set_aside is not None
    assert "ticket #7" in incoming.set_aside
    assert incoming.reports_on == 7
    assert not incoming.may_auto_answer


def read_stored(channel: MailChannel, text: str, envelope_from: str | None = None, **meta: str) -> Incoming:
    source = Source("mail", "k", envelope_from, ("help@desk.test",), meta)
    raw = text.replace("\n", "\r\n").encode()
    return channel.read(StoredIntake(1, source, "0" * 64, raw, AT))


@pytest.mark.parametrize(
    ("text", "meta", "words"),
    [
        (mail("<a@x.test>"), {"too_large": "40000000", "folder": "mailtriage/done"}, "mailtriage/done"),
        ("\x00\x01\x02", {}, "no mail"),
        (mail("<a@x.test>").replace(f"Alice <{ALICE}>", f"{ALICE}, eve@evil.test"), {}, "more than one way"),
    ],
)
def test_what_nobody_could_answer_is_for_a_person(
    bench: Bench, text: str, meta: dict[str, str], words: str
) -> None:
    with running(bench) as channel, pytest.raises(Unreadable, match=words):
        read_stored(channel, text, **meta)


@pytest.mark.parametrize(
    ("settings", "to", "outcome", "words"),
    [
        ({}, ALICE, DeliveryOutcome.RETRY, "MAILTRIAGE_SMTP_URL"),
        (
            {"smtp_url": "smtp://127.0.0.1:1", "help_address": ()},
            ALICE,
            DeliveryOutcome.RETRY,
            "HELP_ADDRESS",
        ),
        ({"smtp_url": "smtp://127.0.0.1:1"}, "a@b\r\nc@d", DeliveryOutcome.FAILED, "no mail address"),
        ({"smtp_url": "smtp://127.0.0.1:1"}, ALICE, DeliveryOutcome.RETRY, "cannot connect"),
    ],
)
def test_what_keeps_an_answer_back_is_said(
    bench: Bench, settings: dict[str, Any], to: str, outcome: DeliveryOutcome, words: str
) -> None:
    if "smtp_url" in settings:
        settings = settings | {"smtp_url": read_server_url(settings["smtp_url"], ("smtp",))}
    outgoing = Outgoing(1, 1, "mail", to, "Help", "text", False, 1, AT)
    with running(bench, **settings) as channel:
        delivery = channel.deliver(outgoing)
    assert delivery.outcome is outcome
    assert words in delivery.detail


@pytest.mark.parametrize("automatic", [False, True])
def test_automatic_mail_has_no_return_address(
    bench: Bench, scripted: Callable[..., Any], automatic: bool
) -> None:
    server = scripted()
    with running(bench, smtp_url=server.url) as channel:
        channel.deliver(Outgoing(1, 1, "mail", ALICE, "Help", "text", automatic, 1, AT))
    sender = "" if automatic else "help@desk.test"
    assert f"FROM:<{sender}>" in server.commands[1].upper().replace("HELP@DESK.TEST", "help@desk.test")


def test_automatic_mail_has_the_subject_of_the_data_folder(
    bench: Bench, scripted: Callable[..., Any], tmp_path: Path
) -> None:
    for name in ("knowledge", "templates/en"):
        (tmp_path / name).mkdir(parents=True)
    (tmp_path / "templates/en/frame.toml").write_text('[subject]\nrequest = "Your Example Mail case"\n')
    bench.desk = replace(bench.desk, library=load_library(tmp_path))
    server = scripted()
    text = "Hello,\n\nplease tell us the address that your mail was sent to, and when that was.\n"
    with running(bench, smtp_url=server.url) as channel:
        channel.deliver(Outgoing(1, 1, "mail", ALICE, "Help", text, True, 1, AT))
    assert b"\r\nSubject: Your Example Mail case [#1]\r\n" in server.content


def test_it_is_ready_without_a_way_out(bench: Bench) -> None:
    with running(bench, smtp_url=None, help_address=("help@desk.test",)) as channel:
        assert channel.issues() == []


def test_without_a_way_in_or_out_it_is_off(bench: Bench) -> None:
    bench.set(lmtp_listen=None)
    assert make(bench.desk) is None
