"""A case goes to the platform's support, its answer comes back, and the requester hears of both."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from bot.desk.accept import accept
from bot.desk.close import close
from bot.desk.escalate import escalate
from bot.desk.remind import next_reminder
from bot.desk.support import is_receipt, is_support, support_number
from bot.desk.types import Actor, Delivery, DeliveryOutcome, DeskError, Incoming, StoredIntake
from bot.desk.write_support import write_support
from bot.store.queries.ticket_list import count_needs_person
from bot.store.schema.sending import outgoing
from bot.store.schema.ticket import tickets
from knowledge.vocabulary import Action, Autonomy, Escalation, Platform, ProblemKind, Reason, Route
from triage.dossier.model import SCHEMA, Dossier
from triage.model import DeliveryReport, Evidence, MessageInfo, RecipientReport, Reply

if TYPE_CHECKING:
    from tests.bot.conftest import Bench

SUE = "Sue <sue@platform.test>"
ALICE = "Alice <alice@example.org>"


def _dossier() -> Dossier:
    no: tuple[()] = ()
    who, verdict = "alice@example.org", ("real_issue", "delayed", 0.9)
    return Dossier(
        SCHEMA, "#1", "test", "Test", ("Who: Alice",), *verdict, no, who, None, "de",
        no, no, no, no, no, no, no, no, no, no, no,
    )  # fmt: skip


@pytest.fixture
def handed_over(bench: Bench, anna: Actor) -> Bench:
    """Ticket 1 is with the support; nothing has come back."""
    _ready(bench)
    accept(bench.desk, _pending(bench, "escalate"), anna)
    bench.work()
    return bench


def _ready(bench: Bench, text: str = "My mail is late.") -> None:
    bench.thinker.says(
        Action.ESCALATE,
        route=Route.REAL_ISSUE,
        problem=ProblemKind.DELAYED,
        dossier="The case: …",
        handover=_dossier(),
        reply=None,
        note=Reply("Handed on", "Somebody else has it now."),
        language="de",
        details={"sender": "bob@partner.test", "recipient": ("alice@example.org",)},
    )
    bench.mail(text, message_id="<first@example.org>")
    bench.work()


def _pending(bench: Bench, kind: str) -> int:
    (found,) = [item.id for item in bench.view().pending if item.kind == kind]
    return found


def _case(bench: Bench) -> str:
    """The Message-ID under which the case went out."""
    message_id = bench.channel.delivered[0].message_id
    assert message_id is not None
    return message_id


def _row(bench: Bench, *names: str) -> tuple[object, ...]:
    with bench.desk.store.read() as connection:
        return tuple(connection.execute(select(*(tickets.c[name] for name in names))).one())


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
    assert _row(handed_over, "escalated_to", "escalation_ref", "escalated_at") == (
        "support@platform.test", "#1", handed_over.clock.at,
    )  # fmt: skip


def test_an_edited_case_is_the_text_of_the_data_too(bench: Bench, anna: Actor) -> None:
    _ready(bench)
    accept(bench.desk, _pending(bench, "escalate"), anna, "In my own words.")
    bench.work()
    (sent,) = bench.channel.delivered
    assert json.loads(sent.files[0].text or "")["text"] == sent.text == "In my own words."


def test_a_mail_that_tells_a_password_stays_here(bench: Bench, anna: Actor) -> None:
    _ready(bench, "My password is hunter2! What now?")
    accept(bench.desk, _pending(bench, "escalate"), anna)
    bench.work()
    assert [file.content_type for file in bench.channel.delivered[0].files] == ["application/json"]


@pytest.mark.parametrize(("with_note", "to"), [(False, 1), (True, 2)])
def test_the_requester_hears_of_it_with_the_case_or_later(
    bench: Bench, anna: Actor, with_note: bool, to: int
) -> None:
    _ready(bench)
    accept(bench.desk, _pending(bench, "escalate"), anna, with_note=with_note)
    bench.work()
    assert len(bench.channel.delivered) == to
    if not with_note:
        accept(bench.desk, _pending(bench, "reply"), anna)
        bench.work()
    note = bench.channel.delivered[1]
    assert (note.to, note.text, note.in_reply_to) == (
        "alice@example.org", "Somebody else has it now.", "<first@example.org>",
    )  # fmt: skip
    assert note.files == ()
    assert bench.state() == "escalated"


def test_the_note_alone_solves_nothing(bench: Bench, anna: Actor) -> None:
    _ready(bench)
    accept(bench.desk, _pending(bench, "reply"), anna)
    bench.work()
    assert bench.state() == "triaged"


@pytest.mark.parametrize("autonomy", Autonomy)
def test_neither_goes_out_by_itself(bench: Bench, autonomy: Autonomy) -> None:
    bench.set(autonomy=autonomy)
    _ready(bench)
    assert bench.channel.delivered == []


def test_a_case_that_does_not_arrive_is_not_escalated(bench: Bench, anna: Actor) -> None:
    bench.channel.answer = Delivery(DeliveryOutcome.FAILED, "550 no such user")
    _ready(bench)
    accept(bench.desk, _pending(bench, "escalate"), anna)
    bench.work()
    assert (bench.state(), bench.view().line.attention) == ("triaged", True)
    assert _row(bench, "escalated_at", "remind_at") == (None, None)


def test_without_an_address_the_agent_has_it(bench: Bench, anna: Actor) -> None:
    bench.set_platform(escalation="")
    _ready(bench)
    assert accept(bench.desk, _pending(bench, "escalate"), anna) is None
    assert _row(bench, "state", "escalated_to", "escalation_ref") == ("escalated", "Anna", "#1")
    assert bench.channel.delivered == []


def test_an_answer_becomes_a_closing_reply(handed_over: Bench, anna: Actor) -> None:
    handed_over.mail("We took it off [[the list]].\nhttps://x.test", sender=SUE, answers=_case(handed_over))
    handed_over.work()
    view = handed_over.view()
    said = view.messages[-1]
    assert (said.role, said.verified, view.line.state, view.line.attention) == (
        "support",
        True,
        "triaged",
        True,
    )
    (closing,) = view.pending
    assert (closing.kind, closing.to) == ("reply", "alice@example.org")
    assert closing.text.startswith("Guten Tag")
    assert "> We took it off [ [the list] ]." in closing.text
    assert "hxxps://x.test" in closing.text
    assert len(handed_over.thinker.heard) == 1

    with pytest.raises(DeskError, match="marked line"):
        accept(handed_over.desk, closing.id, anna)
    assert [item.id for item in handed_over.view().pending] == [closing.id]
    accept(handed_over.desk, closing.id, anna, "Good news: it is off the list.")
    handed_over.work()
    answer = handed_over.channel.delivered[-1]
    assert (answer.to, answer.in_reply_to) == ("alice@example.org", "<first@example.org>")
    assert handed_over.state() == "solved"


@pytest.mark.parametrize(
    ("sender", "answers", "subject", "proven", "role", "verified", "state"),
    [
        (SUE, True, "Re: Delayed", "", "support", True, "triaged"),
        (SUE, True, "Re: Delayed", "no", "support", False, "escalated"),
        ("desk@mail.platform.test", True, "x", "", "support", True, "triaged"),
        ("bot@tickets.test", True, "Re: Delayed", "", "support", False, "escalated"),
        (SUE, False, "Re: Delayed [#1]", "yes", "support", True, "triaged"),
        (SUE, False, "Re: Delayed [#1]", "", "support", False, "escalated"),
        (ALICE, True, "Re: Delayed", "", "requester", True, "escalated"),
    ],
)
def test_whose_answer_counts(
    handed_over: Bench,
    sender: str,
    answers: bool,
    subject: str,
    proven: str,
    role: str,
    verified: bool,
    state: str,
) -> None:
    handed_over.mail(
        "It is mended.",
        sender=sender,
        subject=subject,
        answers=_case(handed_over) if answers else None,
        meta={"support": proven},
    )
    handed_over.work()
    said = handed_over.view().messages[-1]
    assert (said.role, said.verified, handed_over.state()) == (role, verified, state)
    assert handed_over.view().line.attention
    assert len(handed_over.channel.delivered) == 1


def test_a_stranger_with_our_number_opens_a_ticket_of_their_own(handed_over: Bench) -> None:
    handed_over.mail("Mended!", sender="m@evil.test", subject="Re: Delayed [#1]", meta={"support": "yes"})
    handed_over.work()
    assert handed_over.view(2).line.requester == "m@evil.test"
    assert handed_over.state() == "escalated"


@pytest.mark.parametrize(
    ("text", "subject", "more"),
    [
        ("Thank you.", "[Ticket ID: ABC-1234] Delayed [#1]", "Auto-Submitted: auto-replied\r\n"),
        ("We have received your request. Your ticket number is ABC-1234.", "Re: Delayed [#1]", ""),
        ("I am away.", "Re: Delayed", "Auto-Submitted: auto-replied\r\nX-Ticket-ID: ABC-1234\r\n"),
    ],
)
def test_a_receipt_teaches_their_number_and_moves_nothing(
    handed_over: Bench, text: str, subject: str, more: str
) -> None:
    handed_over.mail(text, sender=SUE, subject=subject, answers=_case(handed_over), more=more)
    handed_over.work()
    assert _row(handed_over, "state", "support_ref") == ("escalated", "ABC-1234")
    assert handed_over.view().pending[-1].kind == "reply"  # only the note that was there before
    assert "support_received" in handed_over.trail()
    assert len(handed_over.channel.delivered) == 1
    # the answer may come under their number alone
    handed_over.mail("It is mended.", sender=SUE, subject="Ticket ABC-1234 updated", meta={"support": "yes"})
    handed_over.work()
    assert handed_over.state() == "triaged"


def test_what_comes_for_no_case_of_ours_gets_no_automatic_mail(bench: Bench) -> None:
    bench.set(autonomy=Autonomy.ANSWER)
    bench.mail("Our newsletter", sender=SUE, subject="News")
    bench.work()
    assert bench.channel.delivered == []
    assert "held_back" in bench.trail()


def test_reminders_double_and_mail_nobody(handed_over: Bench) -> None:
    steps = []
    for days in (1, 1, 3, 1):
        handed_over.clock.pass_by(days=days)
        handed_over.work()
        steps.append(_row(handed_over, "reminded")[0])
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
    assert _row(handed_over, "reminded") == (0,)


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


def test_a_question_of_theirs_is_answered_in_their_thread(handed_over: Bench, anna: Actor) -> None:
    handed_over.mail("Which user?", sender=SUE, answers=_case(handed_over), message_id="<q@platform.test>")
    handed_over.work()
    write_support(handed_over.desk, 1, anna, "Alice.")
    handed_over.work()
    sent = handed_over.channel.delivered[-1]
    assert (sent.to, sent.in_reply_to, sent.text) == ("support@platform.test", "<q@platform.test>", "Alice.")
    assert _row(handed_over, "state", "remind_at") == (
        "escalated", handed_over.clock.at + timedelta(hours=48),
    )  # fmt: skip
    assert handed_over.view().pending == ()


def test_nobody_outside_to_write_to(bench: Bench, anna: Actor) -> None:
    _ready(bench)
    with pytest.raises(DeskError, match="nobody outside"):
        write_support(bench.desk, 1, anna, "Hello?")


def test_an_agent_hands_over_what_triage_would_answer(bench: Bench, anna: Actor) -> None:
    bench.thinker.says(Action.REPLY, handover=_dossier())
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


def _incoming(subject: str = "", text: str = "", automatic: bool = False, **headers: str) -> Incoming:
    fields = tuple((name.replace("_", "-"), value) for name, value in headers.items())
    evidence = Evidence("message", MessageInfo(subject=subject), headers=fields)
    return Incoming(evidence, text, "sue@platform.test", None, subject, automatic=automatic)


@pytest.mark.parametrize(
    ("incoming", "number"),
    [
        (_incoming("Re: Delayed [#12]"), None),
        (_incoming("[Ticket ID: ABC-12] Re: Delayed [#12]"), "ABC-12"),
        (_incoming("[#12] Case number 00123456 created"), "00123456"),
        (_incoming("Re: Delayed [#12] ##9871##"), "9871"),
        (_incoming("(Request #771)"), "771"),
        (_incoming("Your request today"), None),
        (_incoming("Re: x", X_RT_Ticket="rt.example.org #4711"), "4711"),
        (_incoming("Re: x", "Your ticket number is 5512-9.", automatic=True), "5512-9"),
        (_incoming("Re: x", "We looked at ticket 99 of another customer."), None),
    ],
)
def test_their_number(incoming: Incoming, number: str | None) -> None:
    assert support_number(incoming) == number


@pytest.mark.parametrize(
    ("text", "automatic", "receipt"),
    [
        ("anything", True, True),
        ("Your request has been received and is being reviewed.", False, True),
        ("Ticket 4711 has been created.", False, True),
        ("We have taken the address off the list.", False, False),
        ("The automatic filter had caught it. It is released.", False, False),
        ("We have received your request. " + "And this is what we found. " * 100, False, False),
    ],
)
def test_receipts(text: str, automatic: bool, receipt: bool) -> None:
    assert is_receipt(_incoming("", text, automatic)) is receipt


@pytest.mark.parametrize(
    ("address", "known"),
    [
        ("help@opensrs.com", True),
        ("sue@support.opensrs.com", True),
        ("sue@TUCOWS.com", True),
        ("sue@opensrs.com.evil.test", False),
        ("sue@notopensrs.com", False),
        ("", False),
        (None, False),
    ],
)
def test_who_is_support(address: str | None, known: bool) -> None:
    platform = Platform("p", "P", escalation=Escalation("help@opensrs.com", answer_domains=("tucows.com",)))
    assert is_support(address, platform) is known
    assert not is_support(address, replace(platform, escalation=Escalation()))


def test_files_only_with_a_case(handed_over: Bench, anna: Actor) -> None:
    with handed_over.desk.store.read() as connection:
        kinds = {row.kind: row.files for row in connection.execute(select(outgoing))}
    assert set(kinds) == {"escalate"}
    assert _row(handed_over, "remind_at") == (datetime(2026, 3, 4, 9, 0, tzinfo=UTC),)


def test_an_incident_s_case_is_in_the_same_form(bench: Bench, anna: Actor) -> None:
    bench.thinker.says(Action.ESCALATE, dossier="one case", handover=_dossier(), reply=None)
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
    accept(bench.desk, _pending(bench, "escalate"), anna)
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
        handover=_dossier(),
        details=details,
    )
    bench.mail(subject="Help")
    bench.work()
    (found,) = [item for item in bench.view().pending if item.kind == "escalate"]
    assert found.subject == subject
