"""The daily mail to oneself: out by SMTP, in like any mail, never a ticket; missed when it is late."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import dkim  # type: ignore[import-untyped]
import pytest

from bot.desk.alerts import open_alerts
from bot.desk.issues import issues
from bot.desk.message_id import make_self_id
from bot.desk.self_test import last_arrival, last_test
from bot.doctor.sending import sending_complaints
from bot.store.queries.ledger import ledger
from tests.bot.mail.test_channel import hand_in, mail, running, work
from triage.tools.protocols import Tools
from triage.tools.static_zones import StaticZones

if TYPE_CHECKING:
    from tests.bot.conftest import Bench

HELP = "help@desk.test"
KEY_AT = "mail._domainkey.desk.test"


def alerts(bench: Bench) -> list[str]:
    with bench.desk.store.read() as connection:
        return [alert.words for alert in open_alerts(connection)]


def sent(server: Any) -> str:
    return str(server.content.decode().replace("\r\n", "\n"))


def test_it_goes_round_once_a_day(bench: Bench, scripted: Callable[..., Any]) -> None:
    server = scripted()
    with running(bench, smtp_url=server.url, self_test=True) as channel:
        for day in range(3):
            server.content = b""
            work(bench, channel)
            hand_in(channel, sent(server), to=HELP, sender=HELP)
            bench.clock.pass_by(seconds=90)
            work(bench, channel)
            sums = ledger(bench.desk.store)
            assert (sums.seen, sums.set_aside, sums.tickets) == (day + 1, day + 1, 0)
            server.content = b""
            bench.clock.pass_by(hours=23)
            work(bench, channel)
            assert server.content == b""  # not before its time
            bench.clock.pass_by(hours=1)
    with bench.desk.store.read() as connection:
        arrived = last_arrival(connection)
    assert arrived is not None
    assert (arrived.id, arrived.signed) == (3, "none")
    assert (arrived.arrived_at - arrived.sent_at).total_seconds() == 90
    assert alerts(bench) == []


def test_one_that_is_late_is_missed_until_it_comes(bench: Bench, scripted: Callable[..., Any]) -> None:
    server = scripted()
    with running(bench, smtp_url=server.url, self_test=True) as channel:
        work(bench, channel)
        bench.clock.pass_by(minutes=29)
        work(bench, channel)
        assert alerts(bench) == []
        bench.clock.pass_by(minutes=1)
        work(bench, channel)
        assert ["has not come back" in words for words in alerts(bench)] == [True]
        assert ["has not come back" in words for words in issues(bench.desk, {})] == [True]
        hand_in(channel, sent(server), to=HELP, sender=HELP)
        work(bench, channel)
        assert alerts(bench) == []


def test_one_that_cannot_be_sent_is_said_and_tried_again(bench: Bench, scripted: Callable[..., Any]) -> None:
    server = scripted(replies={"MAIL": "451 4.3.0 later"})
    with running(bench, smtp_url=server.url, self_test=True) as channel:
        work(bench, channel)
        assert ["could not be sent" in words and "451" in words for words in alerts(bench)] == [True]
        del server.replies["MAIL"]
        bench.clock.pass_by(hours=1)
        work(bench, channel)
        hand_in(channel, sent(server), to=HELP, sender=HELP)
        work(bench, channel)
    assert alerts(bench) == []


def test_it_is_off_unless_switched_on(bench: Bench, scripted: Callable[..., Any]) -> None:
    server = scripted(replies={"MAIL": "451 4.3.0 later"})
    with running(bench, smtp_url=server.url, self_test=True) as channel:
        work(bench, channel)
        assert alerts(bench)
    with running(bench, smtp_url=server.url, self_test=False) as channel:
        bench.clock.pass_by(days=3)
        work(bench, channel)
    assert alerts(bench) == []
    with bench.desk.store.read() as connection:
        last = last_test(connection)
    assert last is not None
    assert last.id == 1


@pytest.mark.parametrize(
    ("sender", "message_id", "field"),
    [
        (HELP, make_self_id(b"guessed", 1, "desk.test"), ""),
        (HELP, "<q1@x.test>", f"X-Mailtriage-Self-Test: 1.{'a' * 20}\n"),
        ("eve@evil.test", "{true}", ""),
    ],
)
def test_a_forged_one_counts_for_nothing(
    bench: Bench, scripted: Callable[..., Any], sender: str, message_id: str, field: str
) -> None:
    with running(bench, smtp_url=scripted().url, self_test=True) as channel:
        work(bench, channel)
        true = make_self_id(bench.desk.secret_key, 1, "desk.test")
        text = mail(message_id.replace("{true}", true), more=field)
        hand_in(channel, text.replace("Alice <alice@customer.test>", sender), to=HELP, sender=sender)
        work(bench, channel)
        with bench.desk.store.read() as connection:
            assert last_arrival(connection) is None


@pytest.mark.parametrize(
    ("signs", "published", "signed", "said"),
    [
        (True, True, "pass", []),
        (True, False, "fail", ["does not hold"]),
        (False, True, "none", ["without a DKIM signature of desk.test"]),
    ],
)
def test_doctor_tells_how_it_arrived(
    bench: Bench,
    scripted: Callable[..., Any],
    key: tuple[bytes, str],
    signs: bool,
    published: bool,
    signed: str,
    said: list[str],
) -> None:
    server = scripted()
    zones = StaticZones({(KEY_AT, "TXT"): [key[1]]} if published else {(KEY_AT, "TXT"): ["v=DKIM1; p="]})
    tools = Tools(zones, bench.clock, bench.desk.tools.classifier)
    bench.desk = replace(bench.desk, tools=tools)
    with running(bench, smtp_url=server.url, self_test=True) as channel:
        work(bench, channel)
        raw = server.content
        if signs:
            raw = bytes(dkim.sign(raw, b"mail", b"desk.test", key[0], include_headers=[b"from"])) + raw
        hand_in(channel, raw.decode().replace("\r\n", "\n"), to=HELP, sender=HELP)
        work(bench, channel)
        with bench.desk.store.read() as connection:
            arrived = last_arrival(connection)
        found = [item.wrong for item in sending_complaints(bench.desk) if "DKIM" in item.wrong]
    assert arrived is not None
    assert arrived.signed == signed
    assert len(found) == len(said)
    assert all(words in wrong for words, wrong in zip(said, found, strict=True))


@pytest.mark.parametrize(
    ("zones", "said"),
    [
        ({}, ["no SPF record", "no DMARC record"]),
        ({("desk.test", "TXT"): ["v=spf1 mx -all"]}, ["no DMARC record"]),
        ({("desk.test", "TXT"): ["v=spf1 -all"], ("_dmarc.desk.test", "TXT"): ["v=DMARC1; p=none"]}, []),
        (None, []),
    ],
)
def test_doctor_looks_at_the_domains_records(
    bench: Bench,
    scripted: Callable[..., Any],
    zones: dict[tuple[str, str], list[str]] | None,
    said: list[str],
) -> None:
    bench.set(smtp_url=scripted().url)
    if zones is not None:
        tools = Tools(StaticZones(zones), bench.clock, bench.desk.tools.classifier)
        bench.desk = replace(bench.desk, tools=tools)
    found = [item.wrong for item in sending_complaints(bench.desk)]
    assert [words in wrong for words, wrong in zip(said, found, strict=True)] == [True] * len(said)
