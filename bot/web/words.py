"""How the console says the desk's words: short, for a badge or a table. Held complete by a test."""

from __future__ import annotations

ROUTES = {
    "junk_expected": "Junk, as it should be",
    "newsletter": "Newsletter",
    "third_party_reject": "Refused elsewhere",
    "real_issue": "Ours to solve",
    "not_a_ticket": "Not a request",
}
PROBLEMS = {
    "inbound_rejected": "Incoming mail rejected",
    "outbound_refused": "We refuse to send",
    "outbound_bounced": "Refused because of us",
    "missing_mail": "Mail never came",
    "delayed": "Mail is late",
    "junked_wrongly": "Good mail in Junk",
    "spam_received": "Spam in the inbox",
    "spam_flood": "Flood of spam",
    "spoofed": "Forged sender",
    "account_compromised": "Account misused",
    "other": "Something else",
}
STATES = {
    "new": "New",
    "triaged": "Needs you",
    "waiting": "Waiting for them",
    "escalated": "Handed over",
    "solved": "Solved",
    "closed": "Closed",
    "set_aside": "Set aside",
}
ACTIONS = {
    "reply": "Reply ready",
    "ask": "Questions ready",
    "escalate": "Case ready",
    "hold": "You decide",
    "ignore": "Nothing to do",
}
DETAILS = {
    "ndr": "The bounce",
    "occurred_at": "When exactly",
    "sender": "Sender",
    "recipient": "Recipient",
    "spam_samples": "Samples with headers",
    "unusual_volume": "How many, and how many as a rule",
    "affected_users": "Who is affected",
    "reseller_id": "Reseller ID",
    "authorized_user_id": "Authorized user ID",
    "junk_checked": "Junk folder looked at",
}
REASONS = {
    "no_such_user": "No such address",
    "mailbox_disabled": "Mailbox closed or switched off",
    "mailbox_full": "Mailbox full",
    "bad_domain": "Domain takes no mail",
    "sender_auth": "Sender not proven (SPF, DKIM, DMARC)",
    "sender_dns": "Sending server's DNS is wrong",
    "blocklisted": "On a blocklist",
    "spam_content": "Looked like spam",
    "malware": "Looked like malware",
    "policy": "A rule on the receiving side",
    "sender_rejected": "This sender is refused",
    "relay_denied": "Relaying denied",
    "rate_limited": "Too many mails at once",
    "too_large": "Mail too large",
    "unreachable": "Server not reachable",
    "server_error": "Fault on the server",
    "unknown": "Not said",
}
REJECTED_BY = {
    "platform": "Our platform",
    "third_party": "Another provider",
    "sender_side": "The sender's own side",
    "unknown": "Not clear",
}
FIXERS = {
    "sender": "the sender",
    "recipient": "the recipient",
    "platform": "our platform",
    "third_party": "the other provider",
    "nobody": "nobody, it is being retried",
}
OWNERS = {
    "requester": "the requester's",
    "ours": "ours",
    "theirs": "neither the requester's nor ours",
}
STATUSES = {
    "pass": "Pass",
    "fail": "Fail",
    "warn": "Warning",
    "neutral": "Neutral",
    "temperror": "No answer",
    "permerror": "Broken",
    "skipped": "Skipped",
}
FATES = {"failed": "did not arrive", "delayed": "is delayed", "delivered": "did arrive"}
OUTGOING = {
    "due": "about to be sent",
    "sending": "being sent",
    "sent": "sent",
    "failed": "could not be sent",
    "unknown": "perhaps sent: please check",
    "withdrawn": "withdrawn",
}
OUTCOMES = {
    "ticket": "New ticket",
    "appended": "Added to a ticket",
    "duplicate": "Had come before",
    "set_aside": "Set aside",
    "quarantined": "Quarantined",
}
FILE_WARNINGS = {
    "program": "A program: do not run it.",
    "disguised": "Its name hides what it is.",
    "other_type": "Not what it was sent as.",
    "macros": "It holds macros.",
    "encrypted": "Encrypted: nobody could look inside.",
    "bomb": "Do not unpack it: it would fill the disk.",
    "holds_program": "A program is inside.",
    "holds_archive": "More archives are inside.",
    "damaged": "Damaged, or cut short.",
}
BOUNCE_ACTIONS = {
    "failed": "was not delivered",
    "delayed": "is delayed, and still being tried",
    "delivered": "was delivered",
    "relayed": "was passed on",
    "expanded": "was passed on to a list",
}


def say(words: dict[str, str], value: object) -> str:
    """The words for a value; a value that has none is shown as it is, readable."""
    text = str(value or "")
    return words.get(text, text.replace("_", " "))
