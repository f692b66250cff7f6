"""What its author edited or took back, as the ticket page shows it."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy import update

from bot.store.schema.message import messages

AT = datetime(2026, 3, 2, 9, 5, tzinfo=UTC)
BEFORE = [{"text": "To <b>ann</b>", "until": AT.isoformat()}]


@pytest.mark.parametrize(
    ("values", "shown", "hidden"),
    [
        ({}, (), ("edited", "taken back", "What it said before")),
        (
            {"edited_at": AT, "earlier": BEFORE},
            ("edited", "What it said before", "To &lt;b&gt;ann"),
            ("taken back",),
        ),
        ({"withdrawn_at": AT}, ("taken back",), ("What it said before",)),
    ],
    ids=["as it was", "edited", "taken back"],
)
def test_it_is_marked(
    bounced: Any, ada: Any, values: dict[str, Any], shown: tuple[str, ...], hidden: tuple[str, ...]
) -> None:
    bounced.mail("It came back.", subject="Bounce")
    bounced.work()
    with bounced.desk.store.write() as connection:
        if values:
            connection.execute(update(messages).values(values))
    page = ada.get("/tickets/1")
    conversation = page[page.index('class="panel message') :]
    assert [words for words in shown if words not in conversation] == []
    assert [words for words in hidden if f">{words}<" in conversation] == []
