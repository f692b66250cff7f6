"""What does the notice itself tell of the original, when no copy of it came back?

Exchange, Domino and Exim name its subject, date and recipients in lines of their own.
"""

from __future__ import annotations

import re

from triage.evidence.fields import Field

MAX_LINES = 80
_NAMES = {
    "subject": "Subject",
    "the subject of the message is": "Subject",
    "betreff": "Subject",
    "objet": "Subject",
    "asunto": "Subject",
    "oggetto": "Subject",
    "assunto": "Subject",
    "to": "To",
    "from": "From",
    "mail from": "From",
    "sender address": "From",
    "original sender": "From",
    "sent": "Date",
    "sent date": "Date",
    "date": "Date",
    "created date": "Date",
    "the date of the message is": "Date",
    "message-id": "Message-ID",
}
_LINE = re.compile(r"[ \t]{0,20}([A-Za-z][A-Za-z -]{1,40}?)[ \t]{0,3}:[ \t]{1,20}(\S.{0,900})")


def described(lines: tuple[str, ...]) -> tuple[Field, ...]:
    """The fields under their standard names, each once; a recipient's line is none of them."""
    found: dict[str, str] = {}
    for line in lines[:MAX_LINES]:
        match = _LINE.match(line)
        name = _NAMES.get(match.group(1).lower()) if match else None
        if match and name:
            found.setdefault(name, match.group(2).strip().strip("'"))
    return tuple(found.items()) if "Subject" in found else ()
