"""Notices that list recipients line by line: Postfix, Exim, qmail, Yahoo, Gmail, OpenSMTPD, Exchange, …"""

from __future__ import annotations

from triage.evidence.ndr.addresses import every
from triage.evidence.ndr.blocks import Block, blocks, has_code, has_reply, reply_in
from triage.evidence.ndr.doubt import is_doubtful
from triage.evidence.ndr.draft import Draft, DraftRecipient
from triage.evidence.ndr.material import Material
from triage.evidence.ndr.openings import action_of, says_failed
from triage.evidence.ndr.remarks import above
from triage.evidence.ndr.reporting import reporting_host

ORDER = 400


def read(material: Material) -> Draft | None:
    if not material.is_automatic:
        return None
    told = says_failed(material)
    if not told and material.mail is not None:
        return None
    found = _wanted(blocks(material.lines), material)
    if material.mail is None:
        # a person's text: only what has a server's answer with it
        found = [block for block in found if has_code(block.whole if told else "\n".join(block.near))]
    if not found or is_doubtful(material, (block.address for block in found)):
        return None
    action = action_of(material)
    common = f"{above(found[0].address, material)}\n{material.header('Subject') or ''}"
    recipients = tuple(_recipient(block, common, action, len(found) == 1) for block in found)
    return Draft(recipients, reporting_host(material), material.about)


def _wanted(found: list[Block], material: Material) -> list[Block]:
    """Only those that the header names, where there is one; never the server's own address."""
    named = {address.lower() for address in every(material.header("X-Failed-Recipients") or "")}
    if named:
        return [block for block in found if block.address.lower() in named]
    return [block for block in found if not _is_own(block.address, material)]


def _is_own(address: str, material: Material) -> bool:
    """The server's own address, as a contact or a signature."""
    return address.lower() in material.sender or address.lower().startswith("mailer-daemon@")


def _recipient(block: Block, common: str, action: str, only: bool) -> DraftRecipient:
    said = next((text for text in (block.text, block.whole) if has_reply(text)), "\n".join(block.near))
    context = f"{block.whole}\n{common}" if only else block.whole
    return DraftRecipient(block.address, action, None, reply_in(said), None, context, common)
