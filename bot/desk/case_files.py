"""What goes along with an escalation: the case as JSON, and the requester's mails as they came."""

from __future__ import annotations

import json
from typing import Any

from sqlalchemy import Connection, select

from bot.desk.suggest import Suggested
from bot.store.schema.message import evidence, messages
from bot.store.schema.suggestion import suggestions
from triage.dossier.lines import tells_a_password

MOST_FILES = 10
MOST_BYTES = 7_000_000
"""Of raw mail in all: 10 MB in base64, which every mail server takes."""


def case_files(connection: Connection, message: Suggested) -> list[dict[str, Any]]:
    """Each with `name`, `content_type`, and `text`, or the `sha256` of bytes that are kept."""
    data = connection.execute(select(suggestions.c.data).where(suggestions.c.id == message.id)).scalar()
    if not isinstance(data, dict) or "schema" not in data:
        return []
    sent = {**data, "text": message.text}
    words = json.dumps(sent, ensure_ascii=True, indent=1)
    return [
        {"name": f"case-{message.ticket}.json", "content_type": "application/json", "text": words},
        *_mails(connection, message.ticket),
    ]


def _mails(connection: Connection, number: int) -> list[dict[str, Any]]:
    """The requester's own mails of this ticket, the newest while there is room; none with a password."""
    query = (
        select(messages.c.sha256, messages.c.text, evidence.c.data)
        .join(evidence, evidence.c.message == messages.c.id)
        .where(messages.c.ticket == number, messages.c.direction == "in", messages.c.role == "requester")
        .where(messages.c.channel == "mail", messages.c.sha256.is_not(None))
        .order_by(messages.c.id.desc())
    )
    found: list[dict[str, Any]] = []
    room = MOST_BYTES
    for row in connection.execute(query):
        size = int(row.data.get("size") or 0)
        if len(found) == MOST_FILES or size > room or tells_a_password(row.data.get("text") or row.text):
            continue
        room -= size
        name = f"mail-{row.sha256[:8]}.eml"
        found.append({"name": name, "content_type": "message/rfc822", "sha256": row.sha256})
    return found[::-1]
