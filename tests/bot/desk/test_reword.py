"""A suggested reply in a language model's words; what goes out unread is never in them."""

from __future__ import annotations

from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from bot.desk.reword import reworded
from bot.open_desk import open_desk
from bot.settings import Settings
from knowledge.vocabulary import Action, Autonomy, Route
from triage.model import Reply, Source
from triage.replies.rephrase import Rephrased

if TYPE_CHECKING:
    from tests.bot.conftest import Bench

SOURCE = Source("Composed.", "evidence", "delivery report")
REPLY = Reply(
    "Re: Help", "Hello Anna Fischer,\n\nComposed.\n", sources=(SOURCE,), unasked="Hello,\n\nPlain.\n"
)


def test_what_goes_out_unread_repeats_nothing(bench: Bench) -> None:
    bench.set(autonomy=Autonomy.ANSWER)
    bench.thinker.says(Action.REPLY, route=Route.NEWSLETTER, confident=True, reply=REPLY)
    bench.mail(meta={"verified": "yes"})
    bench.work()
    assert [message.text for message in bench.channel.delivered] == [REPLY.unasked]
    assert [item.text for item in bench.view().suggestions] == [REPLY.unasked]


def _data(bench: Bench) -> dict[str, object]:
    from sqlalchemy import select

    from bot.store.schema.suggestion import suggestions

    with bench.desk.store.read() as connection:
        data: dict[str, object] = connection.execute(select(suggestions.c.data)).scalars().one()
    return data


def test_what_stands_behind_a_reply_is_kept_and_not_sent(bench: Bench) -> None:
    bench.thinker.says(Action.REPLY, reply=REPLY, confident=False)
    bench.mail()
    bench.work()
    assert _data(bench) == {
        "sources": [{"said": "Composed.", "kind": "evidence", "name": "delivery report", "detail": ""}],
        "unasked": REPLY.unasked,
    }
    assert [item.text for item in bench.view().suggestions] == [REPLY.text]


@pytest.mark.parametrize(
    ("done", "text", "unasked"),
    [
        (Rephrased("Reworded.\n", "by small"), "Reworded.\n", REPLY.unasked),
        (Rephrased(None, "refused"), REPLY.text, REPLY.unasked),
    ],
)
def test_the_wording_and_its_remark(bench: Bench, done: Rephrased, text: str, unasked: str) -> None:
    bench.thinker.says(Action.REPLY, reply=REPLY)
    bench.mail()
    bench.work()
    decision = replace(bench.thinker.decision, reply=REPLY, language="hu")
    heard: list[tuple[str, str]] = []

    def reword(composed: str, language: str) -> Rephrased:
        heard.append((composed, language))
        return done

    reply = reworded(replace(bench.desk, reword=reword), decision).reply
    assert heard == [(REPLY.text, "hu")]
    assert reply is not None
    assert (reply.text, reply.unasked, reply.remark) == (text, unasked, done.remark)


@pytest.mark.parametrize(
    ("settings", "there"),
    [
        ({}, False),
        ({"llm_url": "http://127.0.0.1:1/v1"}, False),
        ({"llm_url": "http://127.0.0.1:1/v1", "llm_model": "small", "llm_key": "k"}, True),
    ],
)
def test_off_unless_it_is_named(tmp_path: Path, settings: dict[str, Any], there: bool) -> None:
    with closing(open_desk(Settings(data=tmp_path, **settings))) as desk:
        assert (desk.reword is not None) is there
        if desk.reword is not None:
            assert "did not help" in desk.reword("Words.", "en").remark
