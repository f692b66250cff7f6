"""Which Message-ID does a mail have after its relay? Some give it one of their own, and say which.

Amazon SES answers `250 Ok 0100…-000000` and replaces our Message-ID by that word at its own domain; replies
and reports then name it. Other relays leave ours alone, whatever number they answer with.
"""

from __future__ import annotations

import re

_SES_HOST = re.compile(
    r"email-smtp(?:-fips)?\.([a-z]{2}(?:-[a-z]{1,10}){1,3}-\d)\.amazonaws\.com(?:\.cn)?", re.I
)
_SES_TAKEN = re.compile(r"250 (?:2\.\d\.\d )?Ok ([0-9a-f]{16}-[0-9a-f-]{20,60})(?:\s|$)", re.IGNORECASE)
_SES_FIRST_REGION = "us-east-1"


def rewritten_id(host: str, said: str) -> str | None:
    """The Message-ID, with its brackets, that the mail is known by beyond this relay; `None`: still ours.

    `host`: the relay that the settings name; `said`: its reply to the end of the message.
    """
    region = _SES_HOST.fullmatch(host.rstrip("."))
    taken = _SES_TAKEN.match(said)
    if region is None or taken is None:
        return None
    place = "email" if region[1].lower() == _SES_FIRST_REGION else region[1].lower()
    return f"<{taken[1]}@{place}.amazonses.com>"
