"""How the desk's words are said in Slack. Held complete by a test."""

from __future__ import annotations

from collections.abc import Mapping

ROUTE_WORDS: Mapping[str, str] = {
    "junk_expected": "Spam that is in Junk already",
    "newsletter": "Newsletter",
    "third_party_reject": "Another provider said no",
    "real_issue": "Ours to look at",
    "not_a_ticket": "Not a request",
}
PROBLEM_WORDS: Mapping[str, str] = {
    "inbound_rejected": "Incoming mail is rejected",
    "outbound_refused": "We refuse to send",
    "outbound_bounced": "Refused elsewhere because of us",
    "missing_mail": "A mail never came",
    "delayed": "Mail is late",
    "junked_wrongly": "Good mail goes to Junk",
    "spam_received": "Spam comes through",
    "spam_flood": "A flood of spam",
    "spoofed": "A forged sender",
    "account_compromised": "An account is misused",
    "other": "Something else",
}
DETAIL_WORDS: Mapping[str, str] = {
    "ndr": "The bounce",
    "occurred_at": "When exactly",
    "sender": "The sender",
    "recipient": "The recipients",
    "spam_samples": "Samples with their headers",
    "unusual_volume": "How many, and how many as a rule",
    "affected_users": "Who is affected",
    "reseller_id": "The reseller ID",
    "authorized_user_id": "The authorized user ID",
    "junk_checked": "Whether it is in the Junk folder",
}
STATE_WORDS: Mapping[str, str] = {
    "new": "being read",
    "triaged": "needs a decision",
    "waiting": "waiting for the requester",
    "escalated": "escalated",
    "solved": "solved",
    "closed": "closed",
    "set_aside": "set aside",
}
KIND_WORDS: Mapping[str, str] = {
    "reply": "Suggested reply",
    "ask": "Suggested request for what is missing",
    "escalate": "Suggested escalation",
}
STATUS_WORDS: Mapping[str, str] = {
    "fail": "✗ fail",
    "permerror": "✗ broken",
    "warn": "! look",
}
AUDIT_WORDS: Mapping[str, str] = {
    "took": "took it",
    "left": "gave it back",
    "accepted": "accepted the suggestion",
    "edited": "edited the suggestion and sent it",
    "dismissed": "dismissed the suggestion",
    "wrote": "wrote to the requester",
    "noted": "left a note",
    "closed": "closed it",
    "solved": "marked it solved",
    "set_aside": "says that it is no request",
    "reopened": "opened it again",
    "rerouted": "changed the route",
    "asks": "wants to ask for more",
    "made_ready": "wants the case handed over",
    "snoozed": "put it off",
    "brought_back": "brought it back",
    "undone": "took the message back",
    "ticket_merged": "merged tickets",
    "ticket_unmerged": "took merged tickets apart",
    "put_into_incident": "put it into an incident",
    "split_off": "took it out of its incident",
    "answered_all": "answered all of them",
    "incident_closed": "said that it is over",
    "merged": "merged incidents",
    "wrote_support": "wrote to the platform's support",
    "support_received": "of the platform's support has got the case",
    "support_answered": "of the platform's support has answered",
    "reminded": "reminds of it: nobody has answered the case",
    "snooze_over": "brings it back, as it was wanted",
}
ALSO_OF_OTHERS = ("support_received", "support_answered", "reminded", "snooze_over")
"""What stands on a card although no agent did it."""


def count_of(number: int, one: str, many: str) -> str:
    return f"{number} {one if number == 1 else many}"
