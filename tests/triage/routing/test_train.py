"""Learning: the numbers of scikit-learn, kept safely, found again, learnt anew when anything changes."""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import pytest

from knowledge.labelled import Example, read_examples
from knowledge.library import load_library
from knowledge.vocabulary import ProblemKind, Route
from triage.routing import model_file, train
from triage.routing.classifier import softmax, vector

ALL = read_examples(load_library().example_files())
SOME = tuple(example for example in ALL if example.lang in ("en", "de"))[::3]


@pytest.fixture(scope="module")
def lesson() -> train.Lesson:
    return train.Lesson(SOME)


def test_reading_gives_what_scikit_learn_gives(lesson: train.Lesson) -> None:
    from sklearn.svm import LinearSVC  # type: ignore[import-untyped]

    model = lesson.learn(np.ones(len(SOME), dtype=bool))
    theirs = LinearSVC(C=train.STRENGTH, random_state=0)
    theirs.fit(lesson.matrix, lesson.labels, sample_weight=lesson.counts)
    wanted = softmax(train.SPREAD * theirs.decision_function(lesson.matrix))
    for row, example in enumerate(SOME[:40]):
        said = model.read(example.words).routes
        for route in Route:
            columns = [i for i, name in enumerate(theirs.classes_) if name.split("/")[0] == route]
            assert said[route] == pytest.approx(wanted[row, columns].sum(), abs=2e-3)


def test_a_row_of_the_matrix_is_the_vector_that_reading_makes(lesson: train.Lesson) -> None:
    index, values = vector(SOME[0].words, lesson.vocabulary, lesson.rarity)
    row = np.zeros(len(lesson.vocabulary))
    row[index] = values
    assert np.allclose(lesson.matrix[[0]].toarray()[0], row, atol=1e-6)


def test_no_family_is_on_both_sides(lesson: train.Lesson, monkeypatch: pytest.MonkeyPatch) -> None:
    learnt: list[set[str]] = []
    learn = train.Lesson.learn

    def spying(self: train.Lesson, rows: np.typing.NDArray[np.bool_], temperature: float = 1.0) -> object:
        learnt.append({SOME[int(row)].family for row in np.flatnonzero(rows)})
        return learn(self, rows, temperature)

    monkeypatch.setattr(train.Lesson, "learn", spying)
    held = train.held_out(SOME, lesson)
    families = {example.family for example in SOME}
    assert len(learnt) == train.FOLDS
    assert set.union(*(families - seen for seen in learnt)) == families
    assert sum(len(families - seen) for seen in learnt) == len(families)
    assert held.shares().sum(axis=1) == pytest.approx(1.0)


def test_calibration_softens_what_was_too_sure() -> None:
    classes = ("a", "b")
    scores = np.array([[6.0, 0.0]] * 10)
    assert train.best_temperature(classes, scores, ["a"] * 7 + ["b"] * 3) > 1.5


def test_two_classes_are_enough() -> None:
    two = [example for example in SOME if example.route in (Route.NEWSLETTER, Route.JUNK_EXPECTED)]
    said = train.train(two).read(two[0].words)
    assert said.routes[Route.NEWSLETTER] + said.routes[Route.JUNK_EXPECTED] == pytest.approx(1.0)
    assert set(said.problems) == set(ProblemKind)


def test_cues_teach_and_are_never_tested_on() -> None:
    phrases = train.cues(load_library())
    assert {train.label(cue) for cue in phrases} == {train.label(example) for example in ALL}
    both = (*SOME, *phrases)
    assert train.held_out(both, train.Lesson(both)).examples == SOME


def _small_library(data: Path) -> None:
    """A data folder whose own examples hide the package's, so that learning takes a moment only."""
    folder = data / "knowledge" / "examples"
    folder.mkdir(parents=True)
    for path in load_library().example_files():
        (folder / path.name).write_text("", encoding="utf-8")
    lines = (
        '{"id": "a%d", "lang": "en", "subject": "", "text": "weekly offers", "route": "newsletter"}\n',
        '{"id": "b%d", "lang": "en", "subject": "", "text": "never arrived", "route": "real_issue",'
        ' "problem": "missing_mail"}\n',
    )
    text = "".join(line % number for line in lines for number in range(5))
    (folder / "own.jsonl").write_text(text, encoding="utf-8")


def test_a_model_is_kept_and_found_again_and_learnt_anew_when_an_example_changes(tmp_path: Path) -> None:
    _small_library(tmp_path)
    library = load_library(tmp_path)
    first = train.load_or_train(tmp_path, library)
    kept = list((tmp_path / "models").glob("*.npz"))
    assert len(kept) == 1
    before = kept[0].stat().st_mtime_ns
    again = train.load_or_train(tmp_path, library)
    assert kept[0].stat().st_mtime_ns == before
    assert again.read("weekly offers").routes == pytest.approx(first.read("weekly offers").routes, abs=0.01)
    with (tmp_path / "knowledge/examples/own.jsonl").open("a", encoding="utf-8") as file:
        file.write('{"id": "c", "lang": "en", "subject": "", "text": "my junk", "route": "junk_expected"}\n')
    train.load_or_train(tmp_path, library)
    assert len(list((tmp_path / "models").glob("*.npz"))) == 2


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 broken", b"x" * 2000])
def test_a_broken_model_is_replaced(tmp_path: Path, content: bytes) -> None:
    _small_library(tmp_path)
    library = load_library(tmp_path)
    path = tmp_path / "models" / f"words-{train.digest(library)}.npz"
    path.parent.mkdir()
    path.write_bytes(content)
    train.load_or_train(tmp_path, library)
    assert model_file.load(path) is not None


def test_a_model_with_objects_in_it_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "words.npz"
    np.savez(path, classes=np.array([{"a": 1}], dtype=object), allow_pickle=True)
    assert model_file.load(path) is None


def test_without_a_data_folder_the_users_cache_is_used(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    assert train.models_folder(None) == tmp_path / "mailtriage" / "models"


def test_what_cannot_be_kept_is_used_all_the_same(tmp_path: Path) -> None:
    _small_library(tmp_path)
    (tmp_path / "models").write_text("a file in the way", encoding="utf-8")
    model = train.load_or_train(tmp_path, load_library(tmp_path))
    assert model.read("never arrived").routes[Route.REAL_ISSUE] > 0.5


def test_several_processes_agree_on_one_model(tmp_path: Path) -> None:
    import subprocess

    _small_library(tmp_path)
    code = (
        "import sys; from pathlib import Path; from knowledge.library import load_library;"
        "from triage.routing.train import load_or_train; data = Path(sys.argv[1]);"
        "print(load_or_train(data, load_library(data)).read('weekly offers').telling)"
    )
    command = [sys.executable, "-c", code, str(tmp_path)]
    started = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _ in range(2)]
    said = [process.communicate()[0] for process in started]
    assert [process.returncode for process in started] == [0, 0]
    assert said[0] == said[1]
    assert len(list((tmp_path / "models").glob("*.npz"))) == 1
    assert not list((tmp_path / "models").glob("*.part"))


def test_an_example_in_a_language_never_seen_is_still_read() -> None:
    example = Example("x", "x", "ja", "", "メールが届きません", Route.REAL_ISSUE, ProblemKind.MISSING_MAIL)
    said = train.train(SOME).read(example.words)
    assert sum(said.routes.values()) == pytest.approx(1.0)


def test_a_model_built_with_the_package_saves_the_wait(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    _small_library(tmp_path)
    library = load_library(tmp_path)
    monkeypatch.setattr(train, "PREBUILT", tmp_path / "prebuilt")
    built = train.prebuild(library)
    monkeypatch.setattr(train, "train", lambda examples: pytest.fail("nothing is learnt again"))
    assert train.prebuild(library) == built
    model = train.load_or_train(tmp_path / "elsewhere", library)
    assert model.read("weekly offers").routes[Route.NEWSLETTER] > 0.5
    assert not (tmp_path / "elsewhere").exists()
