"""A case goes to the support's mailbox, its answer comes back, and the requester gets it in the thread."""

from __future__ import annotations

import json
from collections.abc import Callable
from email.message import EmailMessage
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.peers.servers.mailboxes import from_address, mailbox, send, words_of, written

if TYPE_CHECKING:
    from tests.peers.servers.mail import MailServers
    from tests.peers.servers.service import RunningService

    Start = Callable[..., RunningService]

pytestmark = pytest.mark.peer("postfix", "dovecot")

HELP, SUPPORT, ALICE = "cases@help.test", "platform@help.test", "alice.cases@customer.test"
PLATFORM = f"""\
extends = "oss"
name = "casetest"
mail_hosts = ["mx.help.test"]
domains = ["customer.test"]
help_addresses = ["{HELP}"]

[escalation]
address = "{SUPPORT}"
"""
COMPLAINT = """\
Hello,

a mail from supplier@partner.test to me, sent on 2 March 2026 at 09:15 UTC, never arrived. The sender
got no error. I have looked into Junk, it is not there either.

Alice
"""


def _answer(case: EmailMessage, text: str, message_id: str, subject: str | None = None) -> EmailMessage:
    """As a mail program answers: to Reply-To, with the thread's fields."""
    to = str(case["Reply-To"] or case["From"])
    answer = written(SUPPORT, to, subject or f"Re: {case['Subject']}", text, message_id)
    answer["In-Reply-To"] = str(case["Message-ID"])
    answer["References"] = str(case["Message-ID"])
    return answer


def _ticket(desk: RunningService, number: int, **wanted: Any) -> Any:
    def look() -> Any:
        found = desk.api(f"tickets/{number}")
        return found if all(found[name] == value for name, value in wanted.items()) else None

    return desk.wait_for(look, f"a ticket with {wanted}")


def _pending(ticket: Any) -> dict[str, Any]:
    return {
        item["purpose"] or item["kind"]: item for item in ticket["suggestions"] if item["state"] == "pending"
    }


def test_there_and_back(mail_servers: MailServers, start_service: Start, tmp_path: Path) -> None:
    platform = tmp_path / "platform.toml"
    platform.write_text(PLATFORM)
    desk = start_service(
        platform=platform,
        help_address=HELP,
        imap_url=mail_servers.imap_url(HELP),
        smtp_url=mail_servers.smtp_url,
    )
    complaint = written(ALICE, HELP, "Where is my mail?", COMPLAINT, "<where@customer.test>")
    send(mail_servers, complaint)
    number = desk.wait_for(desk.tickets, "a ticket")[0]["number"]
    ticket = _ticket(desk, number, action="escalate")
    ready = _pending(ticket)
    assert set(ready) == {"escalate", "handover"}
    assert ready["escalate"]["to"] == SUPPORT
    assert mailbox(mail_servers, SUPPORT) == []

    # An agent accepts the case, and the note to Alice with it.
    desk.api(f"suggestions/{ready['escalate']['id']}/accept", {"note": True})
    [case] = desk.wait_for(lambda: mailbox(mail_servers, SUPPORT), "the case at the support")
    assert f"[#{number}]" in case["Subject"]
    assert case["Auto-Submitted"] is None
    text, data, mail = case.iter_parts()
    assert "Exact time, with time zone: 2026-03-02 09:15:00 UTC" in text.get_content()
    assert (data.get_content_type(), mail.get_content_type()) == ("application/json", "message/rfc822")
    kept = json.loads(data.get_content())
    assert (kept["schema"], kept["reference"]) == ("mailtriage.dossier/1", f"#{number}")
    assert {item["name"]: item["values"] for item in kept["fields"]}["sender"] == ["supplier@partner.test"]
    assert mail.get_payload()[0]["Message-ID"] == "<where@customer.test>"
    [note] = desk.wait_for(lambda: from_address(mailbox(mail_servers, ALICE), HELP), "the note to Alice")
    assert f"#{number}" in words_of(note)
    assert note["In-Reply-To"] == "<where@customer.test>"
    ticket = _ticket(desk, number, state="escalated")
    assert (ticket["escalated_to"], ticket["escalation_ref"]) == (SUPPORT, f"#{number}")

    # Their ticket system confirms it, and then a person answers.
    receipt = _answer(
        case, "We have received your request.", "<auto@help.test>", f"[Ticket ID: PF-77] Delayed [#{number}]"
    )
    receipt["Auto-Submitted"] = "auto-replied"
    send(mail_servers, receipt)
    assert _ticket(desk, number, support_ref="PF-77")["state"] == "escalated"
    send(
        mail_servers, _answer(case, "It was held in a queue, and went out at 11:02 UTC.", "<real@help.test>")
    )
    ticket = _ticket(desk, number, state="triaged")
    said = ticket["messages"][-1]
    assert (said["author"], said["role"], said["text"].strip()) == (
        SUPPORT,
        "support",
        "It was held in a queue, and went out at 11:02 UTC.",
    )
    closing = _pending(ticket)["closing"]
    assert "> It was held in a queue" in closing["text"]

    # The agent writes what it means; Alice gets it in her thread. The support gets nothing more.
    desk.api(f"suggestions/{closing['id']}/accept", {"text": "Hello Alice,\n\nyour mail came at 11:02 UTC."})
    answers = desk.wait_for(
        lambda: found if len(found := from_address(mailbox(mail_servers, ALICE), HELP)) == 2 else None,
        "the closing reply",
    )
    assert answers[-1]["In-Reply-To"] == "<where@customer.test>"
    assert answers[-1]["Subject"] == f"Re: Where is my mail? [#{number}]"
    assert "11:02" in words_of(answers[-1])
    _ticket(desk, number, state="solved")
    assert len(mailbox(mail_servers, SUPPORT)) == 1
