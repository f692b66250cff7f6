"""What goes out by itself, and what keeps it from going out."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import insert

from bot.desk.alerts import open_alerts
from bot.desk.breaker import close_breaker
from bot.desk.issues import issues
from bot.desk.types import Actor
from bot.store.engine import Store
from bot.store.schema.sending import outgoing
from knowledge.vocabulary import Action, Autonomy, Route
from tests.bot.conftest import TestChannel

if TYPE_CHECKING:
    from tests.bot.conftest import Bench

SUGGEST, ASK, ANSWER = Autonomy


@pytest.mark.parametrize(
    ("autonomy", "action", "route", "confident", "verified", "goes"),
    [
        (SUGGEST, Action.ASK, Route.REAL_ISSUE, True, "yes", False),
        (SUGGEST, Action.REPLY, Route.NEWSLETTER, True, "yes", False),
        (ASK, Action.ASK, Route.REAL_ISSUE, True, "yes", True),
        (ASK, Action.ASK, Route.REAL_ISSUE, True, "no", False),
        (ASK, Action.ASK, Route.REAL_ISSUE, False, "yes", False),
        (ASK, Action.REPLY, Route.NEWSLETTER, True, "yes", False),
        (ANSWER, Action.ASK, Route.REAL_ISSUE, True, "yes", True),
        (ANSWER, Action.REPLY, Route.NEWSLETTER, True, "yes", True),
        (ANSWER, Action.REPLY, Route.NEWSLETTER, False, "yes", False),
        (ANSWER, Action.REPLY, Route.NEWSLETTER, True, "no", False),
        (ANSWER, Action.REPLY, Route.REAL_ISSUE, True, "yes", False),
        (ANSWER, Action.ESCALATE, Route.REAL_ISSUE, True, "yes", False),
    ],
)
def test_autonomy(
    bench: Bench, autonomy: Autonomy, action: Action, route: Route, confident: bool, verified: str, goes: bool
) -> None:
    bench.set(autonomy=autonomy)
    bench.thinker.says(action, route=route, confident=confident)
    bench.mail(meta={"verified": verified})
    bench.work()
    assert [message.automatic for message in bench.channel.delivered] == ([True] if goes else [])
    if goes:
        assert bench.state() == ("waiting" if action == Action.ASK else "solved")


@pytest.mark.parametrize(("hours", "goes"), [(23, True), (25, False)])
def test_what_had_waited_for_long_is_answered_by_a_person(bench: Bench, hours: int, goes: bool) -> None:
    bench.thinker.says(Action.ASK, missing=("occurred_at",))
    arrived = bench.clock.now() - timedelta(hours=hours)
    bench.mail(meta={"arrived_at": arrived.isoformat()})
    bench.work()
    assert len(bench.channel.delivered) == goes
    assert ("held_back" in bench.trail()) is not goes


def test_the_second_request_of_a_ticket_waits_for_a_person(bench: Bench) -> None:
    bench.thinker.says(Action.ASK, missing=("occurred_at",))
    bench.mail()
    bench.work()
    bench.mail("I do not know", answers=bench.channel.delivered[0].message_id)
    bench.work()
    assert len(bench.channel.delivered) == 1
    assert bench.thinker.heard[-1].asked
    assert [item.kind for item in bench.view().pending] == ["ask"]


def test_one_a_requester_a_day(bench: Bench) -> None:
    bench.thinker.says(Action.ASK)
    for _ in range(2):
        bench.mail()
        bench.work()
    bench.clock.pass_by(hours=25)
    bench.mail(sender="ALICE@example.org")
    bench.work()
    assert [message.ticket for message in bench.channel.delivered] == [1, 3]
    assert "held_back" in bench.trail(2)


def test_twenty_a_domain_an_hour(bench: Bench) -> None:
    _already_sent(bench, 19, domain="example.org")
    bench.thinker.says(Action.ASK)
    for sender in ("20th@example.org", "21st@EXAMPLE.org", "someone@example.net"):
        bench.mail(sender=sender)
    bench.work()
    assert [message.to for message in bench.channel.delivered] == ["20th@example.org", "someone@example.net"]
    bench.clock.pass_by(minutes=61)
    bench.mail(sender="22nd@example.org")
    bench.work()
    assert len(bench.channel.delivered) == 3


def test_the_breaker_opens_at_a_hundred_an_hour_and_stays_open_until_a_person_closes_it(
    bench: Bench, anna: Actor
) -> None:
    _already_sent(bench, 98)
    bench.thinker.says(Action.ASK)
    for number in range(4):
        bench.mail(sender=f"user@domain{number}.test")
    bench.work()
    assert len(bench.channel.delivered) == 2
    assert any("automatic mail is stopped" in issue for issue in issues(bench.desk, {}))
    bench.clock.pass_by(days=2)
    bench.mail(sender="user@later.test")
    bench.work()
    assert len(bench.channel.delivered) == 2
    close_breaker(bench.desk, anna)
    bench.mail(sender="user@latest.test")
    bench.work()
    assert len(bench.channel.delivered) == 3
    assert issues(bench.desk, {}) == []


def test_a_tag_behind_a_plus_makes_nobody_another_requester(bench: Bench) -> None:
    bench.thinker.says(Action.ASK)
    for sender in ("al+1@example.org", "AL+2@example.org", "al@example.org", "alan@example.org"):
        bench.mail(sender=sender)
        bench.work()
    assert [message.to for message in bench.channel.delivered] == ["al+1@example.org", "alan@example.org"]


def test_the_hosts_of_a_domain_share_its_cap(bench: Bench) -> None:
    _already_sent(bench, 20, domain="example.org")
    bench.thinker.says(Action.ASK)
    for sender in ("a@one.example.org", "b@two.example.org"):
        bench.mail(sender=sender)
    bench.work()
    assert not bench.channel.delivered


def test_caps_and_breaker_outlive_the_process(bench: Bench) -> None:
    bench.thinker.says(Action.ASK)
    bench.mail()
    bench.work()
    bench.desk.close()
    bench.desk = replace(bench.desk, store=Store(bench.desk.settings.url_of_database()))
    bench.mail()
    bench.work()
    assert len(bench.channel.delivered) == 1


@dataclass
class Loud(TestChannel):
    """A channel that can tell its people something."""

    told: list[str] = field(default_factory=list)
    broken: bool = False

    def tell(self, words: str) -> None:
        if self.broken:
            raise OSError("away")
        self.told.append(words)


def test_an_open_breaker_is_told_once(bench: Bench, anna: Actor) -> None:
    _already_sent(bench, 100)
    channel = bench.channel = Loud(broken=True)
    bench.thinker.says(Action.ASK)
    for number in range(3):
        bench.mail(sender=f"user@domain{number}.test")
        bench.work()
    assert channel.told == []
    channel.broken = False
    bench.clock.pass_by(minutes=1)
    bench.work()
    bench.clock.pass_by(hours=3)
    bench.work()
    assert [words.split(",")[0] for words in channel.told] == ["Automatic mail is stopped"]
    with bench.desk.store.read() as connection:
        assert [alert.name for alert in open_alerts(connection)] == ["breaker"]
    close_breaker(bench.desk, anna)
    with bench.desk.store.read() as connection:
        assert not open_alerts(connection)


@pytest.mark.parametrize(
    ("on", "verified", "action", "state"),
    [
        (True, "yes", Action.REPLY, "triaged"),
        (True, "yes", Action.HOLD, "triaged"),
        (True, "no", Action.REPLY, "triaged"),
        (True, "yes", Action.IGNORE, "set_aside"),
        (False, "yes", Action.REPLY, "triaged"),
    ],
)
def test_receipt(bench: Bench, on: bool, verified: str, action: Action, state: str) -> None:
    bench.set(confirm_receipt=on, autonomy=SUGGEST)
    bench.thinker.says(action, language="de")
    bench.mail("Buy my pills now", subject="pills", meta={"verified": verified})
    bench.work()
    goes = on and verified == "yes" and action != Action.IGNORE
    assert [(message.kind, message.automatic) for message in bench.channel.delivered] == (
        [("receipt", True)] if goes else []
    )
    assert bench.state() == state
    for message in bench.channel.delivered:
        assert "#1" in message.text
        assert "angekommen" in message.text
        assert "pills" not in f"{message.subject} {message.text}"


def test_a_receipt_is_sent_once_and_never_beside_other_automatic_mail(bench: Bench, anna: Actor) -> None:
    bench.set(confirm_receipt=True)
    bench.thinker.says(Action.ASK)
    bench.mail()
    bench.work()
    assert [message.kind for message in bench.channel.delivered] == ["ask"]
    bench.thinker.says(Action.HOLD)
    bench.clock.pass_by(days=2)
    bench.mail("More", answers=bench.channel.delivered[0].message_id)
    bench.work()
    assert len(bench.channel.delivered) == 1


def _already_sent(bench: Bench, count: int, domain: str | None = None) -> None:
    """Automatic messages of the last hour, on a ticket of their own."""
    bench.mail(sender="first@elsewhere.test", meta={"verified": "no"})
    bench.work()
    row = {"ticket": 1, "kind": "ask", "then": "waiting", "state": "sent", "channel": "mail", "subject": ""}
    row |= {"text": "", "automatic": True, "author": "system", "author_name": "", "references": []}
    with bench.desk.store.write() as connection:
        for number in range(count):
            at = domain or f"d{number}.test"
            to = {"to": f"user{number}@{at}", "to_domain": at, "created_at": bench.clock.at}
            connection.execute(insert(outgoing).values(row | to))
