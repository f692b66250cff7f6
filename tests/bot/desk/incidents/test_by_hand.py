"""An agent takes an incident apart, joins two, or ends one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.desk.close import close
from bot.desk.close_incident import close_incident
from bot.desk.merge import merge
from bot.desk.reroute import reroute
from bot.desk.split import put_in, split
from bot.desk.types import Actor, DeskError, NotFound
from knowledge.vocabulary import Action, ProblemKind, Route
from tests.bot.desk.incidents.reports import HERE, numbers, pending, report, seen

if TYPE_CHECKING:
    from tests.bot.conftest import Bench


def test_split_and_put_in_again(told: Bench, anna: Actor) -> None:
    for who in ("ann", "ben", "cid"):
        report(told, who)
    split(told.desk, 2, anna)
    told.work()
    assert numbers(told) == [1, 3]
    assert told.trail(2)[-1] == "triaged"
    with pytest.raises(DeskError, match="part of no incident"):
        split(told.desk, 2, anna)
    put_in(told.desk, 1, 2, anna)
    put_in(told.desk, 1, 2, anna)
    assert numbers(told) == [1, 2, 3]
    reroute(told.desk, 2, anna, Route.REAL_ISSUE, ProblemKind.OTHER)
    told.work()
    assert numbers(told) == [1, 2, 3]
    with pytest.raises(NotFound):
        put_in(told.desk, 9, 2, anna)


def test_merge(told: Bench, anna: Actor) -> None:
    for who, host in (("ann", HERE), ("ben", HERE), ("cid", "slow.test"), ("dan", "slow.test")):
        report(told, who, f"refused {host}")
    split(told.desk, 4, anna)
    merge(told.desk, 1, 2, anna)
    assert (numbers(told), seen(told, 2).line.merged_into) == ([1, 2, 3], 1)
    assert seen(told).line.urgent
    report(told, "eve", "refused slow.test")
    told.work()
    assert numbers(told) == [1, 2, 3, 5]
    with pytest.raises(DeskError, match="merged into incident 1 already"):
        merge(told.desk, 1, 2, anna)
    with pytest.raises(DeskError, match="itself"):
        merge(told.desk, 1, 1, anna)


def test_what_turns_out_to_be_no_request_leaves(told: Bench, anna: Actor) -> None:
    report(told, "ann")
    report(told, "ben")
    told.thinker.says(Action.IGNORE, route=Route.NOT_A_TICKET)
    reroute(told.desk, 2, anna, Route.NOT_A_TICKET, None)
    told.work()
    assert numbers(told) == [1]


def test_what_has_gone_quiet_and_is_done_is_over_by_itself(told: Bench, anna: Actor) -> None:
    report(told, "ann")
    report(told, "ben")
    told.clock.pass_by(hours=25)
    told.work()
    assert seen(told).line.state == "open"
    for number in (1, 2):
        close(told.desk, number, anna)
    told.work()
    assert (seen(told).line.state, seen(told).audit[-1].what) == ("closed", "incident_closed")


def test_a_ticket_of_an_incident_that_is_over_can_still_be_worked_on(told: Bench, anna: Actor) -> None:
    for who in ("ann", "ben", "cid"):
        report(told, who)
    close_incident(told.desk, 1, anna)
    told.mail("More.", sender="ann@ann.test", answers="<m1@example.org>", subject=f"refused {HERE}")
    told.work()
    assert (told.view(1).last_error, told.state(1), told.trail(1)[-1]) == (None, "triaged", "triaged")
    assert pending(told, 1) == ["reply"]
    split(told.desk, 2, anna)
    told.work()
    assert numbers(told) == [1, 3]
