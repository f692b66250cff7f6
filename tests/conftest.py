"""What every test may use."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture(scope="session")
def samples() -> Path:
    """The folder of real samples; it stands beside the repository and is never part of it."""
    folder = Path(os.environ.get("MAILTRIAGE_SAMPLES", ROOT.parent / "shared" / "samples"))
    if not folder.is_dir():
        pytest.skip(f"no samples at {folder}: set MAILTRIAGE_SAMPLES to a folder that has them")
    return folder
