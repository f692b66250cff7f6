"""Who only looks like somebody that the desk knows."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sqlalchemy import insert

from bot.store.schema.agent import agents

if TYPE_CHECKING:
    from tests.bot.conftest import Bench

KNOWN = (
    "Alice Baker <alice@customer.test>",
    "Marnie Long <marnie@northwind.co.uk>",
    "Carl <carl.om@firm.test>",
    "Eva Short <eva@abc.test>",
    "Bo Branch <bo@branch7.test>",
)


@pytest.fixture
def desk(bench: Bench) -> Bench:
    for sender in KNOWN:
        bench.mail(sender=sender)
    bench.work()
    team = {"id": "anna", "email": "anna@desk.test", "name": "Anna Agent", "preferences": {}}
    with bench.desk.store.write() as connection:
        connection.execute(insert(agents).values(**team, created_at=bench.clock.at))
    return bench


def marks(bench: Bench, sender: str, verified: str = "yes") -> tuple[str, ...]:
    bench.mail(sender=sender, meta={"verified": verified})
    bench.work()
    view = bench.view(len(KNOWN) + 1)
    return view.messages[0].marks


@pytest.mark.parametrize(
    ("sender", "said"),
    [
        # Letters that look alike: Cyrillic a, punycode of the same, rn for m, 0 for o, 1 for l.
        ("alice@xn--customer-test.test", None),
        ("\u0430lice@customer.test", "only looks like alice@customer.test"),
        ("marnie@n\u043erthwind.co.uk", "only looks like marnie@northwind.co.uk"),
        ("bob@cust0mer.test", "only looks like customer.test"),
        ("alice@custorner.test", "only looks like"),
        ("rnarnie@northwind.co.uk", "only looks like marnie@northwind.co.uk"),
        # One slip.
        ("someone@custmer.test", "one letter off customer.test"),
        ("someone@custoomer.test", "one letter off customer.test"),
        ("someone@cutsomer.test", "one letter off customer.test"),
        ("someone@custoner.test", "one letter off customer.test"),
        # Another ending: only for the same words before the @, or the same name.
        ("alice@customer.example", "ends in .example"),
        ("Marnie Long <office@northwind.com>", "ends in .com"),
        ("someone@customer.example", None),
        # Somebody's name over another address.
        ("Alice Baker <ab1987@mailbox.test>", "whom you know as alice@customer.test"),
        ('"BAKER, ALICE" <ab1987@mailbox.test>', "whom you know as alice@customer.test"),
        ("Anna Agent <anna@elsewhere.test>", "your colleague whom you know as anna@desk.test"),
        ("Carl <carl@elsewhere.test>", None),
        # Themselves, colleagues, and strangers.
        ("Alice Baker <ALICE@customer.test>", None),
        ("Alice Baker <alice@mail.customer.test>", None),
        ("Bob <bob@customer.test>", None),
        ("Dan Other <dan@stranger.test>", None),
        ("eva@abd.test", None),
        ("bo@branch8.test", None),
    ],
)
def test_marks(desk: Bench, sender: str, said: str | None) -> None:
    found = marks(desk, sender)
    assert found == () if said is None else any(said in words for words in found), found


def test_who_is_marked_once_is_marked_again(desk: Bench) -> None:
    assert marks(desk, "alice@custorner.test")
    desk.mail(sender="alice@custorner.test")
    desk.work()
    assert desk.view(len(KNOWN) + 2).messages[0].marks


def test_nobody_is_said_to_look_like_an_unproven_sender(desk: Bench) -> None:
    desk.mail(sender="Dan Other <dan@stranger.test>", meta={"verified": "no"})
    assert marks(desk, "Dan Other <dan@strange1.test>") == ()
    desk.mail(sender="Dan Other <dan@strange2.test>")
    desk.work()
    assert desk.view(len(KNOWN) + 2).messages[0].marks == ()
