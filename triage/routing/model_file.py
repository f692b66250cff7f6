"""A trained model on disk: one .npz of plain numbers and text, never pickle."""

from __future__ import annotations

import os
import tempfile
import zipfile
import zlib
from pathlib import Path

import numpy as np

from triage.routing.classifier import LinearClassifier

MAX_BYTES = 50_000_000


def save(model: LinearClassifier, path: Path) -> None:
    """Write the file whole or not at all. Raises `OSError`."""
    path.parent.mkdir(parents=True, exist_ok=True)
    names = sorted(model.vocabulary, key=model.vocabulary.__getitem__)
    handle, temporary = tempfile.mkstemp(dir=path.parent, suffix=".part")
    try:
        with os.fdopen(handle, "wb") as file:
            np.savez(
                file,
                classes=_packed(model.classes),
                vocabulary=_packed(tuple(names)),
                rarity=model.rarity,
                weights=model.weights.astype(np.float16),
                intercept=model.intercept,
                temperature=np.float64(model.temperature),
            )
            file.flush()
            os.fsync(file.fileno())
        Path(temporary).replace(path)
    finally:
        Path(temporary).unlink(missing_ok=True)


def load(path: Path) -> LinearClassifier | None:
    """The model of a file; `None` where there is none, or none that can be read."""
    try:
        if path.stat().st_size > MAX_BYTES:
            return None
        with path.open("rb") as file, np.load(file, allow_pickle=False) as found:
            names = _unpacked(found["vocabulary"])
            model = LinearClassifier(
                classes=_unpacked(found["classes"]),
                vocabulary={name: place for place, name in enumerate(names)},
                rarity=found["rarity"].astype(np.float32),
                weights=found["weights"].astype(np.float32),
                intercept=found["intercept"].astype(np.float32),
                temperature=float(found["temperature"]),
            )
    except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile, zlib.error):
        return None
    fits = model.weights.shape == (len(names), len(model.classes)) and model.rarity.shape == (len(names),)
    return model if fits else None


def _packed(names: tuple[str, ...]) -> np.typing.NDArray[np.uint8]:
    return np.frombuffer("\n".join(names).encode(), dtype=np.uint8)


def _unpacked(raw: np.typing.NDArray[np.uint8]) -> tuple[str, ...]:
    return tuple(raw.tobytes().decode().split("\n"))
