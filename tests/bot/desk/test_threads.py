"""Which ticket a thread belongs to; and that no mail can name one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sqlalchemy import update

from bot.desk.revise import matters
from bot.desk.threads import know_thread, ticket_of_thread, waits_for
from bot.store.schema.ticket import tickets

if TYPE_CHECKING:
    from tests.bot.conftest import Bench


def test_a_mail_whose_message_id_reads_like_a_thread_opens_none(bench: Bench) -> None:
    bench.mail(message_id="<slack:C1:1772442000.5>")
    bench.work()
    with bench.desk.store.read() as connection:
        assert ticket_of_thread(connection, "slack:C1:1772442000.5") is None


def test_a_ticket_may_live_in_several_threads(bench: Bench) -> None:
    bench.mail()
    bench.work()
    with bench.desk.store.write() as connection:
        connection.execute(update(tickets).values(channel="slack", thread="slack:C1:1.5", state="waiting"))
        for thread in ("slack:C1:2.5", "slack:C1:2.5", "slack:D1:3.5", None):
            know_thread(connection, 1, thread)
        found = [
            ticket_of_thread(connection, f"slack:{name}") for name in ("C1:1.5", "C1:2.5", "D1:3.5", "C1:9.5")
        ]
        assert found == [1, 1, 1, None]
        assert waits_for(connection, "alice@example.org", "slack:D1:")
        assert not waits_for(connection, "bob@example.org", "slack:D1:")
        assert not waits_for(connection, "alice@example.org", "slack:D2:")


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("My mail", "my MAIL!", False),
        ("My mail", "My  mail\n", False),
        ("My mail", "My mails", True),
        ("at 9", "at 10", True),
        ("", "now there is something", True),
        ("ann@example.org", "ann.example@org", True),
    ],
)
def test_what_matters_of_an_edit(before: str, after: str, expected: bool) -> None:
    assert matters(before, after) is expected
