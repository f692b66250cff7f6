"""Reports with a `message/delivery-status` part (RFC 3464), in whatever surroundings it stands."""

from __future__ import annotations

from triage.evidence.ndr.draft import Draft
from triage.evidence.ndr.material import Material
from triage.evidence.ndr.remarks import with_remark
from triage.evidence.ndr.status_fields import host_of, read_status

ORDER = 100


def read(material: Material) -> Draft | None:
    """A person who forwards a report may keep its parts: then it is their mail, and the report is in it."""
    return read_parts(material) if material.is_automatic or material.is_report else None


def read_parts(material: Material) -> Draft | None:
    for text in material.status_parts:
        head, recipients = read_status(text)
        if not recipients:
            continue
        several = len(recipients) > 1
        full = tuple(with_remark(one, material, several) for one in recipients)
        return Draft(full, host_of(head.get("reporting-mta")), material.about)
    return None
