"""A case goes to the platform's support, and the requester hears of it."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from bot.desk.accept import accept
from bot.desk.escalate import escalate
from bot.desk.types import Actor, Delivery, DeliveryOutcome, DeskError, Incoming, StoredIntake
from bot.store.schema.sending import outgoing
from knowledge.vocabulary import Action, Autonomy, ProblemKind, Reason
from tests.bot.desk.handing_over import a_dossier, pending, ready, row
from triage.dossier.model import SCHEMA
from triage.model import DeliveryReport, Evidence, RecipientReport

if TYPE_CHECKING:
    from tests.bot.conftest import Bench


def test_the_case_goes_out_whole(handed_over: Bench) -> None:
    (sent,) = handed_over.channel.delivered
    assert (sent.to, sent.kind) == ("support@platform.test", "escalate")
    assert sent.subject == "Delayed: bob@partner.test to alice@example.org [#1]"
    case, mail = sent.files
    assert (case.content_type, mail.content_type) == ("application/json", "message/rfc822")
    data = json.loads(case.text or "")
    assert (data["schema"], data["reference"], data["text"]) == (SCHEMA, "#1", "The case: …")
    assert b"My mail is late." in handed_over.desk.raw.get(mail.sha256 or "")
    assert handed_over.state() == "escalated"
    assert row(handed_over, "escalated_to", "escalation_ref", "escalated_at") == (
        "support@platform.test", "#1", handed_over.clock.at,
    )  # fmt: skip


def test_an_edited_case_is_the_text_of_the_data_too(bench: Bench, anna: Actor) -> None:
    ready(bench)
    accept(bench.desk, pending(bench, "escalate"), anna, "In my own words.")
    bench.work()
    (sent,) = bench.channel.delivered
    assert json.loads(sent.files[0].text or "")["text"] == sent.text == "In my own words."


def test_a_mail_that_tells_a_password_stays_here(bench: Bench, anna: Actor) -> None:
    ready(bench, "My password is hunter2! What now?")
    accept(bench.desk, pending(bench, "escalate"), anna)
    bench.work()
    assert [file.content_type for file in bench.channel.delivered[0].files] == ["application/json"]


@pytest.mark.parametrize(("with_note", "to"), [(False, 1), (True, 2)])
def test_the_requester_hears_of_it_with_the_case_or_later(
    bench: Bench, anna: Actor, with_note: bool, to: int
) -> None:
    ready(bench)
    accept(bench.desk, pending(bench, "escalate"), anna, with_note=with_note)
    bench.work()
    assert len(bench.channel.delivered) == to
    if not with_note:
        accept(bench.desk, pending(bench, "reply"), anna)
        bench.work()
    note = bench.channel.delivered[1]
    assert (note.to, note.text, note.in_reply_to) == (
        "alice@example.org", "Somebody else has it now.", "<first@example.org>",
    )  # fmt: skip
    assert note.files == ()
    assert bench.state() == "escalated"


def test_the_note_alone_solves_nothing(bench: Bench, anna: Actor) -> None:
    ready(bench)
    accept(bench.desk, pending(bench, "reply"), anna)
    bench.work()
    assert bench.state() == "triaged"


@pytest.mark.parametrize("autonomy", Autonomy)
def test_neither_goes_out_by_itself(bench: Bench, autonomy: Autonomy) -> None:
    bench.set(autonomy=autonomy)
    ready(bench)
    assert bench.channel.delivered == []


def test_a_case_that_does_not_arrive_is_not_escalated(bench: Bench, anna: Actor) -> None:
    bench.channel.answer = Delivery(DeliveryOutcome.FAILED, "550 no such user")
    ready(bench)
    accept(bench.desk, pending(bench, "escalate"), anna)
    bench.work()
    assert (bench.state(), bench.view().line.attention) == ("triaged", True)
    assert row(bench, "escalated_at", "remind_at") == (None, None)


def test_without_an_address_the_agent_has_it(bench: Bench, anna: Actor) -> None:
    bench.set_platform(escalation="")
    ready(bench)
    assert accept(bench.desk, pending(bench, "escalate"), anna) is None
    assert row(bench, "state", "escalated_to", "escalation_ref") == ("escalated", "Anna", "#1")
    assert bench.channel.delivered == []


def test_an_agent_hands_over_what_triage_would_answer(bench: Bench, anna: Actor) -> None:
    bench.thinker.says(Action.REPLY, handover=a_dossier())
    bench.mail()
    bench.work()
    escalate(bench.desk, 1, anna)
    assert [(item.kind, item.to) for item in bench.view().pending] == [
        ("escalate", "support@platform.test"),
        ("reply", "alice@example.org"),
    ]
    with pytest.raises(DeskError, match="ready already"):
        escalate(bench.desk, 1, anna)


def test_no_case_no_handover(bench: Bench, anna: Actor) -> None:
    bench.mail()
    bench.work()
    with pytest.raises(DeskError, match="no case yet"):
        escalate(bench.desk, 1, anna)


def test_files_only_with_a_case(handed_over: Bench, anna: Actor) -> None:
    with handed_over.desk.store.read() as connection:
        kinds = {row.kind: row.files for row in connection.execute(select(outgoing))}
    assert set(kinds) == {"escalate"}
    assert row(handed_over, "remind_at") == (datetime(2026, 3, 4, 9, 0, tzinfo=UTC),)


def test_an_incident_s_case_is_in_the_same_form(bench: Bench, anna: Actor) -> None:
    bench.thinker.says(Action.ESCALATE, dossier="one case", handover=a_dossier(), reply=None)
    plain = bench.channel.read

    def read(intake: StoredIntake) -> Incoming:
        item = RecipientReport("x@busy.test", "failed", reason=Reason.RATE_LIMITED, remote_mta="mx.busy.test")
        report = Evidence("ndr", ndr=DeliveryReport(recipients=(item,)))
        incoming = plain(intake)
        return replace(incoming, evidence=replace(incoming.evidence, nested=(report,)))

    bench.channel.read = read  # type: ignore[method-assign]
    for who in ("ann", "ben", "cid"):
        bench.mail(sender=f"{who}@{who}.test")
        bench.work()
    accept(bench.desk, pending(bench, "escalate"), anna)
    bench.work()
    (sent,) = bench.channel.delivered
    data = json.loads(sent.files[0].text or "")
    assert data["schema"] == SCHEMA
    assert next(item["title"] for item in data["more"]) == "The incident"
    assert data["text"] == sent.text
    assert "One of these tickets in full: #1" in sent.text
    assert "Who: Alice" in sent.text


@pytest.mark.parametrize(
    ("details", "subject"),
    [
        ({"recipient": ("alice@example.org",)}, "Account compromised: alice@example.org [#1]"),
        ({"sender": "alice@example.org"}, "Account compromised: alice@example.org [#1]"),
        ({}, "Help [#1]"),
    ],
)
def test_a_misused_account_is_named_as_one(details: dict[str, object], subject: str, bench: Bench) -> None:
    bench.thinker.says(
        Action.ESCALATE,
        problem=ProblemKind.ACCOUNT_COMPROMISED,
        dossier="The case",
        handover=a_dossier(),
        details=details,
    )
    bench.mail(subject="Help")
    bench.work()
    (found,) = [item for item in bench.view().pending if item.kind == "escalate"]
    assert found.subject == subject
