"""What is wanted of the platform's support: what only its logs and its settings can tell or mend."""

from __future__ import annotations

from collections.abc import Iterator

from knowledge.vocabulary import ProblemKind
from triage.model import Finding

_BY_PROBLEM = {
    ProblemKind.INBOUND_REJECTED: "Why the platform refused this mail, and what would let such mail in.",
    ProblemKind.OUTBOUND_REFUSED: "Why the account may not send: its state, limits, or the rule it met.",
    ProblemKind.OUTBOUND_BOUNCED: (
        "Whether the listed address can be taken off the blocklist, and why it is there."
    ),
    ProblemKind.DELAYED: "Where the mail waits or waited, from the logs of the queues, and why.",
    ProblemKind.JUNKED_WRONGLY: "Which rule put the mail into Junk, and whether that can be corrected.",
    ProblemKind.SPAM_RECEIVED: "Whether the filter can learn from the samples, and block what they share.",
    ProblemKind.SPAM_FLOOD: "Please block at the filter what the samples share, soon: the flood is still on.",
    ProblemKind.SPOOFED: "Whether the filter can refuse mail with this sender that comes from elsewhere.",
    ProblemKind.ACCOUNT_COMPROMISED: "Please stop sending from this account and end its sessions; then: "
    "the last sign-ins with their addresses, and what was sent since.",
}
_OTHER = "Please have a look, and tell us what you see in the logs."


_QUESTION = "Please answer the question in the requester's own words below, or tell us who can."


def wishes(problem: ProblemKind | None, findings: tuple[Finding, ...], of_mail: bool = True) -> Iterator[str]:
    """`of_mail`: some mail, report or error is concerned; without one no log can tell anything."""
    if problem is ProblemKind.OTHER and not of_mail:
        yield _QUESTION
        return
    codes = {finding.code for finding in findings}
    traced = any(code.startswith("trace.") and code != "trace.unasked" for code in codes)
    if problem is ProblemKind.MISSING_MAIL:
        if traced:
            yield "What became of the mail after the last step of the trace below."
        else:
            yield "Whether the mail reached the platform at the time given, and where it went."
    else:
        yield _BY_PROBLEM.get(problem, _OTHER) if problem else _OTHER
    if "spam_score.expired" in codes:
        yield "The points of each spam test, from the platform's logs: the score page has expired."
    elif any(code.startswith("spam_score.") for code in codes) and "spam_score.read" not in codes:
        yield "The points of each spam test, from the platform's logs: the score page could not be read."
