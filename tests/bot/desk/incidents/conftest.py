"""A desk to which bounces and spam are reported."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from bot.desk.types import Incoming, StoredIntake
from tests.bot.desk.incidents.reports import refusal, spam

if TYPE_CHECKING:
    from tests.bot.conftest import Bench


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
