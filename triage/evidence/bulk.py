"""Was it sent to many at once? List marks (RFC 2369, 2919) and how to get off the list (RFC 8058)."""

from __future__ import annotations

import re

from triage.evidence.parsed import ParsedMail
from triage.model import ListMarks

_MARKS = frozenset({
    "list-id", "list-unsubscribe", "list-post", "list-help", "list-subscribe", "list-owner", "list-archive",
    "mailing-list", "x-mailing-list", "x-mailman-version", "x-list-unsubscribe", "feedback-id",
    "x-campaign", "x-campaignid", "x-campaign-id", "x-mailchimp-id", "x-csa-complaints", "x-report-abuse-to",
})  # fmt: skip
_PRECEDENCE = frozenset({"bulk", "list", "junk"})
_TARGET = re.compile(r"(https?://[^\s<>,]{1,2000}|mailto:[^\s<>,]{1,1000})", re.IGNORECASE)


def read_list_marks(mail: ParsedMail, is_automatic: bool = False) -> ListMarks:
    """`unsubscribe`: a web page rather than an address, where both are offered.

    `is_automatic`: a bounce or an auto-reply, which say `Precedence: bulk` without being sent to many.
    """
    bulk = mail.has_any(_MARKS)
    precedence = (mail.header("Precedence") or "").strip().lower()
    offered = mail.header("List-Unsubscribe") or mail.header("X-List-Unsubscribe") or ""
    targets: list[str] = _TARGET.findall(offered)
    page = next((target for target in targets if target.lower().startswith("http")), None)
    bulk = bulk or (precedence in _PRECEDENCE and not is_automatic)
    return ListMarks(bulk, page or (targets[0] if targets else None))
