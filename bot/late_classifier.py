"""The trained model, loaded when the first words are to be judged: commands that judge none do not pay."""

from __future__ import annotations

import threading
from pathlib import Path

from knowledge.library import Library
from triage.tools.protocols import Classifier, WordsSay


class LateClassifier:
    """Loads the model of the data folder, or trains it from the examples, once, at first need."""

    def __init__(self, data: Path, library: Library) -> None:
        self._data, self._library = data, library
        self._lock = threading.Lock()
        self._loaded: Classifier | None = None

    def read(self, text: str) -> WordsSay:
        return self.load().read(text)

    def load(self) -> Classifier:
        with self._lock:
            if self._loaded is None:
                from triage.routing.train import load_or_train

                self._loaded = load_or_train(self._data, self._library)
            return self._loaded
