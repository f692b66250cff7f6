"""Does a mail say that another mail was not delivered, or waits?"""

from __future__ import annotations

from triage.evidence.ndr.material import Material
from triage.evidence.ndr.words import says


def says_failed(material: Material) -> bool:
    """Either the subject or the notice speaks of a delivery that failed or waits."""
    return material.says_failed


def action_of(material: Material) -> str:
    """`delayed` when the server says that it goes on trying, else `failed`."""
    waiting = says("delayed", material.subject) or says("delayed", material.low)
    return "delayed" if waiting and not says("given_up", material.low) else "failed"
