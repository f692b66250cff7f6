"""Sendmail's notices and those that copy them: a list of addresses, and the transcript of a session."""

from __future__ import annotations

import re

from triage.evidence.ndr.addresses import clean
from triage.evidence.ndr.blocks import blocks
from triage.evidence.ndr.draft import Draft, DraftRecipient
from triage.evidence.ndr.material import Material
from triage.evidence.ndr.openings import action_of
from triage.evidence.ndr.reporting import reporting_host

ORDER = 200
_GATE = (
    "transcript of session follows",
    "had permanent fatal errors",
    "had transient non-fatal errors",
    "had delivery errors",
    "had delivery problems",
    "had fatal errors",
)
_SAID = re.compile(
    r"[ ]{0,8}([245]\d\d) (?:[245]\.\d\.\d{1,3} )?<?([^\s<>]{1,200}@[^\s<>]{1,200}?)>?\.\.\. (.*)"
)
_ANSWER = re.compile(r"[ ]{0,8}<<< (.*)")
_HOST = re.compile(r"\(reason: ?(.*)", re.IGNORECASE)


def read(material: Material) -> Draft | None:
    if not material.is_automatic or not any(words in material.low for words in _GATE):
        return None
    listed = blocks(material.lines)
    said, answer = _session(material.lines)
    if not listed and not said:
        return None
    addresses = [block.address for block in listed] or list(said)
    texts = {block.address: "\n".join(block.near) for block in listed}
    only = len(addresses) == 1
    if only and answer:
        said.setdefault(addresses[0], answer)
    action = action_of(material)
    recipients = tuple(
        _recipient(address, texts.get(address, ""), said, material if only else None, action)
        for address in addresses
    )
    return Draft(recipients, reporting_host(material), material.about)


def _session(lines: tuple[str, ...]) -> tuple[dict[str, str], str]:
    """Each address of the transcript with the last answer before it, else with what is said of it.

    Beside them the last answer, when no address came after it.
    """
    found: dict[str, str] = {}
    answer = ""
    for line in lines:
        if heard := _ANSWER.match(line):
            answer = heard.group(1)
        elif match := _SAID.match(line):
            code, written, text = match.groups()
            if (address := clean(written)) and address not in found:
                found[address] = answer or f"{code} <{address}>... {text}"
            answer = ""
    return found, answer


def _recipient(
    address: str, text: str, said: dict[str, str], whole: Material | None, action: str
) -> DraftRecipient:
    reason = _HOST.search(text)
    diagnostic = reason.group(1).rstrip(") ") if reason else said.get(address) or " ".join(text.split())
    context = whole.notice[-2_000:] if whole else ""
    return DraftRecipient(address, action, diagnostic=diagnostic, context=context)
