"""Which model is used: the one pointed at when it is whole and fits, else the one before it."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from triage.routing import model_file, versions
from triage.routing.classifier import LinearClassifier
from triage.routing.versions import BUILT, Version


def model(weight: float = 1.0) -> LinearClassifier:
    return LinearClassifier(
        classes=("newsletter", "real_issue/missing_mail"),
        vocabulary={"w:offers": 0, "w:lost": 1},
        rarity=np.ones(2, dtype=np.float32),
        weights=np.array([[weight, 0], [0, weight]], dtype=np.float32),
        intercept=np.zeros(2, dtype=np.float32),
    )


def keep(data: Path, *numbers: int) -> None:
    for number in numbers:
        blank = Version(number, "2026-03-02", True, (), "", versions.reads_as(), {"own": 3}, number - 1)
        versions.keep(data, model(float(number)), blank)


def used(data: Path) -> tuple[int, tuple[str, ...]]:
    return versions.which(data)


def edit(path: Path, **changes: object) -> None:
    said = json.loads(path.read_text("utf-8"))
    path.write_text(json.dumps(said | changes), encoding="utf-8")


def test_a_version_is_read_back_as_it_was_written(tmp_path: Path) -> None:
    story = Version(
        number=1,
        made_at="2026-03-02",
        taken=False,
        why=("recall of newsletter falls",),
        sha256="",
        reads_as=versions.reads_as(),
        learnt={"own": 3},
        compared_with=BUILT,
        figures={"tickets": 3},
        learnt_from=("ab", "cd"),
    )
    kept = versions.keep(tmp_path, model(), story)
    assert versions.story(tmp_path, 1) == kept
    assert kept == replace(story, sha256=kept.sha256)
    assert versions.stories(tmp_path) == (kept,)


def test_the_way_there_and_back(tmp_path: Path) -> None:
    keep(tmp_path, 1, 2, 3)
    assert versions.order(tmp_path) == (BUILT,)
    for number in (1, 2, 3):
        versions.use(tmp_path, number)
    assert versions.order(tmp_path) == (3, 2, 1, BUILT)
    assert [versions.roll_back(tmp_path) for _ in range(4)] == [2, 1, BUILT, None]
    versions.use(tmp_path, 2)
    versions.use(tmp_path, 3)
    versions.use(tmp_path, 2)
    assert versions.order(tmp_path) == (2, 3, BUILT)


def _truncated(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:100])


def _one_bit(path: Path) -> None:
    raw = bytearray(path.read_bytes())
    raw[len(raw) // 2] ^= 1
    path.write_bytes(raw)


@pytest.mark.parametrize(
    ("name", "damage", "said"),
    [
        ("0002.npz", _truncated, "0002.npz is missing or damaged"),
        ("0002.npz", _one_bit, "0002.npz is missing or damaged"),
        ("0002.npz", Path.unlink, "0002.npz is missing or damaged"),
        ("0002.json", Path.unlink, "0002.json is missing or damaged"),
        ("0002.json", _truncated, "0002.json is missing or damaged"),
        ("0002.json", lambda path: path.write_text("[]"), "0002.json is missing or damaged"),
        ("0002.json", lambda path: edit(path, number=7), "0002.json is missing or damaged"),
        ("0002.json", lambda path: edit(path, learnt_from=3), "0002.json is missing or damaged"),
        ("0002.json", lambda path: path.write_text("[" * 100_000), "0002.json is missing or damaged"),
        ("0002.json", lambda path: edit(path, reads_as="x"), "made by another version of mailtriage"),
        ("0002.json", lambda path: edit(path, sha256="0" * 64), "0002.npz is missing or damaged"),
    ],
)
def test_what_cannot_be_used_is_named_and_the_one_before_it_used(
    tmp_path: Path, name: str, damage: Callable[[Path], object], said: str
) -> None:
    keep(tmp_path, 1, 2)
    versions.use(tmp_path, 1)
    versions.use(tmp_path, 2)
    assert used(tmp_path) == (2, ())
    damage(tmp_path / "models" / "versions" / name)
    number, passed_over = used(tmp_path)
    assert number == 1
    assert len(passed_over) == 1
    assert said in passed_over[0]
    assert "model 2" in passed_over[0]
    assert versions.why_not(tmp_path, 2) == passed_over[0]


@pytest.mark.parametrize(
    "text",
    ["", "{", "[]", '{"in_use": "2"}', '{"in_use": -1, "before": 4}', '{"in_use": null, "before": ["x"]}'],
)
def test_a_pointer_that_says_nothing_points_at_the_built_one(tmp_path: Path, text: str) -> None:
    versions.pointer(tmp_path).parent.mkdir(parents=True)
    versions.pointer(tmp_path).write_text(text)
    assert versions.order(tmp_path) == (BUILT,)


def test_numbers_are_never_given_twice(tmp_path: Path) -> None:
    keep(tmp_path, 1, 2)
    versions.use(tmp_path, 2)
    versions.numbers_file(tmp_path, 2).unlink()
    versions.numbers_file(tmp_path, 2).with_suffix(".json").unlink()
    assert versions.next_number(tmp_path) == 3


def test_old_versions_go_but_never_the_one_in_use_nor_the_one_before_it(tmp_path: Path) -> None:
    keep(tmp_path, *range(1, versions.KEPT + 5))
    versions.use(tmp_path, 1)
    versions.use(tmp_path, 3)
    assert versions.prune(tmp_path) == (4, 2)
    assert [story.number for story in versions.stories(tmp_path)][-2:] == [3, 1]
    assert versions.prune(tmp_path) == ()
    assert used(tmp_path) == (3, ())


def packed(**arrays: object) -> bytes:
    held = io.BytesIO()
    np.savez(held, **arrays)  # type: ignore[arg-type]
    return held.getvalue()


def names(*words: str) -> np.typing.NDArray[np.uint8]:
    return np.frombuffer("\n".join(words).encode(), dtype=np.uint8)


GOOD = {
    "classes": names("newsletter", "junk_expected"),
    "vocabulary": names("w:a", "w:b"),
    "rarity": np.ones(2),
    "weights": np.ones((2, 2)),
    "intercept": np.zeros(2),
    "temperature": np.float64(1.0),
}


@pytest.mark.parametrize(
    "changes",
    [
        {"classes": names("newsletter", "no_such_route")},
        {"classes": names("newsletter", "real_issue/no_such_problem")},
        {"vocabulary": names("w:a", "w:a")},
        {"weights": np.ones((2, 3))},
        {"weights": np.ones(4)},
        {"intercept": np.zeros(3)},
        {"temperature": np.float64(0.0)},
        {"temperature": np.float64("nan")},
        {"temperature": np.zeros(2)},
        {"classes": np.array([{"a": 1}], dtype=object)},
    ],
)
def test_numbers_that_do_not_belong_together_are_no_model(changes: dict[str, object]) -> None:
    assert model_file.loads(packed(**GOOD)) is not None
    assert model_file.loads(packed(**GOOD | changes)) is None


def test_a_file_that_swells_when_it_is_unpacked_is_no_model(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(model_file, "MAX_UNPACKED", 1_000_000)
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("vocabulary.npy", b"\0" * 2_000_000)
    assert len(held.getvalue()) < 10_000
    assert model_file.loads(held.getvalue()) is None


def test_a_single_array_is_no_model() -> None:
    held = io.BytesIO()
    np.save(held, np.zeros(3))
    assert model_file.loads(held.getvalue()) is None


def test_what_reads_a_text_is_known_by_its_files() -> None:
    from triage.routing import features

    made_of = {path.name for path in versions._made_of(features)}
    assert {"features.py", "negation.py", "folding.py", "concepts.py", "concepts.toml"} <= made_of
