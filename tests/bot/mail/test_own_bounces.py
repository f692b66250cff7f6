"""Reports about messages that we sent: on their ticket and nowhere else; a forged one changes nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from email import message_from_bytes, policy
from typing import TYPE_CHECKING, Any

import pytest

from bot.desk.message_id import make_message_id
from bot.desk.settle import settle
from bot.desk.write import write
from bot.mail.tokens import tagged
from bot.store.queries.ledger import ledger, ledger_rows
from tests.bot.mail.test_channel import ALICE, hand_in, mail, running, work

if TYPE_CHECKING:
    from bot.mail.channel import MailChannel
    from tests.bot.conftest import Bench


class Sent:
    """A desk that has answered Alice on ticket 1."""

    def __init__(self, bench: Bench, channel: MailChannel, server: Any) -> None:
        self.bench, self.channel, self.server = bench, channel, server
        mail_sent = message_from_bytes(server.content, policy=policy.default)
        self.message_id = str(mail_sent["Message-ID"])
        self.envelope_from = server.commands[1].partition("<")[2].partition(">")[0]

    def report(self, text: str, to: str = "help@desk.test") -> None:
        hand_in(self.channel, text, to=to, sender="")
        work(self.bench, self.channel)

    @property
    def notes(self) -> list[str]:
        return [item.text for item in self.bench.view().messages if item.direction == "internal"]

    @property
    def reason(self) -> str:
        with self.bench.desk.store.read() as connection:
            return ledger_rows(connection)[0].reason or ""


@pytest.fixture(params=[False], ids=["plain"])
def sent(
    bench: Bench, anna: Any, scripted: Callable[..., Any], request: pytest.FixtureRequest
) -> Iterator[Sent]:
    server = scripted()
    with running(bench, smtp_url=server.url, plus_addresses=request.param) as channel:
        hand_in(channel, mail("<q1@customer.test>"))
        work(bench, channel)
        write(bench.desk, 1, anna, "Please try again.")
        work(bench, channel)
        yield Sent(bench, channel, server)


def report(
    message_id: str | None, action: str = "failed", to: str = ALICE, original_to: str = ALICE, nr: int = 0
) -> str:
    original = f"Message-ID: {message_id}\n" if message_id else "Subject: no ID\n"
    return (
        "From: MAILER-DAEMON@mx.customer.test\nTo: help@desk.test\nSubject: Undelivered\n"
        f"Message-ID: <bounce{nr}.{action}@mx.customer.test>\n"
        "MIME-Version: 1.0\nContent-Type: multipart/report; report-type=delivery-status; boundary=b\n\n"
        "--b\n\nno\n\n--b\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; mx.customer.test\n\n"
        f"Final-Recipient: rfc822; {to}\nAction: {action}\nStatus: 5.2.2\n"
        "Diagnostic-Code: smtp; 552 5.2.2 mailbox full\n\n"
        f"--b\nContent-Type: text/rfc822-headers\n\n{original}To: {original_to}\n\n--b--\n"
    )


@pytest.mark.parametrize(
    ("actions", "said", "attention"),
    [
        (["failed"], ["did not arrive: mailbox full. Their server said: "], True),
        (["delayed"], ["is delayed, and is still being tried: mailbox full."], True),
        (["delivered"], [], False),
        (["relayed"], [], False),
        (["delayed", "delayed"], ["is delayed"], True),
        (["delayed", "delivered"], ["is delayed", "did arrive after all"], True),
        (["delayed", "failed"], ["is delayed", "did not arrive"], True),
        (["failed", "failed"], ["did not arrive"], True),
        (["delivered", "delayed"], [], False),
    ],
)
def test_it_stands_on_its_ticket(sent: Sent, actions: list[str], said: list[str], attention: bool) -> None:
    before = sent.bench.view()
    for number, action in enumerate(actions):
        sent.report(report(sent.message_id, action, nr=number))
    view, sums = sent.bench.view(), ledger(sent.bench.desk.store)
    assert (sums.tickets, sums.set_aside) == (1, len(actions))
    assert (view.line.state, view.suggestions) == (before.line.state, before.suggestions)
    assert len(sent.notes) == len(said)
    assert all(words in note for words, note in zip(said, sent.notes, strict=True)), sent.notes
    assert all(f"Your message to {ALICE} " in note for note in sent.notes)
    assert view.line.attention is attention
    assert not sent.server.commands[6:] or len(view.outgoing) == 1


def test_a_forwarded_message_comes_back_from_elsewhere(sent: Sent) -> None:
    sent.report(report(sent.message_id, to="alice.private@elsewhere.test"))
    assert ["alice.private@elsewhere.test did not arrive" in note for note in sent.notes] == [True]


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (report(make_message_id(b"guessed", 1, 1, "desk.test")), "did not send"),
        (report("<mt.1.1.aaaaaaaaaaaaaaaaaaaa@desk.test>"), "did not send"),
        (report("<other@desk.test>"), "did not send"),
        (report(None), "did not send"),
        (report(make_message_id(b"not a secret", 1, 77, "desk.test")), "fits no message of ours"),
        (report("{ours}", to="eve@evil.test", original_to="eve@evil.test"), "not its recipient"),
    ],
)
def test_a_forged_one_changes_nothing(sent: Sent, text: str, reason: str) -> None:
    before = sent.bench.view()
    sent.report(text.replace("{ours}", sent.message_id))
    assert reason in sent.reason
    assert sent.bench.view() == before
    assert ledger(sent.bench.desk.store).set_aside == 1


def test_a_report_on_a_message_that_waits_for_a_person_helps_to_decide(
    bench: Bench, anna: Any, scripted: Callable[..., Any]
) -> None:
    server = scripted(hang_up_at=".")
    with running(bench, smtp_url=server.url) as channel:
        hand_in(channel, mail("<q1@customer.test>"))
        work(bench, channel)
        number = write(bench.desk, 1, anna, "Please try again.")
        work(bench, channel)
        assert bench.view().outgoing[0].state == "unknown"
        sent = Sent(bench, channel, server)
        sent.report(report(sent.message_id))
        assert ["did not arrive" in note for note in sent.notes] == [True]
        assert bench.view().outgoing[0].state == "unknown"
        settle(bench.desk, number, anna, arrived=True)
        assert bench.view().outgoing[0].state == "sent"


@pytest.mark.parametrize("sent", [True], indirect=True, ids=["tagged"])
@pytest.mark.parametrize(("forged", "noted"), [(False, 1), (True, 0)])
def test_a_report_without_our_message_comes_to_the_address_that_we_gave(
    sent: Sent, forged: bool, noted: int
) -> None:
    assert sent.envelope_from == tagged(sent.bench.desk.secret_key, "help@desk.test", 1)
    to = sent.envelope_from if not forged else tagged(b"guessed", "help@desk.test", 1)
    sent.report(report(None, original_to=ALICE), to=to)
    assert len(sent.notes) == noted
    assert len(sent.bench.view().messages) == 2 + noted
