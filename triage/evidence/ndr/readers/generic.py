"""Any other notice: the recipients that a header names, that sentences name, or that the original had."""

from __future__ import annotations

import re
from collections.abc import Set

from triage.evidence.ndr.addresses import clean, domain, every
from triage.evidence.ndr.blocks import has_reply, reply_in
from triage.evidence.ndr.doubt import is_doubtful
from triage.evidence.ndr.draft import Draft, DraftRecipient
from triage.evidence.ndr.material import Material
from triage.evidence.ndr.openings import action_of, says_failed
from triage.evidence.ndr.reporting import reporting_host

ORDER = 900
MAX_GUESSED = 20
MAX_SAID = 4_000
MAX_REPLY = 2_000
# Labels behind which servers put a recipient.
_LABELLED = re.compile(
    r"^[ \t>*-]{0,20}(?:failed |final |original )?(?:recipients?|rcpt to|addressed to|undeliverable to"
    r"|(?:unable|failed) to deliver (?:message |mail )?to|address|unknown user|unknown local user|for|to)"
    r"[ \t]{0,4}[:=]?[ \t<\[]{0,8}"
    r"(?:smtp:|mailto:)?([^\s<>\[\]]{1,200}@[^\s<>\[\]]{1,200})",
    re.IGNORECASE | re.MULTILINE,
)
_CUE = re.compile(
    r"(?:(?:address(?:ed)?|deliver(?:ed|y)?|message|mail|sent|recipient|user|mailbox|account|undeliverable|attempts)"
    r"(?: (?:to|for|was|at|is|address))?[^\w@]{1,6}|quota for |full: )[<\"'(]{0,2}$",
    re.IGNORECASE,
)
_BARE = re.compile(
    r"(?:recipients?|address(?:es)?|users?|delivered to the following)\b[^\n]{0,120}:[ \t]{0,4}\n{1,3}"
    r"[ \t]{1,12}([A-Za-z0-9._+-]{2,64})(?:[ \t]{2,20}[A-Z][^\n]{1,200})?[ \t]{0,4}(?:\n|$)"
)
_NOT_THEIRS = re.compile(
    r"(?:from|sender|contact|postmaster|abuse|please|reply|support|by|mail from|help)\b", re.IGNORECASE
)
_REPORTERS = ("postmaster@", "mailer-daemon@")


def read(material: Material) -> Draft | None:
    if not material.is_automatic or not says_failed(material):
        return None
    if material.mail is None and not (material.quoted and has_reply(material.notice)):
        return None
    addresses = _addresses(material)
    if not addresses or is_doubtful(material, addresses):
        return None
    recipients = tuple(_recipient(address, material, len(addresses) == 1) for address in addresses)
    return Draft(recipients, reporting_host(material), material.about)


def _recipient(address: str, material: Material, only: bool) -> DraftRecipient:
    """The whole notice is about the only recipient; of several, each has the lines that name it."""
    whole = f"{material.notice.strip()[:MAX_SAID]}\n{material.header('Subject') or ''}"
    own = whole if only else "\n".join(line for line in material.lines if address.lower() in line.lower())
    said = reply_in(own)[:MAX_REPLY] if has_reply(own) else ""
    return DraftRecipient(address, action_of(material), None, said, None, own[:MAX_SAID], whole)


def _addresses(material: Material) -> list[str]:
    """From the best source to the weakest; never the mail's own sender or recipient, unless nothing else."""
    named = every(material.header("X-Failed-Recipients") or "")
    if named:
        return named
    own = {*every(material.sender), *every((material.header("To") or "").lower())}
    labelled = [clean(match.group(1)) for match in _LABELLED.finditer(material.notice)]
    for choice in (labelled, _local(material), _in_sentences(material, own)):
        found = [address for address in dict.fromkeys(choice) if address and address.lower() not in own]
        if found:
            return found[:MAX_GUESSED]
    return _of_original(material)


def _local(material: Material) -> list[str]:
    """A mailbox named without its domain: it is on the server that says so (AOL, old directories)."""
    match = _BARE.search(material.notice)
    host = domain(clean(material.header("From") or ""))
    return [f"{match.group(1)}@{host}"] if match and host else []


def _in_sentences(material: Material, own: Set[str]) -> list[str]:
    """The address that the words before it call a recipient, else the first that nothing speaks against."""
    text = " ".join(line.strip() for line in material.lines)
    likely: list[str] = []
    for address in every(text):
        before = text[: text.find(address)][-60:]
        if _CUE.search(before):
            return [address]
        is_reporter = address.lower() in own or address.lower().startswith(_REPORTERS)
        if not is_reporter and not _NOT_THEIRS.search(before[-40:]):
            likely.append(address)
    return likely[:1]


def _of_original(material: Material) -> list[str]:
    to = [value for name, value in material.original if name.lower() in ("to", "x-envelope-to")]
    found = every(" ".join(to))
    return found if len(found) <= MAX_GUESSED and domain(found[0] if found else "") else []
