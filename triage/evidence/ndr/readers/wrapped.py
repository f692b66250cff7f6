"""A mail server's own envelope around another server's report: content filters forward bounces like this."""

from __future__ import annotations

from triage.evidence.ndr.draft import Draft
from triage.evidence.ndr.material import Material, material_of
from triage.evidence.ndr.readers import rfc3464

ORDER = 150


def read(material: Material) -> Draft | None:
    """Only where the envelope itself names nobody: else the attached report is the mail that it returns."""
    mail = material.mail
    if mail is None or not material.is_automatic or "@" in material.notice:
        return None
    for part in mail.parts:
        if part.content_type == "message/rfc822" and b"delivery-status" in part.content[:200_000]:
            attached = mail.attached(part)
            draft = rfc3464.read_parts(material_of(attached)) if attached else None
            if draft is not None:
                return draft
    return None
