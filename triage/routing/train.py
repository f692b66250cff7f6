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
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

import knowledge.concepts
import knowledge.folding
from knowledge.labelled import Example, read_examples
from knowledge.library import Library
from triage.routing import classifier, features, model_file
from triage.routing.classifier import LinearClassifier, softmax, vector

STRENGTH = 30.0
"""The inverse of the regularisation (`C` of scikit-learn)."""
FOLDS = 4
MIN_SEEN = 2
"""A feature that only one ticket has teaches nothing about others."""


def label(example: Example) -> str:
    """The class of an example: its route, and the problem of a real issue."""
    return f"{example.route}/{example.problem}" if example.problem else str(example.route)


def fit(examples: Sequence[Example], temperature: float = 1.0) -> LinearClassifier:
    """Learn from the examples. Raises `ValueError` when they are of fewer than two classes."""
    from sklearn.linear_model import LogisticRegression  # type: ignore[import-untyped]

    vocabulary, rarity = _vocabulary(examples)
    learner = LogisticRegression(C=STRENGTH, max_iter=300, tol=1e-3)
    learner.fit(matrix(examples, vocabulary, rarity), [label(example) for example in examples])
    weights, intercept = learner.coef_, learner.intercept_
    if len(learner.classes_) == 2:  # scikit-learn keeps one row for two classes
        weights, intercept = np.vstack([-weights, weights]) / 2, np.hstack([-intercept, intercept]) / 2
    return LinearClassifier(
        tuple(map(str, learner.classes_)),
        vocabulary,
        rarity,
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
    values = np.concatenate([values for _, values in rows]).astype(np.float64)
    return csr_matrix((values, index, ends), shape=(len(rows), len(vocabulary)))


def held_out_scores(examples: Sequence[Example]) -> tuple[tuple[str, ...], NDArray[np.float64]]:
    """Classes, and the score of each example by a model that saw nothing of its family."""
    classes = tuple(sorted({label(example) for example in examples}))
    scores = np.full((len(examples), len(classes)), -50.0)
    for fold in range(FOLDS):
        held = [place for place, example in enumerate(examples) if _fold(example) == fold]
        rest = [example for example in examples if _fold(example) != fold]
        if not held or len({label(example) for example in rest}) < 2:
            continue
        model = fit(rest)
        columns = [classes.index(name) for name in model.classes]
        for place in held:
            found = model.scores(*vector(examples[place].words, model.vocabulary, model.rarity))
            scores[place, columns] = found
    return classes, scores


def _fold(example: Example) -> int:
    return int.from_bytes(hashlib.sha256(example.family.encode()).digest()[:4], "big") % FOLDS


def best_temperature(classes: Sequence[str], scores: NDArray[np.float64], truth: Sequence[str]) -> float:
    """The divisor of the scores under which held-out tickets were the least surprising (log loss)."""
    right = np.array([classes.index(name) for name in truth])
    rows = np.arange(len(right))

    def surprise(temperature: float) -> float:
        return float(-np.log(softmax(scores / temperature)[rows, right] + 1e-12).mean())

    return min((float(value) for value in np.geomspace(0.2, 5.0, 80)), key=surprise)


def train(examples: Sequence[Example]) -> LinearClassifier:
    """Learn from all examples, calibrated by what held-out families showed."""
    classes, scores = held_out_scores(examples)
    return fit(examples, best_temperature(classes, scores, [label(example) for example in examples]))


def load_or_train(data: Path | None, library: Library) -> LinearClassifier:
    """The kept model for the library's examples; learnt and kept when there is none yet.

    Kept in `<data>/models/`, or without a data folder in the user's cache. Where nothing can be written,
    the model is used all the same. Raises `KnowledgeError` for a wrong example.
    """
    paths = library.example_files()
    path = models_folder(data) / f"words-{digest(paths)}.npz"
    found = model_file.load(path)
    if found is not None:
        return found
    with _alone(path.parent):
        found = model_file.load(path)
        if found is None:
            found = train(read_examples(paths))
            with suppress(OSError):
                model_file.save(found, path)
    return found


def models_folder(data: Path | None) -> Path:
    if data is not None:
        return data / "models"
    cache = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return Path(cache) / "mailtriage" / "models"


def digest(paths: Sequence[Path]) -> str:
    """Names all that makes a model: the examples, the concepts, and the code that learns and reads."""
    made_by = (classifier, features, knowledge.concepts, knowledge.folding)
    code = [Path(str(module.__file__)) for module in made_by]
    whole = hashlib.sha256()
    for path in (*paths, knowledge.concepts.PATH, *code, Path(__file__)):
        whole.update(hashlib.sha256(path.read_bytes()).digest())
    return whole.hexdigest()[:16]


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """One process at a time learns; the others wait and find its model. Goes on unlocked where it must."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        lock = (folder / "training.lock").open("w")
    except OSError:
        yield
        return
    with lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
