"""What comes of a decision."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.desk.close import close, reopen
from bot.desk.details import fill
from bot.desk.reroute import reroute
from bot.desk.types import Actor, DeskError
from bot.store.queries.ledger import Ledger, ledger
from knowledge.vocabulary import Action, ProblemKind, Route, Status, TicketState
from triage.model import Finding, Reply

if TYPE_CHECKING:
    from tests.bot.conftest import Bench

MX = Finding("mx", "mx.ok", Status.PASS, "The domain has a mail server.", data={"hosts": ("a", "b")})


@pytest.mark.parametrize(
    ("action", "missing", "reply", "state", "kinds"),
    [
        (Action.REPLY, (), True, "triaged", ["reply"]),
        (Action.ASK, ("occurred_at",), True, "triaged", ["ask"]),
        (Action.ESCALATE, (), False, "triaged", ["escalate"]),
        (Action.ESCALATE, ("spam_samples",), True, "triaged", ["escalate", "ask"]),
        (Action.ESCALATE, (), True, "triaged", ["escalate", "reply"]),
        (Action.HOLD, (), False, "triaged", []),
        (Action.IGNORE, (), False, "set_aside", []),
    ],
)
def test_suggestions_by_action(
    bench: Bench, action: Action, missing: tuple[str, ...], reply: bool, state: str, kinds: list[str]
) -> None:
    words = Reply("Re: Help", "Words.") if reply else None
    bench.thinker.says(action, missing=missing, reply=words, confident=False)
    bench.mail()
    bench.work()
    view = bench.view()
    assert (view.line.state, view.line.action) == (state, action)
    assert [(item.kind, item.state) for item in view.suggestions] == [(kind, "pending") for kind in kinds]


def test_no_ticket_after_all_counts_as_set_aside_until_it_is_opened_again(bench: Bench, anna: Actor) -> None:
    bench.thinker.says(Action.IGNORE, reply=None)
    bench.mail()
    bench.work()
    assert ledger(bench.desk.store) == Ledger(1, 0, 0, 0, 1, 0)
    bench.thinker.says(Action.REPLY, reply=Reply("Re: Help", "Words."))
    reopen(bench.desk, 1, anna)
    bench.work()
    assert ledger(bench.desk.store) == Ledger(1, 1, 0, 0, 0, 0)
    assert bench.state() == "triaged"


def test_a_mail_that_comes_while_it_is_thought_about_is_thought_about_too(bench: Bench) -> None:
    bench.mail(message_id="<a@example.org>")

    def more() -> None:
        bench.mail("and this", answers="<a@example.org>")
        while_thinking = bench.desk, {"mail": bench.channel}
        from bot.jobs.kinds import do_intake

        assert do_intake(*while_thinking)

    bench.thinker.meanwhile = more
    bench.work()
    assert [len(case.messages) for case in bench.thinker.heard] == [1, 2]
    assert [item.state for item in bench.view().suggestions] == ["pending"]


@pytest.mark.parametrize("state", [TicketState.SOLVED, TicketState.CLOSED, TicketState.SET_ASIDE])
def test_a_ticket_that_is_closed_while_it_is_thought_about_stays_closed(
    bench: Bench, anna: Actor, state: TicketState
) -> None:
    bench.mail()
    bench.thinker.meanwhile = lambda: close(bench.desk, 1, anna, state)
    bench.work()
    assert bench.state() == state
    assert bench.view().suggestions == ()


def test_a_new_thought_takes_the_place_of_the_old_one(bench: Bench) -> None:
    bench.thinker.says(Action.REPLY, findings=(MX, MX))
    bench.mail(message_id="<a@example.org>")
    bench.work()
    bench.thinker.says(Action.REPLY, findings=(MX,))
    bench.mail("more", answers="<a@example.org>")
    bench.work()
    view = bench.view()
    assert [item.state for item in view.suggestions] == ["superseded", "pending"]
    (finding,) = view.findings
    assert (finding.code, finding.status, finding.data) == ("mx.ok", "pass", {"hosts": ["a", "b"]})


def test_what_a_person_decides_and_knows_reaches_triage(bench: Bench, anna: Actor) -> None:
    bench.mail()
    bench.work()
    reroute(bench.desk, 1, anna, Route.REAL_ISSUE, ProblemKind.MISSING_MAIL)
    fill(bench.desk, 1, anna, {"occurred_at": "2026-03-01T10:00:00+01:00", "sender": "x@example.org"})
    fill(bench.desk, 1, anna, {"sender": ""})
    bench.work()
    case = bench.thinker.heard[-1]
    assert (case.route, case.problem) == (Route.REAL_ISSUE, ProblemKind.MISSING_MAIL)
    assert case.known == {"occurred_at": "2026-03-01T10:00:00+01:00"}


def test_wrong_words_are_refused(bench: Bench, anna: Actor) -> None:
    bench.mail()
    bench.work()
    with pytest.raises(DeskError, match="no detail 'shoe_size'"):
        fill(bench.desk, 1, anna, {"shoe_size": "44"})
    with pytest.raises(DeskError, match="only a real issue"):
        reroute(bench.desk, 1, anna, Route.NEWSLETTER, ProblemKind.DELAYED)


def test_evidence_comes_back_as_it_was(bench: Bench) -> None:
    bench.mail("Grüße", subject="Täglich", message_id="<a@example.org>")
    bench.work()
    (message,) = bench.view().messages
    assert message.evidence == bench.thinker.heard[0].messages[0].evidence
    assert message.evidence is not None
    assert message.evidence.message.message_id == "<a@example.org>"
