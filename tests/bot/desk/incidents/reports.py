"""Mails that share a cause, and what has become of them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from bot.desk.answer_all import mark_of
from bot.store.queries.incidents import IncidentView, incident_view
from knowledge.vocabulary import Reason, RejectedBy
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
