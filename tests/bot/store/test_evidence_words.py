"""By which words of its evidence a ticket is found; and that old evidence gets them, too."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import msgspec
import pytest
from alembic import command
from sqlalchemy import text

from bot.store import migrate
from bot.store.engine import Store
from bot.store.evidence_words import MOST_CHARACTERS, words_of
from bot.store.migrate import differences, upgrade
from triage.model import (
    Authentication,
    DeliveryReport,
    Evidence,
    Hop,
    MessageInfo,
    OriginalMessage,
    RecipientReport,
    SenderView,
)

REPORT = Evidence(
    "ndr",
    MessageInfo("Undelivered", "Mailer-Daemon@Relay.example.net", return_path=""),
    DeliveryReport(
        "relay.example.net",
        OriginalMessage("Figures", "alice@example.org", ("bob@example.com",), None, "<o@1>"),
        (
            RecipientReport(
                "bob@example.com", "failed", remote_mta="mx.example.com", diagnostic="550 No\n\tsuch"
            ),
        ),
    ),
)
WHOLE = Evidence(
    "message",
    MessageInfo("It came back", "alice@example.org", ("help@desk.test",), None, "<m@1>"),
    hops=(Hop("laptop.example.org", "mail.example.org", "192.0.2.9"),),
    authentication=Authentication(sending_ip="192.0.2.4", source="mx.desk.test; spf=pass"),
    sender=SenderView(from_="alice@example.org"),
    nested=(REPORT,),
    text="secret words of the body",
    headers=(("X-Secret", "in a header"),),
    cc=("carl@example.org",),
    link_hosts=("shop.example.net",),
)


@pytest.mark.parametrize(
    ("word", "is_there"),
    [
        ("alice@example.org", True),
        ("help@desk.test", True),
        ("<m@1>", True),
        ("laptop.example.org", True),
        ("192.0.2.9", True),
        ("192.0.2.4", True),
        ("carl@example.org", True),
        ("shop.example.net", True),
        ("mailer-daemon@relay.example.net", True),
        ("<o@1>", True),
        ("bob@example.com", True),
        ("mx.example.com", True),
        ("550 no such", True),
        ("figures", True),
        ("secret", False),
    ],
)
def test_what_is_kept(word: str, is_there: bool) -> None:
    assert (word in words_of(msgspec.to_builtins(WHOLE))) is is_there


def test_each_once_and_bounded() -> None:
    words = words_of(msgspec.to_builtins(WHOLE)).splitlines()
    assert len(words) == len(set(words))
    many: dict[str, Any] = {"message": {"to": [f"{number}@{'x' * 300}.test" for number in range(100)]}}
    for _ in range(60):
        many = {
            "nested": [many, many["message"]] if "message" in many else [many],
            "message": many["message"],
        }
    assert 0 < len(words_of(many)) <= MOST_CHARACTERS


@pytest.mark.parametrize("data", [{}, {"message": None, "nested": None}, {"hops": ["x", 1]}, {"cc": 7}])
def test_what_is_odd_gives_nothing(data: dict[str, Any]) -> None:
    assert words_of(data) == ""


def test_evidence_from_before_is_found_after_the_migration(tmp_path: Path) -> None:
    store = Store(f"sqlite:///{tmp_path / 'desk.sqlite3'}")
    with store.write() as connection:
        config = migrate._config()
        config.attributes["connection"] = connection
        command.upgrade(config, "0008")
        connection.exec_driver_sql("PRAGMA defer_foreign_keys=ON")
        at = "2026-03-02 08:30:00"
        connection.execute(
            text(
                "INSERT INTO tickets (number, subject, requester, channel, platform, state, missing, known,"
                " created_at, updated_at) VALUES (1, 'S', 'r', 'mail', 'oss', 'closed', '[]', '{}', :at, :at)"
            ),
            {"at": at},
        )
        for number in range(1, 1203):
            data = json.dumps({"message": {"from_": f"P{number}@example.org", "subject": "\ud800 \0"}})
            connection.execute(
                text(
                    "INSERT INTO messages (id, ticket, direction, role, author, channel, subject, text,"
                    ' "references", attachments, at)'
                    " VALUES (:id, 1, 'in', 'requester', 'r', 'mail', 'S', 'T', '[]', '[]', :at)"
                ),
                {"id": number, "at": at},
            )
            connection.execute(
                text("INSERT INTO evidence (ticket, message, kind, data) VALUES (1, :id, 'message', :data)"),
                {"id": number, "data": data},
            )
    upgrade(store)
    assert differences(store) == []
    with store.read() as connection:
        rows = connection.execute(text("SELECT message, words FROM evidence_words ORDER BY message")).all()
    assert len(rows) == 1202
    assert rows[-1].words.splitlines()[0] == "p1202@example.org"
    store.close()
