"""Learn the classifier from labelled tickets, keep it, and find the kept one again.

A model is kept under a digest of all that made it (examples, concepts, this code), so that whatever
changes brings a new one at first need, and several processes never disagree.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

import knowledge.concepts
import knowledge.folding
import knowledge.roles
from knowledge.labelled import Example, read_examples
from knowledge.library import Library
from knowledge.vocabulary import ProblemKind, Route
from triage.routing import classifier, features, model_file, negation, spoken
from triage.routing.classifier import LinearClassifier, softmax, vector

STRENGTH = 0.5
"""The inverse of the regularisation (`C` of scikit-learn)."""
TOLERANCE = 0.01
"""How exactly weights are found; a hundred times as exactly takes half as long again, and judges alike."""
SPREAD = 5.0
"""What the margins of the support vectors are multiplied by, so that a temperature near 1 calibrates them."""
FOLDS = 8
CALIBRATION_FOLDS = 4
"""As many as it takes to say how sure a model may be: the first start waits for it."""
MIN_SEEN = 3
"""A feature that hardly any ticket has teaches nothing about others."""
CUE_WEIGHT = 0.5
"""How much a phrase of `knowledge/problems/` counts beside a whole ticket."""
CUE = "cue"
KEPT = 3
"""Of models that were learnt at first need: several checkouts may share a cache."""
PREBUILT = Path(__file__).with_name("prebuilt")
"""Models that were built along with the package; never part of the repository."""


def label(example: Example) -> str:
    """The class of an example: its route, and the problem of a real issue."""
    return f"{example.route}/{example.problem}" if example.problem else str(example.route)


def cues(library: Library) -> tuple[Example, ...]:
    """The phrases of the problems' files as small examples: learnt from, never tested on."""
    found = []
    for problem in library.problems.values():
        if problem.name == Route.REAL_ISSUE:
            continue
        kind = ProblemKind(problem.name) if problem.name in set(ProblemKind) else None
        route = Route.REAL_ISSUE if kind else Route(problem.name)
        for lang, phrases in problem.cues.items():
            name = f"{CUE}-{problem.name}-{lang}"
            found += [Example(name, CUE, lang, "", phrase, route, kind) for phrase in phrases]
    return tuple(found)


class Lesson:
    """Examples turned into numbers once, to learn from all or some of them."""

    def __init__(self, examples: Sequence[Example]) -> None:
        self.labels = np.array([label(example) for example in examples])
        self.counts = np.array(
            [CUE_WEIGHT if example.family == CUE else example.weight for example in examples]
        )
        self.vocabulary, self.rarity = _vocabulary(examples)
        self.matrix = matrix(examples, self.vocabulary, self.rarity)

    def learn(self, rows: NDArray[np.bool_], temperature: float = 1.0) -> LinearClassifier:
        """A model from these rows. Raises `ValueError` when they are of fewer than two classes."""
        from sklearn.svm import LinearSVC  # type: ignore[import-untyped]
        from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]

        learner = LinearSVC(C=STRENGTH, random_state=0, tol=TOLERANCE)
        with threadpool_limits(limits=1):  # on a busy machine more threads only wait for one another
            learner.fit(self.matrix[rows], self.labels[rows], sample_weight=self.counts[rows])
        weights, intercept = SPREAD * learner.coef_, SPREAD * learner.intercept_
        if len(learner.classes_) == 2:  # scikit-learn keeps one row for two classes
            weights, intercept = np.vstack([-weights, weights]) / 2, np.hstack([-intercept, intercept]) / 2
        return LinearClassifier(
            tuple(map(str, learner.classes_)),
            self.vocabulary,
            self.rarity,
            np.ascontiguousarray(weights.T, dtype=np.float32),
            intercept.astype(np.float32),
            temperature,
        )


def _vocabulary(examples: Sequence[Example]) -> tuple[dict[str, int], classifier.Floats]:
    seen: Counter[str] = Counter()
    for example in examples:
        for block in features.features(example.words):
            seen.update(block.keys())
    names = sorted(name for name, count in seen.items() if count >= MIN_SEEN)
    counts = np.array([seen[name] for name in names], dtype=np.float64)
    rarity = np.log((1 + len(examples)) / (1 + counts)) + 1
    return {name: place for place, name in enumerate(names)}, rarity.astype(np.float32)


def matrix(examples: Sequence[Example], vocabulary: dict[str, int], rarity: classifier.Floats) -> Any:
    """The examples as a sparse matrix, a row for each."""
    from scipy.sparse import csr_matrix  # type: ignore[import-untyped]

    rows = [vector(example.words, vocabulary, rarity) for example in examples]
    ends = np.cumsum([0, *(len(index) for index, _ in rows)])
    index = np.concatenate([index for index, _ in rows])
    values = np.concatenate([values for _, values in rows]).astype(np.float32)
    return csr_matrix((values, index, ends), shape=(len(rows), len(vocabulary)))


@dataclass(frozen=True)
class HeldOut:
    """The examples, each with the scores that a model gave which saw nothing of its family."""

    examples: tuple[Example, ...]
    classes: tuple[str, ...]
    scores: NDArray[np.float64]

    @property
    def temperature(self) -> float:
        truth = [label(example) for example in self.examples]
        return best_temperature(self.classes, self.scores, truth) if truth else 1.0

    def shares(self) -> NDArray[np.float64]:
        """Calibrated probabilities, a row for each example."""
        return softmax(self.scores / self.temperature)


def held_out(examples: Sequence[Example], lesson: Lesson, count: int = FOLDS) -> HeldOut:
    """Grouped cross-validation: families never stand on both sides; cues are on the learning side only."""
    classes = tuple(sorted(set(lesson.labels.tolist())))
    folds = np.array([-1 if example.family == CUE else _fold(example, count) for example in examples])
    scores = np.full((len(examples), len(classes)), -50.0)
    for fold in range(count):
        held = np.flatnonzero(folds == fold)
        if len(held) and len(set(lesson.labels[folds != fold].tolist())) > 1:
            model = lesson.learn(folds != fold)
            found = lesson.matrix[held] @ model.weights + model.intercept
            columns = np.array([classes.index(name) for name in model.classes])
            scores[np.ix_(held, columns)] = found
    kept = np.flatnonzero(folds >= 0)
    return HeldOut(tuple(examples[int(place)] for place in kept), classes, scores[kept])


def _fold(example: Example, count: int) -> int:
    return int.from_bytes(hashlib.sha256(example.family.encode()).digest()[:4], "big") % count


def best_temperature(classes: Sequence[str], scores: NDArray[np.float64], truth: Sequence[str]) -> float:
    """The divisor of the scores under which held-out tickets were the least surprising (log loss).

    Never below 1: tickets in the world are less tidy than examples, so nothing is made surer than learnt.
    """
    right = np.array([classes.index(name) for name in truth])
    rows = np.arange(len(right))

    def surprise(temperature: float) -> float:
        return float(-np.log(softmax(scores / temperature)[rows, right] + 1e-12).mean())

    return min((float(value) for value in np.geomspace(1.0, 5.0, 60)), key=surprise)


def train(examples: Sequence[Example]) -> LinearClassifier:
    """Learn from all examples, calibrated by what held-out families showed."""
    lesson = Lesson(examples)
    temperature = held_out(examples, lesson, CALIBRATION_FOLDS).temperature
    return lesson.learn(np.ones(len(examples), dtype=bool), temperature)


def load_or_train(data: Path | None, library: Library) -> LinearClassifier:
    """The kept model for the library's examples; learnt and kept when there is none yet.

    Kept in `<data>/models/`, or without a data folder in the user's cache. Where nothing can be written,
    the model is used all the same. Raises `KnowledgeError` for a wrong example.
    """
    found = _load(data, library)
    if found is not None:
        return found
    path = models_folder(data) / model_name(library)
    with alone(path.parent):
        found = _load(data, library)
        if found is None:
            found = train((*read_examples(library.example_files()), *cues(library)))
            with suppress(OSError):
                model_file.save(found, path)
                _drop_old(path.parent)
    return found


def kept_at(data: Path | None, library: Library) -> Path | None:
    """Where the model of these examples is kept: the data folder, or beside the package; `None`: nowhere."""
    name = model_name(library)
    places = (models_folder(data) / name, PREBUILT / name)
    return next((place for place in places if place.is_file()), None)


def _load(data: Path | None, library: Library) -> LinearClassifier | None:
    path = kept_at(data, library)
    return model_file.load(path) if path is not None else None


def model_name(library: Library) -> str:
    return f"words-{digest(library)}.npz"


def prebuild(library: Library) -> Path:
    """Learn the package's own examples and keep that beside the package: nobody waits at first need."""
    path = PREBUILT / model_name(library)
    if not path.is_file():
        PREBUILT.mkdir(exist_ok=True)
        for old in PREBUILT.glob("words-*.npz"):
            old.unlink()
        model_file.save(train((*read_examples(library.example_files()), *cues(library))), path)
    return path


def models_folder(data: Path | None) -> Path:
    if data is not None:
        return data / "models"
    cache = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return Path(cache) / "mailtriage" / "models"


def digest(library: Library) -> str:
    """Names all that makes a model: examples, cues, concepts, and the code that learns and reads."""
    made_by = (
        classifier,
        features,
        negation,
        spoken,
        knowledge.concepts,
        knowledge.folding,
        knowledge.roles,
    )
    code = [Path(str(module.__file__)) for module in made_by]
    whole = hashlib.sha256()
    cue_files = sorted(library.files("problems", ".toml").values(), key=lambda path: path.name)
    for path in (
        *library.example_files(),
        *cue_files,
        knowledge.concepts.PATH,
        knowledge.roles.PATH,
        *code,
        Path(__file__),
    ):
        whole.update(hashlib.sha256(path.read_bytes()).digest())
    return whole.hexdigest()[:16]


def _drop_old(folder: Path) -> None:
    """Models of examples and code that have changed since, but for the last ones."""
    found = sorted(folder.glob("words-*.npz"), key=lambda path: path.stat().st_mtime_ns, reverse=True)
    for path in found[KEPT:]:
        path.unlink(missing_ok=True)


@contextmanager
def alone(folder: Path, name: str = "training.lock") -> Iterator[None]:
    """One process at a time learns; the others wait and find its model. Goes on unlocked where it must."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        lock = (folder / name).open("w")
    except OSError:
        yield
        return
    with lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
