"""Raw bytes as they came, named by their SHA-256, and never changed."""

from __future__ import annotations

import hashlib
import os
import re
import tempfile
from pathlib import Path
from typing import Protocol

_SHA256 = re.compile(r"[0-9a-f]{64}")


class RawStore(Protocol):
    def put(self, raw: bytes) -> str:
        """Keep the bytes; when it returns they are on disk. Returns their SHA-256 in hex."""

    def get(self, sha256: str) -> bytes:
        """The bytes. Raises `LookupError` when they are not there."""


class RawFiles:
    """Bytes as files under `folder/ab/abcdef…`."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def put(self, raw: bytes) -> str:
        sha256 = hashlib.sha256(raw).hexdigest()
        path = self.path(sha256)
        if path.exists():
            return sha256
        if not path.parent.is_dir():
            path.parent.mkdir(parents=True, exist_ok=True)
            _sync_folder(path.parent.parent)
        _write_whole(path, raw)
        return sha256

    def get(self, sha256: str) -> bytes:
        try:
            return self.path(sha256).read_bytes()
        except FileNotFoundError as error:
            raise LookupError(f"the raw bytes {sha256} are not in {self.folder}") from error

    def path(self, sha256: str) -> Path:
        if not _SHA256.fullmatch(sha256):
            raise LookupError(f"not a SHA-256: {sha256!r}")
        return self.folder / sha256[:2] / sha256


def _write_whole(path: Path, raw: bytes) -> None:
    """The file is there with all its bytes, synced, or it is not there at all."""
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=".new-")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(raw)
            file.flush()
            os.fsync(file.fileno())
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
    _sync_folder(path.parent)


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
