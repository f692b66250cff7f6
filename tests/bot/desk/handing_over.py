"""What the tests of escalations share: a ticket whose case is ready, and looking at it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from bot.store.schema.ticket import tickets
from knowledge.vocabulary import Action, ProblemKind, Route
from triage.dossier.model import SCHEMA, Dossier
from triage.model import Reply

if TYPE_CHECKING:
    from tests.bot.conftest import Bench

SUE = "Sue <sue@platform.test>"


def a_dossier() -> Dossier:
    no: tuple[()] = ()
    who, verdict = "alice@example.org", ("real_issue", "delayed", 0.9)
    return Dossier(
        SCHEMA, "#1", "test", "Test", ("Who: Alice",), *verdict, no, who, None, "de",
        no, no, no, no, no, no, no, no, no, no, no,
    )  # fmt: skip


def ready(bench: Bench, text: str = "My mail is late.") -> None:
    bench.thinker.says(
        Action.ESCALATE,
        route=Route.REAL_ISSUE,
        problem=ProblemKind.DELAYED,
        dossier="The case: …",
        handover=a_dossier(),
        reply=None,
        note=Reply("Handed on", "Somebody else has it now."),
        language="de",
        details={"sender": "bob@partner.test", "recipient": ("alice@example.org",)},
    )
    bench.mail(text, message_id="<first@example.org>")
    bench.work()


def pending(bench: Bench, kind: str) -> int:
    (found,) = [item.id for item in bench.view().pending if item.kind == kind]
    return found


def case_id(bench: Bench) -> str:
    """The Message-ID under which the case went out."""
    message_id = bench.channel.delivered[0].message_id
    assert message_id is not None
    return message_id


def row(bench: Bench, *names: str) -> tuple[object, ...]:
    with bench.desk.store.read() as connection:
        return tuple(connection.execute(select(*(tickets.c[name] for name in names))).one())
