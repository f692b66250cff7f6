"""Delivery reports: who did not get which mail, why, who said no, and who can fix it.

`read_report` reads a mail that is a report; `read_pasted` a report that somebody pasted, quoted or
forwarded in the text of a mail. Each asks the readers of `readers/` in their order; the first that knows
the shape decides, then `verdict` judges every recipient.
"""

from __future__ import annotations

from knowledge.vocabulary import Platform
from triage.evidence.ndr.draft import Draft
from triage.evidence.ndr.material import material_of
from triage.evidence.ndr.original import original_of, sender_of
from triage.evidence.ndr.pasted import pasted_materials
from triage.evidence.ndr.readers import first_reading
from triage.evidence.ndr.readers.rfc3464 import read_parts
from triage.evidence.ndr.verdict import judge
from triage.evidence.parsed import ParsedMail
from triage.model import DeliveryReport

__all__ = ["read_enclosed", "read_pasted", "read_report"]


def read_report(mail: ParsedMail, platform: Platform) -> DeliveryReport | None:
    """The report that this mail is, or `None` when it is something else. Never raises for content."""
    draft = first_reading(material_of(mail))
    return _judged(draft, platform) if draft else None


def read_enclosed(mail: ParsedMail, platform: Platform) -> DeliveryReport | None:
    """The report whose parts stand in a person's own mail, as some mail programs forward one, or `None`."""
    draft = read_parts(material_of(mail))
    return _judged(draft, platform) if draft else None


def read_pasted(text: str, platform: Platform) -> DeliveryReport | None:
    """The report that stands in the text of a mail, quoted or not, or `None`."""
    for material in pasted_materials(text):
        draft = first_reading(material)
        if draft is not None:
            return _judged(draft, platform)
    return None


def _judged(draft: Draft, platform: Platform) -> DeliveryReport:
    sender = sender_of(draft.original)
    recipients = tuple(judge(one, draft, sender, platform) for one in draft.recipients)
    return DeliveryReport(draft.reporting_mta, original_of(draft.original), recipients)
