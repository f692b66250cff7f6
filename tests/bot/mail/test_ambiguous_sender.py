"""A From that two programs could read as two people: told apart, or refused; never the sender's choice."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from bot.mail.head import read_head
from bot.mail.own import own
from bot.mail.requester import Requester, find_requester
from bot.store.queries.ledger import ledger
from knowledge.vocabulary import Action
from tests.bot.mail.test_channel import hand_in, mail, running, work

if TYPE_CHECKING:
    from tests.bot.conftest import Bench

OWN = own(("help@help.test",), b"a secret for tests")
ALICE, EVE = "alice@customer.test", "eve@evil.test"
CODED = "=?utf-8?q?alice=40customer.test?="
REFUSED = None

SHAPES: tuple[tuple[str, str, str | None], ...] = (
    ("two From fields", f"From: {ALICE}\nFrom: {EVE}", REFUSED),
    ("two, the second in capitals", f"From: {ALICE}\nFROM: {EVE}", REFUSED),
    ("two, the second with a space before its colon", f"From: {ALICE}\nFrom : {EVE}", REFUSED),
    ("two authors", f"From: {ALICE}, {EVE}", REFUSED),
    ("two authors, one of them the Sender", f"From: {ALICE}, {EVE}\nSender: {EVE}", EVE),
    ("two authors, another Sender", f"From: {ALICE}, {EVE}\nSender: x@y.test", REFUSED),
    ("two authors, two Senders", f"From: {ALICE}, {EVE}\nSender: {ALICE}\nSender: {EVE}", REFUSED),
    ("an address in a comment", f"From: ({ALICE}) <{EVE}>", EVE),
    ("a comment within an address", "From: alice(@customer.test)@evil.test", "alice@evil.test"),
    ("a comment without an end", f"From: (un(balanced <{EVE}>", REFUSED),
    ("a thousand comments", "From: " + "(" * 1000 + EVE, REFUSED),
    ("an encoded word that decodes to an address", f"From: {CODED}", REFUSED),
    ("the same in angle brackets", f"From: <{CODED}>", REFUSED),
    ("the same before an @", f"From: {CODED}@evil.test", REFUSED),
    ("a name that decodes to an address", f"From: {CODED} <{EVE}>", EVE),
    ("an encoded comma", f"From: =?utf-8?q?alice=40customer.test=2C?= {EVE}", REFUSED),
    ("a null byte within", f"From: <{ALICE}\x00{EVE}>", REFUSED),
    ("a null byte at the end", f"From: {ALICE}\x00", REFUSED),
    ("a null byte in the name", f"From: A\x00 <{EVE}>", EVE),
    ("a null byte in words", "From: alice%00@evil.test", REFUSED),
    ("an encoded null byte in the name", f"From: =?utf-8?q?a=00?= <{EVE}>", EVE),
    ("a group of two", f"From: Friends: {ALICE}, {EVE};", REFUSED),
    ("a group of one", f"From: Friends: {ALICE};", ALICE),
    ("an empty group", "From: undisclosed-recipients:;", REFUSED),
    ("empty", "From: ", REFUSED),
    ("the null address", "From: <>", REFUSED),
    ("none at all", "Subject: hello", REFUSED),
    ("folded", f"From: Alice\n <{ALICE}>", ALICE),
    ("folded within the address", "From: Alice <alice@\n\tcustomer.test>", ALICE),
    ("folded within the domain", "From: alice@customer\n .test", REFUSED),
    ("an @ in a quoted local part", f'From: "{ALICE}"@evil.test', f'"{ALICE}"@evil.test'),
    ("an escaped quote in it", f'From: "{ALICE}\\"@x"@evil.test', REFUSED),
    ("an address as a quoted name", f'From: "{ALICE}" <{EVE}>', EVE),
    ("an address as a name", f"From: {ALICE} <{EVE}>", REFUSED),
    ("two in angle brackets", f"From: <{ALICE}> <{EVE}>", REFUSED),
    ("one behind the brackets", f"From: <{ALICE}>{EVE}", REFUSED),
    ("two with a space between", f"From: {ALICE} {EVE}", REFUSED),
    ("two with a semicolon", f"From: {ALICE}; {EVE}", REFUSED),
    ("two @", "From: alice@customer.test@evil.test", REFUSED),
    ("a wide @", "From: alice\uff20customer.test", REFUSED),
    ("a wide @ within the domain", "From: alice@customer.test\uff20evil.test", REFUSED),
    ("a look-alike of the dot", "From: alice@customer\u2024test", REFUSED),
    ("an ideographic full stop", "From: alice@customer\u3002test", REFUSED),
    ("a turned-around domain", "From: alice@\u202etset.remotsuc", REFUSED),
    ("an invisible space", "From: ali\u200bce@customer.test", REFUSED),
    ("an empty label", "From: alice@customer..test", REFUSED),
    ("a source route", f"From: <@relay.test:{ALICE}>", ALICE),
    ("the percent hack", "From: alice%customer.test@evil.test", "alice%customer.test@evil.test"),
    ("a bang path", "From: customer.test!alice@evil.test", "customer.test!alice@evil.test"),
    ("a Reply-To elsewhere", f"From: {ALICE}\nReply-To: {EVE}", ALICE),
    (
        "a Reply-To to another customer of a provider",
        "From: eve@gmail.com\nReply-To: al@gmail.com",
        "eve@gmail.com",
    ),
    ("a Reply-To that is odd", f"From: {ALICE}\nReply-To: eve%00@customer.test", ALICE),
)


@pytest.mark.parametrize(("fields", "author"), [pytest.param(*shape[1:], id=shape[0]) for shape in SHAPES])
def test_shape(fields: str, author: str | None) -> None:
    found = find_requester(read_head(f"{fields}\n\n".replace("\n", "\r\n").encode()), None, OWN)
    if author is None:
        assert isinstance(found, str)
        assert "nobody can" in found
    else:
        assert isinstance(found, Requester), found
        assert (found.author, found.address) == (author, author)
        assert found.name is None or found.name.isprintable()


PASS = "Authentication-Results: mx.help.test; dmarc=pass header.from=customer.test\n"
BY_US = (
    "Received: from mail.evil.test (mail.evil.test [203.0.113.5]) by mx.help.test; "
    "Mon, 2 Mar 2026 09:00:00 +0000\n"
)
NOBODY = ("an empty group", "empty", "none at all")
"""Then the envelope's sender is who asks."""


def test_none_of_them_is_answered_by_machine_in_alices_name(bench: Bench) -> None:
    """Even where a host of ours has found customer.test proven: only a plain From of Alice's is hers."""
    bench.thinker.says(Action.ASK)
    platform = replace(bench.desk.platform, mail_hosts=("*.help.test",))
    bench.desk = replace(bench.desk, platform=platform)
    with running(bench) as channel:
        for number, (_, fields, _) in enumerate(SHAPES):
            text = mail(f"<s{number}@x.test>").partition("\n")[2]
            hand_in(channel, f"{PASS}{BY_US}{fields}\n{text}", sender=EVE)
        for _ in range(5):
            work(bench, channel)
            bench.clock.pass_by(minutes=5)
        sums = ledger(bench.desk.store)
        assert (sums.seen, sums.in_work) == (len(SHAPES), 0)
        refused = sum(author is None for _, _, author in SHAPES) - len(NOBODY)
        assert (sums.quarantined, sums.tickets) == (refused, len(SHAPES) - refused)
        views = [bench.view(number) for number in range(1, sums.tickets + 1)]
        proven = {view.line.requester for view in views if view.messages[0].verified}
        assert proven == {ALICE}
        assert {item.to for view in views for item in view.outgoing if item.automatic} == {ALICE}
