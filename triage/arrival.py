"""A mail as it arrives at the help address, as a case of its own."""

from __future__ import annotations

from knowledge.vocabulary import Platform
from triage.evidence.quotes import new_text
from triage.model import Case, CaseMessage, Evidence


def arrived(evidence: Evidence, platform: Platform) -> Case:
    """The case of one mail: its From is the requester, its new text is what they say."""
    message = CaseMessage(evidence, new_text(evidence.text), evidence.message.date)
    return Case(
        messages=(message,),
        platform=platform,
        requester=evidence.message.from_,
        requester_name=evidence.from_name,
    )
