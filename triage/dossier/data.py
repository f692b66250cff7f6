"""The dossier as JSON, and back. The schema's name says its version; members are only ever added to it."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from triage.dossier.model import Dossier


def as_json(dossier: Dossier) -> dict[str, Any]:
    """Plain values; tuples become lists when it is written down."""
    return asdict(dossier)
