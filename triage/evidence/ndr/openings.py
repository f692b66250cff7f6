"""Does a mail say that another mail was not delivered, or waits?"""

from __future__ import annotations

from triage.evidence.ndr.material import Material
from triage.evidence.ndr.words import words


def says_failed(material: Material) -> bool:
    """Either the subject or the notice speaks of a delivery that failed or waits."""
    return _heard("failed", material.subject) or _heard("failed", material.low)


def action_of(material: Material) -> str:
    """`delayed` when the server says that it goes on trying, else `failed`."""
    waiting = _heard("delayed", material.subject) or _heard("delayed", material.low)
    return "delayed" if waiting and not _heard("given_up", material.low) else "failed"


def _heard(kind: str, text: str) -> bool:
    return any(phrase in text for phrase in words(kind))
