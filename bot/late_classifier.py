"""The model in use, loaded when the first words are to be judged: commands that judge none do not pay.

A running service sees at the next ticket that another version was put in its place, and takes that.
"""

from __future__ import annotations

import logging
import threading
from pathlib import Path

from knowledge.library import KnowledgeError, Library
from triage.tools.protocols import Classifier, WordsSay

# The standard library's: commands have no log set up, and their stdout is for data alone.
log = logging.getLogger(__name__)
_Mark = tuple[int, int, int] | None


class LateClassifier:
    """Loads the model in use, or trains one from the examples, at first need; and again when it changes."""

    def __init__(self, data: Path, library: Library) -> None:
        self._data, self._library = data, library
        self._lock = threading.Lock()
        self._loaded: tuple[Classifier, _Mark] | None = None

    def read(self, text: str) -> WordsSay:
        return self.load().read(text)

    def load(self) -> Classifier:
        from triage.routing.versions import pointer

        mark = _mark(pointer(self._data))
        loaded = self._loaded
        if loaded is not None and loaded[1] == mark:
            return loaded[0]
        if loaded is not None and not self._lock.acquire(blocking=False):
            return loaded[0]  # another thread is loading the new one
        if loaded is None:
            self._lock.acquire()
        try:
            if self._loaded is loaded or self._loaded is None:
                self._loaded = self._find(), mark
            return self._loaded[0]
        finally:
            self._lock.release()

    def _find(self) -> Classifier:
        from triage.routing.versions import find_model

        try:
            found = find_model(self._data, self._library)
        except KnowledgeError:
            if self._loaded is None:
                raise
            log.exception("model not loaded")
            return self._loaded[0]
        for why in found.passed_over:
            log.warning("model passed over: %s", why)
        log.info("model loaded: %s", found.model.name)
        return found.model


def _mark(path: Path) -> _Mark:
    """Changes when the file is replaced."""
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_mtime_ns, found.st_ino, found.st_size
