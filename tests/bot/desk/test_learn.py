"""What agents decide becomes examples: what each decision teaches, and what it does not."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from bot.desk.accept import accept
from bot.desk.close import close, reopen
from bot.desk.details import fill
from bot.desk.dismiss import dismiss
from bot.desk.escalate import escalate
from bot.desk.incident_rows import add_member
from bot.desk.learn import keep_example
from bot.desk.reroute import reroute
from bot.desk.types import SYSTEM, Actor
from bot.desk.undo import undo
from bot.desk.write import write
from bot.store.export import export_examples, export_tickets
from bot.store.queries.examples import decided_examples
from bot.store.schema.example import examples
from bot.store.schema.incident import incidents
from knowledge.vocabulary import ProblemKind, Route, TicketState
from triage.dossier.model import SCHEMA, Dossier

if TYPE_CHECKING:
    from tests.bot.conftest import Bench

Step = Callable[["Bench", Actor], None]
SAID = ("third_party_reject", None)
"""What the bench's triage decides."""


def _accept(bench: Bench, actor: Actor) -> None:
    accept(bench.desk, bench.suggestion, actor, undo_s=60)


def _edit(bench: Bench, actor: Actor) -> None:
    accept(bench.desk, bench.suggestion, actor, "In other words.")


def _dismiss(bench: Bench, actor: Actor) -> None:
    dismiss(bench.desk, bench.suggestion, actor, "not that")


def _take_back(bench: Bench, actor: Actor) -> None:
    undo(bench.desk, accept(bench.desk, bench.suggestion, actor, undo_s=60) or 0, actor)


def _to_newsletter(bench: Bench, actor: Actor) -> None:
    reroute(bench.desk, 1, actor, Route.NEWSLETTER, None)
    bench.work()


def _to_missing(bench: Bench, actor: Actor) -> None:
    reroute(bench.desk, 1, actor, Route.REAL_ISSUE, ProblemKind.MISSING_MAIL)
    bench.work()


def _fill(bench: Bench, actor: Actor) -> None:
    fill(bench.desk, 1, actor, {"sender": "bo@example.org"})
    bench.work()


def _write(bench: Bench, actor: Actor) -> None:
    write(bench.desk, 1, actor, "My own words.")


def _set_aside(bench: Bench, actor: Actor) -> None:
    close(bench.desk, 1, actor, TicketState.SET_ASIDE)


def _solve(bench: Bench, actor: Actor) -> None:
    close(bench.desk, 1, actor, TicketState.SOLVED)


def _reopen(bench: Bench, actor: Actor) -> None:
    reopen(bench.desk, 1, actor)
    bench.work()


@pytest.mark.parametrize(
    ("steps", "kept", "taught"),
    [
        ([_accept], ["accepted"], ("accepted", *SAID)),
        ([_edit], ["edited"], ("edited", *SAID)),
        ([_dismiss], ["dismissed"], None),
        ([_take_back], [], None),
        ([_take_back, _dismiss], ["dismissed"], None),
        ([_to_newsletter], ["rerouted"], ("rerouted", "newsletter", None)),
        ([_to_missing], ["rerouted"], ("rerouted", "real_issue", "missing_mail")),
        ([_to_missing, _to_newsletter], ["rerouted"] * 2, ("rerouted", "newsletter", None)),
        ([_to_newsletter, _to_newsletter], ["rerouted"], ("rerouted", "newsletter", None)),
        ([_to_newsletter, _edit], ["rerouted", "edited"], ("rerouted", "newsletter", None)),
        ([_accept, _to_newsletter], ["accepted", "rerouted"], ("rerouted", "newsletter", None)),
        ([_fill], ["filled_in"], None),
        ([_write], ["wrote"], None),
        ([_solve], ["solved"], None),
        ([_set_aside], ["set_aside"], ("set_aside", "not_a_ticket", None)),
        ([_set_aside, _reopen], ["set_aside", "reopened"], None),
        ([_set_aside, _reopen, _accept], ["set_aside", "reopened", "accepted"], ("accepted", *SAID)),
    ],
)
def test_each_decision_is_kept_once_and_teaches_what_it_is_sure_of(
    bench: Bench, anna: Actor, steps: list[Step], kept: list[str], taught: tuple[str, ...] | None
) -> None:
    bench.mail("It bounced.")
    bench.work()
    for step in steps:
        step(bench, anna)
    with bench.desk.store.read() as connection:
        assert list(connection.execute(select(examples.c.what).order_by(examples.c.id)).scalars()) == kept
    found = decided_examples(bench.desk.store)
    told = [(one.decision, one.route.value, one.problem and one.problem.value) for one in found]
    assert told == ([] if taught is None else [taught])


@pytest.mark.parametrize(
    ("route", "problem", "taught"),
    [
        (Route.REAL_ISSUE, ProblemKind.MISSING_MAIL, ["real_issue"]),
        (Route.THIRD_PARTY_REJECT, None, []),
    ],
)
def test_what_is_escalated_by_hand_confirms_a_real_issue_only(
    bench: Bench, anna: Actor, route: Route, problem: ProblemKind | None, taught: list[str]
) -> None:
    no: tuple[()] = ()
    case = Dossier(
        SCHEMA, "#1", "test", "Test", ("Who: Alice",), route, problem, 0.9, no, None, None, None,
        no, no, no, no, no, no, no, no, no, no, no,
    )  # fmt: skip
    bench.thinker.decision = replace(bench.thinker.decision, route=route, problem=problem, handover=case)
    bench.mail()
    bench.work()
    accept(bench.desk, escalate(bench.desk, 1, anna), anna)
    with bench.desk.store.read() as connection:
        rows = connection.execute(select(examples).order_by(examples.c.id)).all()
    assert [row.what for row in rows] == ["made_ready", "accepted"]
    assert rows[1].data["kind"] == "escalate"
    assert [one.route.value for one in decided_examples(bench.desk.store)] == taught


def test_an_example_holds_what_was_decided_on_and_what_triage_had_said(bench: Bench, anna: Actor) -> None:
    bench.thinker.decision = replace(bench.thinker.decision, model="model 3")
    bench.mail("It bounced.", subject="Help\r\n me")
    bench.work()
    bench.mail("Away until Monday.", answers="<m1@example.org>", sender="Support <support@platform.test>")
    bench.mail("Again!", answers="<m1@example.org>")
    bench.work()
    models = {item.data.get("model") for item in bench.view().audit if item.what == "triaged"}
    assert models == {"model 3"}
    reroute(bench.desk, 1, anna, Route.NEWSLETTER, None)
    with bench.desk.store.read() as connection:
        row = connection.execute(select(examples)).one()
    assert row.text == "Help me\n\nIt bounced.\n\nAgain!"
    assert (row.route, row.problem, row.actor) == ("newsletter", None, "anna")
    said = {"route": "third_party_reject", "problem": None, "confidence": 0.9, "model": "model 3"}
    assert row.data == said
    (one,) = decided_examples(bench.desk.store)
    assert (one.subject, one.text, one.lang) == ("Help me", "It bounced.\n\nAgain!", one.lang)
    assert one.weight == 2.0


def test_what_the_desk_does_by_itself_teaches_it_nothing(bench: Bench) -> None:
    bench.mail()
    bench.work()
    with bench.desk.store.write() as connection:
        keep_example(bench.desk, connection, 1, SYSTEM, "accepted")
    assert decided_examples(bench.desk.store) == ()


def test_tickets_of_one_incident_are_one_family(bench: Bench, anna: Actor) -> None:
    for _ in range(3):
        bench.mail()
    bench.work()
    now = bench.desk.now()
    with bench.desk.store.write() as connection:
        row = {"title": "x", "state": "open", "opened_at": now, "last_at": now}
        connection.execute(incidents.insert().values(id=7, **row))
        for number in (1, 2):
            add_member(connection, now, 7, number, anna.id)
    for number in (1, 2, 3):
        reroute(bench.desk, number, anna, Route.NEWSLETTER, None)
    families = [one.family for one in decided_examples(bench.desk.store)]
    assert families == ["incident-7", "incident-7", "ticket-3"]


def test_what_is_exported_names_nobody_to_a_machine(bench: Bench, anna: Actor) -> None:
    bench.mail("I am ann@firm.example, +4915112345678, from 198.51.100.7: https://firm.example/ann")
    bench.work()
    reroute(bench.desk, 1, anna, Route.NEWSLETTER, None)
    (line,) = export_examples(bench.desk.store)
    for told in ("ann@firm", "4915112345678", "198.51.100.7", "firm.example"):
        assert told not in str(line)
    (ticket,) = export_tickets(bench.desk.store)
    assert [row["what"] for row in ticket["decisions"]] == ["rerouted"]
