"""A mailing list that did not take a mail: fml writes to the sender who is not a member."""

from __future__ import annotations

import re

from triage.evidence.ndr.addresses import every
from triage.evidence.ndr.draft import Draft, DraftRecipient
from triage.evidence.ndr.material import Material
from triage.evidence.ndr.reporting import reporting_host

ORDER = 300
_REFUSED = re.compile(
    r"not (?:a )?member of (?:this|the) (?:mailing )?list|only members (?:can|may) post"
    r"|post(?:ing)? by (?:a )?non-?members?|members.only",
    re.IGNORECASE,
)


def read(material: Material) -> Draft | None:
    """Only with a field that list software writes: people say such things too."""
    software = material.header("X-MLServer") or material.header("X-ML-Name")
    if not software or not _REFUSED.search(material.notice[:5_000]):
        return None
    addresses = every(material.notice[:5_000])[:1]
    said = next(line.strip() for line in material.lines if _REFUSED.search(line) or "@" in line)
    recipients = tuple(DraftRecipient(address, "failed", diagnostic=said) for address in addresses)
    return Draft(recipients, reporting_host(material), material.about)
