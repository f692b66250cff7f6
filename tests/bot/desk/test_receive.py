"""What is acknowledged is on disk, once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from bot.desk.receive import receive
from bot.desk.types import Source
from bot.store.queries.ledger import Ledger, ledger
from bot.store.schema.ledger import intake

if TYPE_CHECKING:
    from tests.bot.conftest import Bench


def test_bytes_and_row_are_there_when_it_returns(bench: Bench) -> None:
    source = Source("mail", "k1", "bounce@example.org", ("help@desk.test",), {"folder": "INBOX"})
    receipt = receive(bench.desk, b"\x00\xff raw", source)
    assert bench.desk.raw.get(receipt.sha256) == b"\x00\xff raw"
    with bench.desk.store.read() as connection:
        row = connection.execute(select(intake)).one()
    assert (row.channel, row.key, row.envelope_from) == ("mail", "k1", "bounce@example.org")
    assert (row.envelope_to, row.meta, row.outcome) == (["help@desk.test"], {"folder": "INBOX"}, None)
    assert ledger(bench.desk.store).in_work == 1


def test_the_same_key_is_the_same_delivery(bench: Bench) -> None:
    first = receive(bench.desk, b"one", Source("mail", "k1"))
    again = receive(bench.desk, b"one", Source("mail", "k1"))
    other = receive(bench.desk, b"one", Source("mail", "k2"))
    assert (first.repeated, again.repeated, other.repeated) == (False, True, False)
    assert again.intake_id == first.intake_id != other.intake_id
    assert ledger(bench.desk.store).seen == 2


def test_the_null_sender_is_kept_apart_from_an_unknown_one(bench: Bench) -> None:
    receive(bench.desk, b"one", Source("mail", "k1", ""))
    receive(bench.desk, b"two", Source("mail", "k2", None))
    with bench.desk.store.read() as connection:
        assert list(connection.execute(select(intake.c.envelope_from)).scalars()) == ["", None]


def test_the_same_message_by_two_ways_is_one_ticket(bench: Bench) -> None:
    bench.mail(message_id="<a@example.org>", key="imap:1")
    bench.mail(message_id="<a@example.org>", key="lmtp:1")
    bench.work()
    assert ledger(bench.desk.store) == Ledger(2, 1, 0, 1, 0, 0)
    assert len(bench.view().messages) == 1


def test_what_the_channel_sets_aside_never_becomes_a_ticket(bench: Bench) -> None:
    bench.mail(more="Auto-Submitted: auto-replied\r\n")
    bench.work()
    assert ledger(bench.desk.store) == Ledger(1, 0, 0, 0, 1, 0)
