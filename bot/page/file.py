"""Where does the page go? A file, or standard output."""

from __future__ import annotations

import os
import sys
from pathlib import Path

STANDARD_OUTPUT = "-"


def writable(file: str) -> str | None:
    """Why nothing can be written there, asked before a long reading; else `None`."""
    if file == STANDARD_OUTPUT:
        return None
    target = Path(file)
    if target.is_dir():
        return f"{file} is a folder: name a file for the page"
    if not target.parent.is_dir():
        return f"there is no folder {target.parent} for the page"
    where = target if target.exists() else target.parent
    return None if os.access(where, os.W_OK) else f"{where} may not be written to"


def write(file: str, page: str) -> str | None:
    """Why it could not be written, or `None`. What is no UTF-8 (half characters of a path) becomes `?`."""
    data = page.encode("utf-8", "replace")
    if file == STANDARD_OUTPUT:
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()
        return None
    try:
        Path(file).write_bytes(data)
    except OSError as error:
        return f"{file} could not be written: {error.strerror}"
    return None
