"""A quoted line of a report that refuses mail to the requester's own side, read as a report of it."""

from __future__ import annotations

import re

from triage.details.ndr import quoted_line
from triage.details.telling import Telling
from triage.evidence.ndr.draft import Draft, DraftRecipient
from triage.evidence.ndr.verdict import judge
from triage.facts.requester import is_own_side
from triage.model import RecipientReport

ADDRESS = re.compile(r"<([^<>@\s]{1,64}@[A-Za-z0-9.-]{3,253})>")
OF_A_MAILBOX = re.compile(r"unknown|recipient|mailbox|quota|full|no such|not found|exist", re.I)
_OF_THE_SENDER = re.compile(r"sender|mail from|return.?path|spf|dkim|dmarc|\bfrom\b", re.I)


def own_refusal(telling: Telling) -> RecipientReport | None:
    """What the quoted line says of the requester's own mailbox, or `None`: it is about something else."""
    line = quoted_line(telling.text) if not telling.picture.reports else None
    if line is None or _OF_THE_SENDER.search(line) or not OF_A_MAILBOX.search(line):
        return None
    found = ADDRESS.findall(line)
    if len(found) != 1 or not is_own_side(found[0], telling.picture):
        return None
    one = DraftRecipient(found[0], diagnostic=line)
    return judge(one, Draft(recipients=(one,)), None, telling.case.platform)
