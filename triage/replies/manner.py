"""In which manner was a mail refused, where the same reason calls for different words?"""

from __future__ import annotations

import re

from knowledge.vocabulary import Reason
from triage.model import RecipientReport

OWN_BLOCK_LIST, GREYLISTED = "own_block_list", "greylisted"
_BLOCKING = frozenset({Reason.BLOCKLISTED, Reason.SENDER_REJECTED})
_TRY_AGAIN = frozenset({Reason.RATE_LIMITED, Reason.SERVER_ERROR, Reason.POLICY, Reason.UNKNOWN})
_OWN_LIST = re.compile(
    r"(?:block|black|deny|ban)\w{0,8}\W{1,3}(?:list\w{0,4}\W{1,3})?(?:by|of|in|on)"
    r" (?:the |this |your |our |an? )?"
    r"(?:recipient|receiving|organi[sz]ation|company|customer|tenant|domain|user|administrator|mailbox)"
    r"|(?:recipient|organi[sz]ation|company|tenant|user|domain|customer|administrator)(?:'s)?(?: own)?"
    r" (?:block|black|deny)[ -]?list",
    re.I,
)
_PUBLIC_LIST = re.compile(
    r"dnsbl|rbl\b|spamhaus|barracuda|spamcop|uceprotect|sorbs|senderscore|\b(?:bl|zen|dul)\.", re.I
)
_GREYLISTED = re.compile(
    r"gr[ea]y[ -]?list|(?:try|retry|come back|send)\b[^.;]{0,30}\b(?:in|after|within)"
    r" (?:a )?(?:few |some |about )?\d{0,4} ?(?:minutes?|min\b|mins\b|seconds?|secs?\b)",
    re.I,
)


def manner_of(item: RecipientReport) -> str:
    """The reason's name, or that of a manner of it which the server's words tell apart."""
    said = (item.diagnostic or item.evidence or "")[:2_000]
    if item.reason in _BLOCKING and _OWN_LIST.search(said) and not _PUBLIC_LIST.search(said):
        return OWN_BLOCK_LIST
    if item.reason in _TRY_AGAIN and item.permanent is not True and _GREYLISTED.search(said):
        return GREYLISTED
    return item.reason.value


def shortened(text: str, most: int) -> str:
    """A text of at most so many characters, cut between words."""
    if len(text) <= most:
        return text
    kept, _, _rest = text[:most].rpartition(" ")
    return (kept or text[: most - 1]).rstrip(" ,;:.-([<\"'") + "…"
