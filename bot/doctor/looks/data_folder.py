"""Can the data folder be written, and is the key in it for its owner alone?"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

from bot.doctor.complaint import Complaint
from bot.settings import Settings

ORDER = 10


def look(settings: Settings) -> Iterator[Complaint]:
    folder = settings.data.absolute()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=folder, prefix=".doctor-"):
            pass
    except OSError as error:
        remedy = (
            f"mkdir -p {folder} && chown {os.getuid()} {folder}, or set MAILTRIAGE_DATA to another folder"
        )
        yield Complaint("data folder", f"{folder} cannot be written: {error.strerror}", remedy, fatal=True)
        return
    yield from _secret_key(folder / "secret-key")


def _secret_key(path: Path) -> Iterator[Complaint]:
    if path.exists() and path.stat().st_mode & 0o077:
        yield Complaint("secret key", f"{path} can be read by others", f"chmod 600 {path}")
