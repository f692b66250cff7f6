"""Tickets that share a cause become one incident; three users, or one massive report, escalate at once."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from bot.desk.accept import accept
from bot.desk.answer_all import answer_all, mark_of
from bot.desk.close import close
from bot.desk.close_incident import close_incident
from bot.desk.dismiss import dismiss
from bot.desk.merge import merge
from bot.desk.reroute import reroute
from bot.desk.split import put_in, split
from bot.desk.types import Actor, DeskError, Incoming, NotFound, StoredIntake, TooLate
from bot.desk.write import write
from bot.store.queries.incidents import IncidentView, incident_lines, incident_of_ticket, incident_view
from knowledge.vocabulary import Action, ProblemKind, Reason, RejectedBy, Route, TicketState
from triage.model import (
    Authentication,
    DeliveryReport,
    Evidence,
    MessageInfo,
    OriginalMessage,
    RecipientReport,
)

if TYPE_CHECKING:
    from tests.bot.conftest import Bench

HERE = "busy.test"


def refusal(host: str) -> Evidence:
    item = RecipientReport(
        f"bob@{host}", "failed", "4.7.1", 450, False, Reason.RATE_LIMITED, RejectedBy.THIRD_PARTY,
        remote_mta=f"mx1.{host}", diagnostic="450 slow down",
    )  # fmt: skip
    original = OriginalMessage("Hi", "alice@example.org", (f"bob@{host}",))
    return Evidence(
        "ndr",
        MessageInfo("Undelivered", "daemon@relay.test"),
        DeliveryReport("relay.test", original, (item,)),
    )


def spam(ip: str) -> Evidence:
    info = MessageInfo(
        "Cheap watches for you", "win@spam.test", ("a@example.org",), None, None, "x@spam.test"
    )
    return replace(Evidence("message", info), authentication=Authentication(sending_ip=ip))


@pytest.fixture
def told(bench: Bench) -> Bench:
    """Its mails carry a bounce of the host that their subject names, or spam from that address."""
    plain: Callable[[StoredIntake], Incoming] = bench.channel.read

    def read(intake: StoredIntake) -> Incoming:
        incoming = plain(intake)
        kind, _, value = incoming.subject.partition(" ")
        along = {"refused": refusal, "spam": spam}.get(kind)
        nested = (along(value),) if along else ()
        return replace(incoming, evidence=replace(incoming.evidence, nested=nested))

    bench.channel.read = read  # type: ignore[method-assign]
    return bench


def report(bench: Bench, who: str, subject: str = f"refused {HERE}") -> None:
    bench.mail(sender=f"{who}@{who}.test", subject=subject)
    bench.work()


def seen(bench: Bench, incident: int = 1) -> IncidentView:
    with bench.desk.store.read() as connection:
        found = incident_view(connection, incident)
    assert found is not None
    return found


def numbers(bench: Bench, incident: int = 1) -> list[int]:
    return [row.number for row in seen(bench, incident).tickets]


def mark(bench: Bench, incident: int = 1) -> str:
    with bench.desk.store.read() as connection:
        return mark_of(connection, incident)


def pending(bench: Bench, number: int) -> list[str]:
    return [item.kind for item in bench.view(number).pending]


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


def test_one_answer_goes_to_all_that_are_open(told: Bench, anna: Actor) -> None:
    for who in ("ann", "ben", "cid"):
        report(told, who)
    close(told.desk, 2, anna)
    sent = answer_all(told.desk, 1, anna, "It is mended.", mark(told), then=TicketState.SOLVED)
    told.work()
    assert len(sent) == 2
    assert [(one.to, one.text) for one in told.channel.delivered] == [
        ("ann@ann.test", "It is mended."),
        ("cid@cid.test", "It is mended."),
    ]
    assert [told.state(number) for number in (1, 2, 3)] == ["solved", "closed", "solved"]
    assert pending(told, 1) == ["escalate"]
    assert (seen(told).line.answered_by, seen(told).audit[-1].what) == ("Anna", "answered_all")


def test_the_second_of_two_agents_is_told(told: Bench, anna: Actor, ben: Actor) -> None:
    report(told, "ann")
    report(told, "ben")
    looked = mark(told)
    answer_all(told.desk, 1, anna, "We look into it.", looked)
    with pytest.raises(TooLate, match="Anna was first"):
        answer_all(told.desk, 1, ben, "Me, too.", looked)


def test_two_agents_at_the_very_same_time(told: Bench, anna: Actor, ben: Actor) -> None:
    for who in ("ann", "ben", "cid"):
        report(told, who)
    looked, gate, won = mark(told), threading.Barrier(2), []

    def answer(actor: Actor) -> None:
        gate.wait()
        try:
            won.append(len(answer_all(told.desk, 1, actor, "We look into it.", looked)))
        except TooLate:
            won.append(0)

    both = [threading.Thread(target=answer, args=(actor,)) for actor in (anna, ben)]
    for thread in both:
        thread.start()
    for thread in both:
        thread.join()
    told.work()
    assert sorted(won) == [0, 3]
    assert len(told.channel.delivered) == 3


def happens_meanwhile(bench: Bench, what: str, actor: Actor) -> None:
    verbs: dict[str, Callable[[], Any]] = {
        "a new ticket": lambda: report(bench, "cid"),
        "more words": lambda: bench.mail("More.", sender="ann@ann.test", answers="<m1@example.org>"),
        "an answer to one": lambda: write(bench.desk, 2, actor, "Hello"),
        "a split": lambda: split(bench.desk, 2, actor),
    }
    verbs[what]()
    bench.work()


@pytest.mark.parametrize("what", ["a new ticket", "more words", "an answer to one", "a split"])
def test_a_stale_answer_is_stopped(told: Bench, anna: Actor, ben: Actor, what: str) -> None:
    report(told, "ann")
    report(told, "ben")
    looked = mark(told)
    happens_meanwhile(told, what, anna)
    with pytest.raises(TooLate):
        answer_all(told.desk, 1, ben, "We look into it.", looked)
    assert all(one.author != "ben" for one in told.view(1).outgoing)


def test_an_answer_needs_words_and_somebody_to_read_them(told: Bench, anna: Actor) -> None:
    report(told, "ann")
    report(told, "ben")
    with pytest.raises(DeskError, match="empty"):
        answer_all(told.desk, 1, anna, "  ", mark(told))
    with pytest.raises(DeskError, match="after an answer"):
        answer_all(told.desk, 1, anna, "x", mark(told), then=TicketState.CLOSED)
    for number in (1, 2):
        close(told.desk, number, anna)
    with pytest.raises(DeskError, match="none of its tickets is open"):
        answer_all(told.desk, 1, anna, "x", mark(told))
    with pytest.raises(NotFound):
        answer_all(told.desk, 9, anna, "x", "0")


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


def test_it_is_called_by_what_most_have_in_common(told: Bench) -> None:
    told.thinker.says(Action.REPLY, route=Route.REAL_ISSUE, problem=ProblemKind.SPAM_RECEIVED)
    for who, ip in (("ann", "192.0.2.7"), ("ben", "192.0.2.7"), ("cid", "198.51.100.9")):
        report(told, who, f"spam {ip}")
    assert seen(told).line.title == "Spam about “cheap watches for you”"


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


def test_the_case_at_the_lead_is_made_anew_when_its_requester_writes_again(told: Bench) -> None:
    for who in ("ann", "ben", "cid", "dan"):
        report(told, who)
    before = told.view(1).pending[-1]
    told.mail("More.", sender="ann@ann.test", answers="<m1@example.org>", subject=f"refused {HERE}")
    told.work()
    after = told.view(1).pending[-1]
    assert "#4 " not in before.text and "#4 " in after.text
    assert (after.kind, after.id != before.id) == ("escalate", True)


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
