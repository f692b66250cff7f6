"""From the mail to the answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.desk.accept import accept
from bot.desk.types import Actor
from bot.store.queries.ledger import Ledger, ledger

if TYPE_CHECKING:
    from tests.bot.conftest import Bench


def test_a_mail_becomes_a_ticket_with_a_suggestion_and_an_agent_sends_it(bench: Bench, anna: Actor) -> None:
    bench.mail(message_id="<first@example.org>")
    bench.work()
    line = bench.view().line
    assert (line.state, line.route, line.action) == ("triaged", "third_party_reject", "reply")
    assert not bench.channel.delivered

    accept(bench.desk, bench.suggestion, anna)
    bench.work()

    (sent,) = bench.channel.delivered
    assert (sent.to, sent.sender, sent.automatic) == ("alice@example.org", "help@desk.test", False)
    assert (sent.in_reply_to, sent.references) == ("<first@example.org>", ("<first@example.org>",))
    view = bench.view()
    assert (view.line.state, view.suggestions[0].state, view.outgoing[0].state) == ("solved", "sent", "sent")
    assert [message.direction for message in view.messages] == ["in", "out"]
    assert bench.trail() == ["opened", "ticket", "triaged", "accepted", "sent"]
    assert ledger(bench.desk.store) == Ledger(1, 1, 0, 0, 0, 0)


def test_the_whole_conversation_is_one_thread(bench: Bench, anna: Actor) -> None:
    bench.mail(message_id="<first@example.org>")
    bench.work()
    accept(bench.desk, bench.suggestion, anna)
    bench.work()
    ours = bench.channel.delivered[0].message_id

    bench.mail("It still does not work", answers=ours, message_id="<second@example.org>")
    bench.work()
    accept(bench.desk, bench.suggestion, anna)
    bench.work()

    sent = bench.channel.delivered[1]
    assert sent.in_reply_to == "<second@example.org>"
    assert sent.references == (ours, "<second@example.org>")
    assert len(bench.thinker.heard[1].messages) == 2
    assert ledger(bench.desk.store) == Ledger(2, 1, 1, 0, 0, 0)
