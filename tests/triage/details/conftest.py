"""A ticket's words, listened to without any evidence beside them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

import pytest

from knowledge.vocabulary import Platform, ProblemKind, Route
from triage.details.telling import Telling, listen
from triage.model import Case, CaseMessage, Evidence, MessageInfo

# a Thursday
WRITTEN = datetime(2026, 3, 12, 16, 30, tzinfo=timezone(timedelta(hours=1)))


@pytest.fixture
def tell() -> Callable[..., Telling]:
    """`tell("text", problem)`: what anna@bakery.test tells, whose domain lives on the platform."""

    def make(
        text: str,
        problem: ProblemKind | None = ProblemKind.MISSING_MAIL,
        *,
        requester: str | None = "anna@bakery.test",
        dated: bool = True,
        route: Route = Route.REAL_ISSUE,
        cc: str | None = None,
    ) -> Telling:
        platform = Platform(
            name="oss", title="OSS", domains=("bakery.test",), help_addresses=("help@hosting.test",)
        )
        date = WRITTEN if dated else WRITTEN.replace(tzinfo=UTC)
        headers: tuple[tuple[str, str], ...] = (
            ("Date", "Thu, 12 Mar 2026 16:30:00 " + ("+0100" if dated else "-0000")),
        )
        headers += (("Cc", cc),) if cc else ()
        letter = Evidence("message", MessageInfo(from_=requester, date=date), headers=headers)
        case = Case((CaseMessage(letter, text, date),), platform, requester=requester)
        return replace(listen(case), route=route, problem=problem)

    return make
