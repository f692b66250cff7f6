"""A case that nobody has answered is brought to mind."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

import pytest

from bot.desk.close import close
from bot.desk.remind import next_reminder
from bot.desk.types import Actor
from bot.store.queries.ticket_list import count_needs_person
from knowledge.vocabulary import Escalation
from tests.bot.desk.handing_over import row

if TYPE_CHECKING:
    from tests.bot.conftest import Bench


def test_reminders_double_and_mail_nobody(handed_over: Bench) -> None:
    steps = []
    for days in (1, 1, 3, 1):
        handed_over.clock.pass_by(days=days)
        handed_over.work()
        steps.append(row(handed_over, "reminded")[0])
    # 48 h, then 96 h more
    assert steps == [0, 1, 1, 2]
    assert handed_over.view().line.attention
    assert len(handed_over.channel.delivered) == 1
    assert handed_over.channel.shown.count(1) >= 2
    with handed_over.desk.store.read() as connection:
        assert count_needs_person(connection) == 1


def test_no_reminder_of_a_case_that_is_over(handed_over: Bench, anna: Actor) -> None:
    close(handed_over.desk, 1, anna)
    handed_over.clock.pass_by(days=30)
    handed_over.work()
    assert row(handed_over, "reminded") == (0,)


@pytest.mark.parametrize(
    ("at", "hours", "weekdays", "reminded", "then"),
    [
        ("2026-03-02 09:00", 48, False, 0, "2026-03-04 09:00"),  # a Monday
        ("2026-03-02 09:00", 48, False, 2, "2026-03-10 09:00"),
        ("2026-03-05 09:00", 48, True, 0, "2026-03-09 09:00"),  # a Thursday
        ("2026-03-07 12:00", 24, True, 0, "2026-03-10 00:00"),  # a Saturday
        ("2026-03-02 09:00", 0, False, 0, None),
    ],
)
def test_when_to_remind(at: str, hours: int, weekdays: bool, reminded: int, then: str | None) -> None:
    escalation = Escalation("a@b.test", (), hours, weekdays)
    found = next_reminder(datetime.fromisoformat(f"{at}+00:00"), escalation, reminded)
    assert found == (datetime.fromisoformat(f"{then}+00:00") if then else None)
