"""From the mail to the answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.desk.accept import accept
from bot.desk.types import Actor
from bot.store.queries.ledger import Ledger, ledger
from bot.store.queries.ticket import ticket

if TYPE_CHECKING:
    from tests.bot.conftest import Bench

ANNA = Actor("agent", "anna", "Anna")


def test_a_mail_becomes_a_ticket_with_a_suggestion_and_an_agent_sends_it(bench: Bench) -> None:
    bench.mail(message_id="<first@example.org>")
    bench.work()
    view = ticket(bench.desk.store, 1)
    assert view is not None
    assert (view.line.state, view.line.route, view.line.action) == ("triaged", "third_party_reject", "reply")
    assert [item.state for item in view.suggestions] == ["pending"]
    assert not bench.channel.delivered

    accept(bench.desk, view.suggestions[0].id, ANNA)
    bench.work()

    (sent,) = bench.channel.delivered
    assert (sent.to, sent.in_reply_to, sent.references) == (
        "alice@example.org",
        "<first@example.org>",
        ("<first@example.org>",),
    )
    assert not sent.automatic
    view = ticket(bench.desk.store, 1)
    assert view is not None
    assert (view.line.state, view.suggestions[0].state, view.outgoing[0].state) == ("solved", "sent", "sent")
    assert [message.direction for message in view.messages] == ["in", "out"]
    assert ledger(bench.desk.store) == Ledger(1, 1, 0, 0, 0, 0)
