"""Which real mail is there to damage?"""

from __future__ import annotations

import os
from pathlib import Path

FOLDERS = ("ndr", "msg", "malformed", "mail")
_OUTLOOK = b"\xd0\xcf\x11\xe0"
_MOST_BYTES = 400_000


def folder() -> Path:
    """`MAILTRIAGE_SAMPLES`, else the folder of samples that stands beside the repository."""
    beside = Path(__file__).resolve().parents[2] / "shared" / "samples"
    return Path(os.environ.get("MAILTRIAGE_SAMPLES", beside))


def load(where: Path) -> dict[str, list[bytes]]:
    """By folder, in a fixed order: every file but licences, labels and the largest.

    Outlook items are all under `msg`, wherever they lie.
    """
    found: dict[str, list[bytes]] = {name: [] for name in FOLDERS}
    for name in FOLDERS:
        for path in sorted((where / name).rglob("*")):
            if not path.is_file() or path.name.startswith(("LICENSE", "labels", "README")):
                continue
            raw = path.read_bytes()
            if raw and len(raw) <= _MOST_BYTES:
                found["msg" if raw.startswith(_OUTLOOK) else name].append(raw)
    return {name: files for name, files in found.items() if files}
