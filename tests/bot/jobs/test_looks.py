"""Workers that share what they have found: nothing is looked for twice, nothing is overlooked."""

from __future__ import annotations

import pytest

from bot.jobs import looks
from bot.jobs.kinds import BY_TIME, Kind, do_intake, do_reminder
from bot.jobs.looks import Looks
from bot.wake import Wake


def test_what_was_found_empty_is_not_looked_at_again_until_a_wake_up() -> None:
    wake = Wake()
    shared = Looks(wake)
    begun = shared.begin(do_intake)
    assert begun is not None
    shared.found_nothing(do_intake, begun)
    assert shared.begin(do_intake) is None
    wake()
    assert shared.begin(do_intake) is not None


def test_a_wake_up_during_a_look_is_not_lost() -> None:
    wake = Wake()
    shared = Looks(wake)
    begun = shared.begin(do_intake)
    assert begun is not None
    wake()
    shared.found_nothing(do_intake, begun)
    assert shared.begin(do_intake) is not None


def test_what_is_due_by_time_does_not_listen_to_wake_ups() -> None:
    wake = Wake()
    shared = Looks(wake)
    assert do_reminder in BY_TIME
    begun = shared.begin(do_reminder)
    assert begun is not None
    shared.found_nothing(do_reminder, begun)
    wake()
    assert shared.begin(do_reminder) is None


@pytest.mark.parametrize("kind", [do_intake, do_reminder])
def test_after_a_while_it_is_looked_at_anyway(kind: Kind, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(looks, "LOOK_EVERY_S", 0.0)
    shared = Looks(Wake())
    begun = shared.begin(kind)
    assert begun is not None
    shared.found_nothing(kind, begun)
    assert shared.begin(kind) is not None
