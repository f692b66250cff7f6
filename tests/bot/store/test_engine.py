"""Transactions: all or nothing, one writer at a time, readers see one moment."""

from __future__ import annotations

import threading
from datetime import UTC, datetime, timedelta, timezone
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import insert, select, update
from sqlalchemy.exc import StatementError

from bot.store.schema.watch import flags

if TYPE_CHECKING:
    from tests.bot.conftest import Bench

AT = datetime(2026, 3, 2, 9, 0, tzinfo=timezone(timedelta(hours=2)))


def test_an_error_takes_the_whole_transaction_back(bench: Bench) -> None:
    store = bench.desk.store
    with pytest.raises(ZeroDivisionError), store.write() as connection:
        connection.execute(insert(flags).values(name="a", value=1, at=AT))
        raise ZeroDivisionError
    with store.read() as connection:
        assert connection.execute(select(flags)).all() == []


def test_times_keep_their_moment_and_need_a_zone(bench: Bench) -> None:
    store = bench.desk.store
    with store.write() as connection:
        connection.execute(insert(flags).values(name="a", value=1, at=AT))
        found = connection.execute(select(flags.c.at)).scalar_one()
    assert found == AT
    assert found.tzinfo == UTC
    with pytest.raises(StatementError, match="without a zone"), store.write() as connection:
        connection.execute(insert(flags).values(name="b", value=1, at=AT.replace(tzinfo=None)))


def test_writers_take_turns_and_none_is_refused(bench: Bench) -> None:
    store = bench.desk.store
    with store.write() as connection:
        connection.execute(insert(flags).values(name="count", value=0, at=AT))

    def add() -> None:
        for _ in range(10):
            with store.write() as connection:
                value = connection.execute(select(flags.c.value)).scalar_one()
                connection.execute(update(flags).values(value=value + 1))

    threads = [threading.Thread(target=add) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with store.read() as connection:
        assert connection.execute(select(flags.c.value)).scalar_one() == 80


def test_a_reader_sees_one_moment(bench: Bench) -> None:
    store = bench.desk.store
    with store.read() as reading:
        before = reading.execute(select(flags)).all()
        with store.write() as connection:
            connection.execute(insert(flags).values(name="a", value=1, at=AT))
        assert reading.execute(select(flags)).all() == before == []


@pytest.mark.parametrize("text", ["a\0b", "a\ud800b", "a\udcffb"])
def test_what_no_database_takes_is_replaced(bench: Bench, text: str) -> None:
    store = bench.desk.store
    with store.write() as connection:
        connection.execute(insert(flags).values(name=text, value=1, at=AT))
        assert connection.execute(select(flags.c.name)).scalar_one() == "a\N{REPLACEMENT CHARACTER}b"
