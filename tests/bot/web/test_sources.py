"""What a suggested reply rests on stands beside it for the agent, and is not a part of what is sent."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from knowledge.vocabulary import Action
from triage.model import Reply, Source

if TYPE_CHECKING:
    from tests.bot.web.conftest import Browser

REPLY = Reply(
    "Re: Help",
    "There is no SPF record.\n",
    sources=(Source("There is no SPF record.", "finding", "spf_record.none", "x.test TXT: <b>NOERROR</b>"),),
    remark="The language model's wording was not used: the number 550 is missing.",
)


def test_where_a_reply_comes_from(bench: Any, ada: Browser) -> None:
    bench.thinker.says(Action.REPLY, reply=REPLY, confident=False)
    bench.mail()
    bench.work()
    page = ada.get("/tickets/1")
    assert "Where this comes from" in page
    assert "Check: <bdi>spf_record.none · x.test TXT: &lt;b&gt;NOERROR&lt;/b&gt;</bdi>" in page
    assert "the number 550 is missing" in page
    suggestion = bench.view().suggestions[0]
    ada.post(f"/tickets/1/suggestions/{suggestion.id}/accept", seen=ada.seen(1))
    bench.clock.pass_by(seconds=60)
    bench.work()
    assert [message.text for message in bench.channel.delivered] == [REPLY.text]


def test_a_reply_without_sources_has_no_such_list(bench: Any, ada: Browser) -> None:
    bench.thinker.says(Action.REPLY, reply=Reply("Re: Help", "Words."), confident=False)
    bench.mail()
    bench.work()
    assert "Where this comes from" not in ada.get("/tickets/1")
