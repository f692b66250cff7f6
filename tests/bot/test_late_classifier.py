"""A running service takes another model when it is told to, without a restart."""

from __future__ import annotations

import threading
from pathlib import Path

import numpy as np
import pytest

import bot.late_classifier
from bot.late_classifier import LateClassifier
from knowledge.library import KnowledgeError, load_library
from knowledge.vocabulary import Route
from triage.routing import versions
from triage.routing.classifier import LinearClassifier
from triage.routing.versions import BUILT, InUse, Version


def model(route: str) -> LinearClassifier:
    """Takes everything for this route."""
    other = "not_a_ticket" if route != "not_a_ticket" else "newsletter"
    return LinearClassifier(
        classes=(route, other),
        vocabulary={"w:hello": 0},
        rarity=np.ones(1, dtype=np.float32),
        weights=np.array([[1.0, -1.0]], dtype=np.float32),
        intercept=np.array([4.0, -4.0], dtype=np.float32),
    )


@pytest.fixture
def late(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> LateClassifier:
    """With two versions at hand, and a built one that needs no learning."""
    monkeypatch.setattr(versions, "load_or_train", lambda data, library: model("real_issue/other"))
    for number, route in ((1, "newsletter"), (2, "junk_expected")):
        blank = Version(number, "", True, (), "", versions.reads_as(), {}, BUILT)
        versions.keep(tmp_path, model(route), blank)
    return LateClassifier(tmp_path, load_library())


def said(late: LateClassifier) -> tuple[Route, str | None]:
    words = late.read("hello")
    return max(words.routes, key=lambda route: words.routes[route]), words.model


def test_each_decision_is_made_by_the_model_in_use_and_names_it(late: LateClassifier, tmp_path: Path) -> None:
    assert said(late) == (Route.REAL_ISSUE, "built")
    versions.use(tmp_path, 1)
    assert said(late) == (Route.NEWSLETTER, "model 1")
    versions.use(tmp_path, 2)
    assert said(late) == (Route.JUNK_EXPECTED, "model 2")
    versions.roll_back(tmp_path)
    assert said(late) == (Route.NEWSLETTER, "model 1")
    versions.use(tmp_path, BUILT)
    assert said(late) == (Route.REAL_ISSUE, "built")


def test_a_damaged_model_is_passed_over(late: LateClassifier, tmp_path: Path) -> None:
    versions.use(tmp_path, 1)
    versions.numbers_file(tmp_path, 2).write_bytes(b"not a model")
    versions.use(tmp_path, 2)
    assert said(late) == (Route.NEWSLETTER, "model 1")


def test_it_is_loaded_once_and_looked_for_again_only_when_it_changes(
    late: LateClassifier, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked: list[int] = []
    find = versions.find_model

    def counting(*given: object) -> InUse:
        looked.append(1)
        return find(*given)  # type: ignore[arg-type]

    monkeypatch.setattr(versions, "find_model", counting)
    for _ in range(5):
        said(late)
    versions.use(tmp_path, 1)
    for _ in range(5):
        said(late)
    assert len(looked) == 2


def test_a_wrong_example_does_not_stop_a_desk_that_has_a_model(
    late: LateClassifier, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def wrong(*given: object) -> InUse:
        raise KnowledgeError("own.jsonl, line 1: is not JSON")

    before = said(late)
    monkeypatch.setattr(versions, "find_model", wrong)
    versions.use(tmp_path, 1)
    assert said(late) == before
    with pytest.raises(KnowledgeError):
        LateClassifier(tmp_path, load_library()).read("hello")


def test_while_one_thread_loads_the_new_model_the_others_go_on_with_the_old_one(
    late: LateClassifier, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    find, loading, may_end = versions.find_model, threading.Event(), threading.Event()

    def slow(*given: object) -> InUse:
        loading.set()
        assert may_end.wait(30)
        return find(*given)  # type: ignore[arg-type]

    assert said(late)[1] == "built"
    monkeypatch.setattr(versions, "find_model", slow)
    versions.use(tmp_path, 1)
    found: list[str | None] = []
    loader = threading.Thread(target=lambda: found.append(said(late)[1]))
    loader.start()
    assert loading.wait(30)
    assert said(late)[1] == "built"
    may_end.set()
    loader.join(30)
    assert found == ["model 1"]
    assert said(late)[1] == "model 1"


def test_many_threads_at_the_start_load_one_model(late: LateClassifier) -> None:
    found: list[object] = []
    threads = [threading.Thread(target=lambda: found.append(late.load())) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert len({id(one) for one in found}) == 1


def test_where_there_is_no_pointer_there_is_no_mark(tmp_path: Path) -> None:
    assert bot.late_classifier._mark(tmp_path / "none") is None
