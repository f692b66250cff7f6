"""kill -9 of the service, of Dovecot and of Postfix while mail comes: nothing is lost, nothing is doubled.

`DURABILITY_SEED` chooses other moments and victims, `DURABILITY_MAILS` another number than 1,000.
"""

from __future__ import annotations

import os
import random
import signal
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

import pytest

from bot.store.engine import Store
from bot.store.queries.ledger import ledger
from tests.peers.servers.flood import Flood, Letter
from tests.peers.servers.post import BY_IMAP, adds_up, all_filed, post, seen

if TYPE_CHECKING:
    from tests.peers.servers.mail import MailServers
    from tests.peers.servers.process import Server
    from tests.peers.servers.service import RunningService

pytestmark = [pytest.mark.peer("postfix", "dovecot"), pytest.mark.timeout(900)]

MAILS = int(os.environ.get("DURABILITY_MAILS", "1000"))
SEED = int(os.environ.get("DURABILITY_SEED", "1"))


@dataclass(frozen=True)
class Kill:
    after: int
    """How many mails the ledger has seen."""
    victims: tuple[str, ...]


def plan(seen_from: int, seen_to: int, chance: random.Random) -> list[Kill]:
    """Each alone, two at once, all at once; in any order, at any moment."""
    names = ["service", "dovecot", "postfix"]
    victims: list[tuple[str, ...]] = []
    for _ in range(max(1, (seen_to - seen_from) // 250)):
        victims += [(name,) for name in names] * 2 + [tuple(chance.sample(names, 2)), tuple(names)]
    chance.shuffle(victims)
    moments = sorted(chance.sample(range(seen_from, seen_to), len(victims)))
    return [Kill(after, names) for after, names in zip(moments, victims, strict=True)]


def carry_out(kill: Kill, servers: MailServers, service: RunningService) -> None:
    running: dict[str, Server | RunningService] = {
        "dovecot": servers.dovecot,
        "postfix": servers.postfix,
        "service": service,
    }
    for name in kill.victims:
        running[name].stop(signal.SIGKILL)
    for name, server in running.items():
        if name in kill.victims:
            server.start()


@pytest.fixture
def desk(mail_servers: MailServers, start_service: Callable[..., RunningService]) -> RunningService:
    return start_service(
        help_address="help@help.test",
        imap_url=mail_servers.imap_url(BY_IMAP),
        imap_start="all",
        lmtp_listen=f"{mail_servers.host}:{mail_servers.desk_lmtp_port}",
        autonomy="suggest",
    )


@pytest.fixture
def store(desk: RunningService) -> Iterator[Store]:
    """The service's own database, read beside it: also while the service is dead."""
    store = Store(f"sqlite:///{desk.folder / 'data' / 'mailtriage.sqlite3'}")
    yield store
    store.close()


def survive(
    letters: tuple[Letter, ...], kills: list[Kill], servers: MailServers, desk: RunningService, store: Store
) -> None:
    """Send, and kill at the planned moments; returns when all that was sent has been filed."""
    before = ledger(store).seen
    with Flood(servers, letters, per_second=40) as flood:
        for item in kills:
            desk.wait_for(partial(seen, store, item.after), f"{item.after} mails are seen")
            carry_out(item, servers, desk)
        desk.wait_for(lambda: flood.over, "everything is handed to Postfix")
    everything = before + len(letters)
    desk.wait_for(partial(all_filed, servers, store, everything), f"{everything} mails are filed")


def test_kill_9_of_everything_at_random(
    mail_servers: MailServers, desk: RunningService, store: Store
) -> None:
    chance, sent = random.Random(SEED), post(MAILS, SEED)
    half, whole = len(sent.first), MAILS
    survive(sent.first, plan(1, half - 2, chance), mail_servers, desk, store)
    survive(sent.then, plan(half + 1, whole - 2, chance), mail_servers, desk, store)

    adds_up(sent, desk, store)
