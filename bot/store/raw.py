"""Raw bytes as they came, named by their SHA-256, and never changed."""

from __future__ import annotations

import contextlib
import hashlib
import os
import re
import shutil
import tempfile
import time
from pathlib import Path
from typing import Protocol

_NEW = ".new-"
_LEFT_OVER_S = 3600.0
_MB = 1024 * 1024
_ROOM = 64 * _MB
"""Less than this is too little for a few large mails and the database beside them."""
_SHA256 = re.compile(r"[0-9a-f]{64}")


class RawStore(Protocol):
    def put(self, raw: bytes) -> str:
        """Keep the bytes; when it returns they are on disk. Returns their SHA-256 in hex."""

    def get(self, sha256: str) -> bytes:
        """The bytes. Raises `LookupError` when they are not there."""

    def trouble(self) -> str | None:
        """Why bytes cannot be kept right now, in words; `None`: they can."""


class RawFiles:
    """Bytes as files under `folder/ab/abcdef…`."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._on_disk: set[Path] = set()

    def put(self, raw: bytes) -> str:
        sha256 = hashlib.sha256(raw).hexdigest()
        path = self.path(sha256)
        self._have(path.parent)
        if path.exists():
            _sync_folder(path.parent)  # whoever named it may not have come to that yet
        else:
            _write_whole(path, raw)
        return sha256

    def get(self, sha256: str) -> bytes:
        try:
            return self.path(sha256).read_bytes()
        except FileNotFoundError as error:
            raise LookupError(f"the raw bytes {sha256} are not in {self.folder}") from error

    def trouble(self) -> str | None:
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            room = shutil.disk_usage(self.folder).free
            with tempfile.TemporaryFile(dir=self.folder, prefix=_NEW) as file:
                file.write(bytes(4096))
                file.flush()
                os.fsync(file.fileno())
        except OSError as error:
            return f"nothing can be written to {self.folder}: {error.strerror}"
        if room < _ROOM:
            return f"there is hardly any room for mail in {self.folder}: {room // _MB} MB"
        return None

    def _have(self, folder: Path) -> None:
        """The folder is there, and its name too is on disk, whoever has made it."""
        if folder in self._on_disk and folder.is_dir():
            return
        folder.mkdir(parents=True, exist_ok=True)
        _sync_folder(self.folder)
        _sync_folder(self.folder.parent)
        _remove_left_over(folder)
        self._on_disk.add(folder)

    def path(self, sha256: str) -> Path:
        if not _SHA256.fullmatch(sha256):
            raise LookupError(f"not a SHA-256: {sha256!r}")
        return self.folder / sha256[:2] / sha256


def _remove_left_over(folder: Path) -> None:
    """What a process was writing when it was killed; what is being written now is younger."""
    for path in folder.glob(f"{_NEW}*"):
        with contextlib.suppress(FileNotFoundError):
            if time.time() - path.stat().st_mtime > _LEFT_OVER_S:
                path.unlink()


def _write_whole(path: Path, raw: bytes) -> None:
    """The file is there with all its bytes, synced, or it is not there at all."""
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=_NEW)
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
