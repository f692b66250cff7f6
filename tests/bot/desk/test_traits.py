"""What a block would hurt is told from good mail of other tickets; what is spam there does not count."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from bot.desk.types import Incoming, StoredIntake
from knowledge.vocabulary import Action, ProblemKind, Route
from triage.model import Authentication, Evidence, ListMarks, MessageInfo, Trait

if TYPE_CHECKING:
    from tests.bot.conftest import Bench

IP = "192.0.2.7"


def mail(sender: str = "win@mixed.test", dmarc: str | None = None, listed: bool = False) -> Evidence:
    info = MessageInfo("Cheap watches for you", sender, ("a@here.test",), None, None, sender)
    return replace(
        Evidence("message", info),
        authentication=Authentication(sending_ip=IP, dmarc=dmarc),
        list_marks=ListMarks(is_bulk=listed),
    )


@pytest.fixture
def told(bench: Bench) -> Bench:
    """A mail with `n` samples, where its subject says so; the desk itself gets letters without a journey."""
    plain: Callable[[StoredIntake], Incoming] = bench.channel.read
    along = {
        "two": (mail(), mail()),
        "list": (mail("news@mixed.test", "pass", listed=True),),
        "unproven list": (mail("news@mixed.test", None, listed=True),),
        "wanted": (mail("boss@mixed.test"),),
    }

    def read(intake: StoredIntake) -> Incoming:
        incoming = plain(intake)
        return replace(incoming, evidence=replace(incoming.evidence, nested=along.get(incoming.subject, ())))

    bench.channel.read = read  # type: ignore[method-assign]
    return bench


ROWS: list[tuple[str, str, Route, ProblemKind | None, list[str]]] = [
    # what another ticket is about, who wrote it, what it was found to be, why its mail is good
    ("list", "u@user.test", Route.NEWSLETTER, None, ["list"]),
    ("unproven list", "u@user.test", Route.NEWSLETTER, None, []),
    ("wanted", "u@user.test", Route.REAL_ISSUE, ProblemKind.JUNKED_WRONGLY, ["wanted"]),
    ("wanted", "u@user.test", Route.REAL_ISSUE, ProblemKind.SPAM_RECEIVED, []),
    ("a letter", "ann@mixed.test", Route.REAL_ISSUE, ProblemKind.OTHER, ["customer"]),
    ("a letter", "ann@mixed.test", Route.NOT_A_TICKET, None, []),
    ("a letter", "ann@user.test", Route.REAL_ISSUE, ProblemKind.OTHER, []),
]


@pytest.mark.parametrize(("subject", "sender", "route", "problem", "why"), ROWS)
def test_good_mail(
    told: Bench, subject: str, sender: str, route: Route, problem: ProblemKind | None, why: list[str]
) -> None:
    action = Action.IGNORE if route is Route.NOT_A_TICKET else Action.HOLD
    told.thinker.says(action, route=route, problem=problem, reply=None)
    told.mail(subject=subject, sender=sender)
    told.work()
    told.mail(subject="two")
    told.work()
    case = told.thinker.heard[-1]
    assert [one.why for one in case.seen] == why
    assert all(Trait("from_domain", "mixed.test") in one.traits for one in case.seen)


def test_one_sample_asks_nobody(told: Bench) -> None:
    told.mail(subject="list")
    told.mail(subject="wanted")
    told.work()
    assert [case.seen for case in told.thinker.heard] == [(), ()]
