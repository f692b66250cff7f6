"""What the words alone suggest: a linear model over the features, with numpy only.

Every class is a route, and for `real_issue` a route with a problem. The model is learnt by
`triage.routing.train`; reading needs no scikit-learn, so that a start costs little.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from knowledge.vocabulary import ProblemKind, Route
from triage.routing.features import features
from triage.tools.protocols import WordsSay

Floats = NDArray[np.float32]
BLOCK_WEIGHTS = (2.0, 2.0, 0.7, 0.7)
"""Of words, letters, concepts and scenes; found by grouped cross-validation."""
TELLING = 5
REAL = f"{Route.REAL_ISSUE}/"


@dataclass(frozen=True)
class LinearClassifier:
    """The numbers of a trained model; thread-safe, as nothing is ever changed."""

    classes: tuple[str, ...]
    """`newsletter`, `real_issue/missing_mail`, …: the columns of `weights`."""
    vocabulary: Mapping[str, int]
    rarity: Floats
    """Inverse document frequency of each feature."""
    weights: Floats
    """A row for each feature, a column for each class."""
    intercept: Floats
    temperature: float = 1.0
    """What the scores are divided by, so that a probability means what it says."""
    name: str = "built"
    """What decisions call this model."""

    def read(self, text: str) -> WordsSay:
        """Judge cleaned text (subject and new text, no quotes, no signature)."""
        index, values = vector(text, self.vocabulary, self.rarity)
        shares = softmax(self.scores(index, values) / self.temperature)
        telling = self._telling(index, values, shares)
        return WordsSay(self._routes(shares), self._problems(shares), telling, self.name)

    def scores(self, index: NDArray[np.int64], values: Floats) -> NDArray[np.float64]:
        """The linear score of each class."""
        summed = values @ self.weights[index] + self.intercept
        return np.asarray(summed, dtype=np.float64)

    def _routes(self, shares: NDArray[np.float64]) -> dict[Route, float]:
        found = dict.fromkeys(Route, 0.0)
        for name, share in zip(self.classes, shares, strict=True):
            found[Route(name.partition("/")[0])] += float(share)
        return found

    def _problems(self, shares: NDArray[np.float64]) -> dict[ProblemKind, float]:
        """If it is a real issue, which: the shares of `real_issue/…`, made to add up to 1."""
        found = dict.fromkeys(ProblemKind, 0.0)
        for name, share in zip(self.classes, shares, strict=True):
            if name.startswith(REAL):
                found[ProblemKind(name.removeprefix(REAL))] += float(share)
        total = sum(found.values())
        return {kind: share / total for kind, share in found.items()} if total else found

    def _telling(
        self, index: NDArray[np.int64], values: Floats, shares: NDArray[np.float64]
    ) -> tuple[str, ...]:
        """The words that spoke most for the likeliest class, against the other classes' mean."""
        if not len(index):
            return ()
        best = int(shares.argmax())
        rows = self.weights[index]
        pull = values * (rows[:, best] - rows.mean(axis=1))
        names = {int(place): name for name, place in self._said(index).items()}
        order = [int(place) for place in np.argsort(-pull) if pull[place] > 0]
        return tuple(names[int(index[place])] for place in order if int(index[place]) in names)[:TELLING]

    def _said(self, index: NDArray[np.int64]) -> dict[str, int]:
        """The words among the features that were seen (letters and concepts say nothing to a reader)."""
        seen = self._words()
        return {seen[int(place)]: int(place) for place in index if int(place) in seen}

    def _words(self) -> Mapping[int, str]:
        cached: Mapping[int, str] | None = self.__dict__.get("_words_by_place")
        if cached is None:
            cached = {
                place: name[2:]
                for name, place in self.vocabulary.items()
                if name.startswith("w:") and len(name) > 5 and "qq" not in name
            }
            self.__dict__["_words_by_place"] = cached
        return cached


def softmax(scores: NDArray[np.float64]) -> NDArray[np.float64]:
    """Shares that add up to 1 along the last axis."""
    grown = np.exp(scores - scores.max(axis=-1, keepdims=True))
    return np.asarray(grown / grown.sum(axis=-1, keepdims=True))


def vector(text: str, vocabulary: Mapping[str, int], rarity: Floats) -> tuple[NDArray[np.int64], Floats]:
    """The known features of a text: their places, and weights by tf-idf with each block of length 1."""
    places: list[int] = []
    weights: list[float] = []
    for block, weight in zip(features(text), BLOCK_WEIGHTS, strict=True):
        known = [
            (place, count) for name, count in block.items() if (place := vocabulary.get(name)) is not None
        ]
        values = [(1.0 + math.log(count)) * float(rarity[place]) for place, count in known]
        length = math.sqrt(sum(value * value for value in values))
        places.extend(place for place, _ in known)
        weights.extend(weight * value / length for value in values)
    return np.array(places, dtype=np.int64), np.array(weights, dtype=np.float32)
