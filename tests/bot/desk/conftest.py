"""What the tests of the desk share."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.desk.accept import accept
from bot.desk.types import Actor
from tests.bot.desk.handing_over import pending, ready

if TYPE_CHECKING:
    from tests.bot.conftest import Bench


@pytest.fixture
def handed_over(bench: Bench, anna: Actor) -> Bench:
    """Ticket 1 is with the support; nothing has come back."""
    ready(bench)
    accept(bench.desk, pending(bench, "escalate"), anna)
    bench.work()
    return bench
