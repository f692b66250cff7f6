"""Tickets that share a cause become one incident; three users, or one massive report, escalate at once."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

import pytest

from bot.desk.accept import accept
from bot.desk.close_incident import close_incident
from bot.desk.dismiss import dismiss
from bot.desk.types import Actor, DeskError
from bot.store.queries.incidents import incident_lines, incident_of_ticket
from knowledge.vocabulary import Action, ProblemKind, Route
from tests.bot.desk.incidents.reports import HERE, numbers, pending, report, seen

if TYPE_CHECKING:
    from tests.bot.conftest import Bench


def test_two_that_share_a_cause_are_one_incident(told: Bench) -> None:
    report(told, "ann")
    with told.desk.store.read() as connection:
        assert incident_lines(connection) == []
    report(told, "ben", "refused other.test")
    report(told, "cid")
    found = seen(told)
    assert [row.number for row in found.tickets] == [1, 3]
    assert (found.line.tickets, found.line.people, found.line.urgent) == (2, 2, False)
    assert found.causes == (("rejecting_host", "busy.test refuses mail: rate limited"),)
    assert "gathered" in told.trail(1)
    with told.desk.store.read() as connection:
        assert incident_of_ticket(connection, 2) is None
        incident = incident_of_ticket(connection, 3)
    assert incident is not None and incident.id == 1


def test_three_users_escalate_at_once_and_once(told: Bench, anna: Actor) -> None:
    told.thinker.says(Action.ESCALATE, dossier="one case")
    for who in ("ann", "ben"):
        report(told, who)
    assert pending(told, 1) == ["escalate", "reply"]
    report(told, "cid")
    line = seen(told).line
    assert (line.urgent, line.urgent_because, line.lead) == (True, "3 people report it", 1)
    assert (pending(told, 1), pending(told, 2), pending(told, 3)) == (
        ["reply", "escalate"],
        ["reply"],
        ["reply"],
    )
    case = told.view(1).pending[-1]
    assert case.subject == "Incident 1: busy.test refuses mail: rate limited [#1]"
    assert all(f"#{number} " in case.text and f"{who}@{who}.test" in case.text
               for number, who in enumerate(("ann", "ben", "cid"), 1))  # fmt: skip
    assert told.view(1).line.urgent
    report(told, "dan")
    assert told.view(1).pending[-1].id == case.id
    accept(told.desk, case.id, anna)
    told.work()
    report(told, "eve")
    assert (pending(told, 5), told.state(1)) == (["reply"], "escalated")
    assert len([one for one in told.channel.delivered if one.to == "support@platform.test"]) == 1


def test_the_same_user_three_times_is_one_user(told: Bench) -> None:
    for _ in range(3):
        report(told, "ann")
    assert (seen(told).line.tickets, seen(told).line.people, seen(told).line.urgent) == (3, 1, False)


def test_a_dismissed_case_is_not_suggested_again(told: Bench, anna: Actor) -> None:
    for who in ("ann", "ben", "cid"):
        report(told, who)
    dismiss(told.desk, told.view(1).pending[-1].id, anna, "known")
    report(told, "dan")
    assert "escalate" not in pending(told, 1) + pending(told, 4)


def test_one_massive_report_escalates_at_once_and_gathers_the_rest(told: Bench) -> None:
    flood = {"route": Route.REAL_ISSUE, "problem": ProblemKind.SPAM_FLOOD}
    told.thinker.says(Action.ESCALATE, urgent=True, **flood)
    report(told, "ann", "spam 192.0.2.7")
    assert (seen(told).line.urgent_because, numbers(told)) == ("a massive attack was reported", [1])
    told.thinker.says(Action.REPLY, urgent=False, **flood | {"problem": ProblemKind.SPAM_RECEIVED})
    report(told, "ben", "spam 192.0.2.200")
    assert numbers(told) == [1, 2]
    assert [kind for kind in pending(told, 1) if kind == "escalate"] == ["escalate"]


def test_a_day_later_it_is_another_incident(told: Bench) -> None:
    report(told, "ann")
    report(told, "ben")
    told.clock.pass_by(hours=25)
    report(told, "cid")
    assert numbers(told) == [1, 2]
    report(told, "dan")
    assert numbers(told, 2) == [3, 4]


def test_what_is_closed_gathers_no_more(told: Bench, anna: Actor) -> None:
    report(told, "ann")
    report(told, "ben")
    close_incident(told.desk, 1, anna)
    report(told, "cid")
    report(told, "dan")
    assert (numbers(told), numbers(told, 2)) == ([1, 2], [3, 4])
    with pytest.raises(DeskError, match="closed already"):
        close_incident(told.desk, 1, anna)


def test_a_link_over_a_third_ticket_joins_the_same_incident(told: Bench) -> None:
    told.thinker.says(Action.REPLY, route=Route.REAL_ISSUE, problem=ProblemKind.SPAM_RECEIVED)
    report(told, "ann", "spam 192.0.2.7")
    report(told, "ben", "spam 198.51.100.9")
    report(told, "cid", "spam 198.51.100.9")
    assert numbers(told) == [1, 2, 3]
    assert "Spam from 198.51.100.9" in {words for _, words in seen(told).causes}


def test_it_is_called_by_what_most_have_in_common(told: Bench) -> None:
    told.thinker.says(Action.REPLY, route=Route.REAL_ISSUE, problem=ProblemKind.SPAM_RECEIVED)
    for who, ip in (("ann", "192.0.2.7"), ("ben", "192.0.2.7"), ("cid", "198.51.100.9")):
        report(told, who, f"spam {ip}")
    assert seen(told).line.title == "Spam about “cheap watches for you”"


def test_workers_side_by_side_make_one_incident(told: Bench) -> None:
    for number in range(8):
        told.mail(sender=f"u{number}@user.test", subject=f"refused {HERE}")
    workers = [threading.Thread(target=told.work) for _ in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    told.work()
    with told.desk.store.read() as connection:
        (line,) = incident_lines(connection)
    assert (line.tickets, line.urgent) == (8, True)
    assert sum(pending(told, number).count("escalate") for number in range(1, 9)) == 1
