"""Delivery-status fields that stand in the text: Amazon WorkMail, broken MIME, pasted reports."""

from __future__ import annotations

import re

from triage.evidence.ndr.draft import Draft
from triage.evidence.ndr.material import MAX_NOTICE, Material
from triage.evidence.ndr.remarks import with_remark
from triage.evidence.ndr.status_fields import host_of, read_status

ORDER = 110
_RECIPIENT = re.compile(r"^[ \t>|]{0,8}(?:Final|Original)-Recipient[ \t]{0,3}:", re.IGNORECASE | re.MULTILINE)
_BEGIN = re.compile(
    r"^[ \t>|]{0,8}(?:Reporting-MTA|(?:Final|Original)-Recipient|Action)[ \t]{0,3}:",
    re.IGNORECASE | re.MULTILINE,
)
_OUTCOME = re.compile(
    r"^[ \t>|]{0,8}(?:Action|Status|Diagnostic-Code)[ \t]{0,3}:", re.IGNORECASE | re.MULTILINE
)


def read(material: Material) -> Draft | None:
    text = material.text[:MAX_NOTICE]
    if (
        not material.is_automatic
        or "-recipient" not in text.lower()
        or not _RECIPIENT.search(text)
        or not _OUTCOME.search(text)
    ):
        return None
    begin = _BEGIN.search(text)
    head, recipients = read_status(text[begin.start() if begin else 0 :])
    several = len(recipients) > 1
    full = tuple(with_remark(one, material, several) for one in recipients)
    return Draft(full, host_of(head.get("reporting-mta")), material.about) if full else None
