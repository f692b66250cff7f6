"""What else does the notice say of one recipient, beyond the fields of the report?

Servers often put the other server's whole answer only there: Sendmail in its transcript, OpenSMTPD behind
the address, Exchange under "Remote Server returned".
"""

from __future__ import annotations

import re
from dataclasses import replace

from triage.evidence.ndr.blocks import has_reply, reply_in
from triage.evidence.ndr.draft import DraftRecipient
from triage.evidence.ndr.material import Material

MAX_REMARK = 2_000
_ANSWER = re.compile(r"[ >|]{0,12}<<< (.*)")


def with_remark(one: DraftRecipient, material: Material, several: bool) -> DraftRecipient:
    """The recipient with what the notice says of it, and the reply from there if the fields have none."""
    remark = remark_on(one.address, material, several)
    diagnostic = one.diagnostic
    if not diagnostic and has_reply(remark):
        diagnostic = reply_in(remark)
    return replace(one, context=remark, diagnostic=diagnostic)


def remark_on(address: str, material: Material, several: bool) -> str:
    """The lines of the notice that are about this address; with one recipient, transcripts as well."""
    wanted = address.lower()
    found = _about(wanted, material.lines)
    if not several:
        found = _before(wanted, material.lines) + found
        found += [match.group(1) for line in material.lines if (match := _ANSWER.match(line))]
    return "\n".join(dict.fromkeys(line.strip() for line in found if line.strip()))[:MAX_REMARK]


def _about(wanted: str, lines: tuple[str, ...]) -> list[str]:
    """Every paragraph from a line with the address on, without the address itself."""
    found: list[str] = []
    taking = False
    for line in lines:
        low = line.lower()
        if wanted in low:
            taking = True
            rest = line[low.find(wanted) + len(wanted) :].lstrip(">:]) ")
            found.append(rest)
        elif taking and line.strip() and ("@" not in line or line[:1] == " "):
            found.append(line)
        elif line.strip() or (taking and found and found[-1].strip()):
            taking = False
    return found


def _before(wanted: str, lines: tuple[str, ...]) -> list[str]:
    """A sentence of one line, alone above the only recipient, says why as often as what stands below."""
    at = next((number for number, line in enumerate(lines) if wanted in line.lower()), 0)
    above = [line for line in lines[max(0, at - 6) : at] if line.strip()]
    alone = len(above) == 1 or (len(above) > 1 and not lines[lines.index(above[-1]) - 1].strip())
    return above[-1:] if alone and above[-1].strip().endswith(".") else []


def above(address: str, material: Material) -> str:
    """The notice up to the line that first names this address."""
    at = material.notice.lower().find(address.lower())
    return material.notice[: max(at, 0)][:MAX_REMARK]
