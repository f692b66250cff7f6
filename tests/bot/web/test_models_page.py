"""The page of models: what each is worth, which judges, and another one only after a yes."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from sqlalchemy import select

from bot.desk.types import Actor, DeskError
from bot.desk.use_model import use_model
from bot.store.schema.trail import audit
from bot.web.models_view import models_of
from triage.routing import versions
from triage.routing.classifier import LinearClassifier
from triage.routing.versions import BUILT, Version

ROWS = (
    {
        "measure": "route_accuracy",
        "tickets": 40,
        "before": 0.9,
        "after": 0.925,
        "change": None,
        "worse": False,
    },
    {
        "measure": "calibration_error",
        "tickets": 40,
        "before": 0.04,
        "after": 0.05,
        "change": None,
        "worse": True,
    },
    {
        "measure": "recall.newsletter",
        "tickets": 4,
        "before": None,
        "after": 0.5,
        "change": None,
        "worse": False,
    },
)


def keep(data: Path, number: int, **changes: Any) -> None:
    model = LinearClassifier(
        classes=("newsletter", "real_issue/missing_mail"),
        vocabulary={"w:offers": 0, "w:lost": 1},
        rarity=np.ones(2, dtype=np.float32),
        weights=np.array([[number, 0], [0, number]], dtype=np.float32),
        intercept=np.zeros(2, dtype=np.float32),
    )
    story: dict[str, Any] = {
        "number": number, "made_at": "2026-03-01T08:00:00+00:00", "taken": True, "why": (), "sha256": "",
        "reads_as": versions.reads_as(), "learnt": {"package": 300, "accepted": 7},
        "compared_with": number - 1, "figures": {"tickets": 40, "rows": ROWS},
    }  # fmt: skip
    versions.keep(data, model, Version(**story | changes))


@pytest.fixture
def data(bench: Any) -> Path:
    """Two that were taken, the second in use, and one that was refused."""
    folder: Path = bench.desk.settings.data
    keep(folder, 1)
    keep(folder, 2)
    keep(folder, 3, taken=False, why=("recall of <newsletter> falls",))
    versions.use(folder, 1)
    versions.use(folder, 2)
    return folder


def test_what_is_shown(data: Path, ada: Any) -> None:
    page = ada.get("/models")
    assert [page.count(f'id="model-{number}"') for number in (0, 1, 2, 3)] == [1, 1, 1, 1]
    for words in (
        "recall of &lt;newsletter&gt; falls",
        "Refused",
        "In use",
        "92.5 %",
        "0.050",
        "300 examples of the package, 7 accepted tickets",
        "Go back to model 1",
        "Use the built model",
    ):
        assert words in page


def test_which_is_in_use_and_what_was_before(data: Path) -> None:
    models = models_of(data)
    assert (models.in_use, models.back_to) == (2, 1)
    assert [(item.number, item.in_use, item.taken, item.usable) for item in models.shown] == [
        (3, False, False, True),
        (2, True, True, True),
        (1, False, True, True),
        (0, False, True, True),
    ]


def test_a_desk_that_has_learnt_nothing_has_the_built_one(ada: Any, bench: Any) -> None:
    page = ada.get("/models")
    assert 'id="model-0"' in page
    assert "Go back" not in page


@pytest.mark.parametrize(
    ("form", "status", "in_use", "said"),
    [
        ({"sure": "yes", "instead_of": "2"}, 303, 1, "Model 1 judges from the next ticket on."),
        ({"instead_of": "2"}, 303, 2, "nothing was changed"),
        ({"sure": "yes", "instead_of": "7"}, 303, 2, "please look again"),
        ({"sure": "yes", "instead_of": "x"}, 400, 2, None),
        ({"sure": "yes"}, 400, 2, None),
    ],
)
def test_another_one_only_after_a_yes(
    data: Path, ada: Any, form: dict[str, str], status: int, in_use: int, said: str | None
) -> None:
    ada.post("/models/1/use", status, **form)
    assert versions.which(data)[0] == in_use
    if said:
        assert said in ada.get("/models")


def test_who_chose_it_is_kept(data: Path, ada: Any, bench: Any) -> None:
    ada.post("/models/1/use", sure="yes", instead_of="2")
    with bench.desk.store.read() as connection:
        row = connection.execute(select(audit).where(audit.c.what == "model_used")).one()
    assert (row.actor_name, row.data) == ("Ada", {"model": 1, "instead_of": 2})


def test_going_back_leaves_what_came_after_out(data: Path, ada: Any) -> None:
    ada.post("/models/1/use", sure="yes", instead_of="2")
    assert versions.order(data) == (1, BUILT)
    ada.post("/models/3/use", sure="yes", instead_of="1")
    assert versions.order(data) == (3, 1, BUILT)
    ada.post("/models/0/use", sure="yes", instead_of="3")
    assert versions.order(data) == (BUILT,)


def test_what_is_not_there_or_damaged(data: Path, ada: Any, bench: Any) -> None:
    ada.post("/models/9/use", 404, sure="yes", instead_of="2")
    versions.numbers_file(data, 1).write_bytes(b"x")
    with pytest.raises(DeskError, match="damaged"):
        use_model(bench.desk, 1, Actor("agent", "anna", "Anna"), instead_of=2)
    page = ada.get("/models")
    assert "Cannot be used" in page
    assert "Use model 1" not in page
