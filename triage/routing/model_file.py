"""A trained model on disk: one .npz of plain numbers and text, never pickle."""

from __future__ import annotations

import io
import os
import tempfile
import zipfile
import zlib
from pathlib import Path

import numpy as np

from knowledge.vocabulary import ProblemKind, Route
from triage.routing.classifier import LinearClassifier

MAX_BYTES = 50_000_000
MAX_UNPACKED = 200_000_000


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
    raw = read_bytes(path)
    return loads(raw) if raw is not None else None


def read_bytes(path: Path) -> bytes | None:
    """A file's content; `None` where there is none, or it is far too big for a model."""
    try:
        return path.read_bytes() if path.stat().st_size <= MAX_BYTES else None
    except OSError:
        return None


def loads(raw: bytes) -> LinearClassifier | None:
    """The model that these bytes hold; `None` where they hold none."""
    try:
        if _unpacked_size(raw) > MAX_UNPACKED:
            return None
        with np.load(io.BytesIO(raw), allow_pickle=False) as found:
            names = _unpacked(found["vocabulary"])
            model = LinearClassifier(
                classes=_unpacked(found["classes"]),
                vocabulary={name: place for place, name in enumerate(names)},
                rarity=found["rarity"].astype(np.float32),
                weights=found["weights"].astype(np.float32),
                intercept=found["intercept"].astype(np.float32),
                temperature=float(found["temperature"]),
            )
    except _NOT_A_MODEL:
        return None
    return model if _fits(model) else None


_NOT_A_MODEL = (
    OSError,
    ValueError,
    KeyError,
    TypeError,
    IndexError,
    AttributeError,  # a bare .npy is an array, without a file to close
    EOFError,
    NotImplementedError,  # a way of packing that zipfile does not know
    zipfile.BadZipFile,
    zlib.error,
)


def _unpacked_size(raw: bytes) -> int:
    with zipfile.ZipFile(io.BytesIO(raw)) as packed:
        return sum(item.file_size for item in packed.infolist())


def _fits(model: LinearClassifier) -> bool:
    """The numbers belong together, and the classes are those of this version."""
    features, classes = len(model.vocabulary), len(model.classes)
    shapes = model.weights.shape, model.rarity.shape, model.intercept.shape
    if shapes != ((features, classes), (features,), (classes,)) or not model.temperature > 0:
        return False
    return all(_is_class(name) for name in model.classes)


def _is_class(name: str) -> bool:
    route, _, problem = name.partition("/")
    return route in set(Route) and (not problem or problem in set(ProblemKind))


def _packed(names: tuple[str, ...]) -> np.typing.NDArray[np.uint8]:
    return np.frombuffer("\n".join(names).encode(), dtype=np.uint8)


def _unpacked(raw: np.typing.NDArray[np.uint8]) -> tuple[str, ...]:
    return tuple(raw.tobytes().decode().split("\n"))
