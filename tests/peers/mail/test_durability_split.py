"""The service in parts on one data folder, two of each: no mail is taken, filed or answered twice."""

from __future__ import annotations

import signal
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from functools import partial
from typing import TYPE_CHECKING

import pytest

from bot.store.engine import Store
from tests.peers.servers.flood import Flood
from tests.peers.servers.ports import free_port
from tests.peers.servers.post import BY_IMAP, WAYS, adds_up, all_filed, post, seen

if TYPE_CHECKING:
    from tests.peers.servers.mail import MailServers
    from tests.peers.servers.service import RunningService

pytestmark = [pytest.mark.peer("postfix", "dovecot"), pytest.mark.timeout(300)]

MAILS = 120


@pytest.fixture
def web(mail_servers: MailServers, start_service: Callable[..., RunningService]) -> RunningService:
    return start_service(
        command=("web",),
        help_address="help@help.test",
        imap_url=mail_servers.imap_url(BY_IMAP),
        imap_start="all",
        lmtp_listen=f"{mail_servers.host}:{mail_servers.desk_lmtp_port}",
        autonomy="suggest",
    )


@pytest.fixture
def parts(web: RunningService) -> Iterator[dict[str, RunningService]]:
    with ExitStack() as stack:
        found = {
            "intake": web.beside("intake", "--watch"),
            "other intake": web.beside("intake", "--watch", lmtp_listen=f"127.0.0.1:{free_port()}"),
            "worker": web.beside("worker"),
            "other worker": web.beside("worker"),
        }
        for part in found.values():
            stack.callback(part.stop)
            part.start()
        yield found


def test_two_of_each_double_nothing(
    mail_servers: MailServers, web: RunningService, parts: dict[str, RunningService]
) -> None:
    store = Store(f"sqlite:///{web.folder / 'data' / 'mailtriage.sqlite3'}")
    sent = post(MAILS)
    count = 0
    try:
        for letters, victim in ((sent.first, "intake"), (sent.then, "worker")):
            count += len(letters)
            with Flood(mail_servers, letters) as flood:
                web.wait_for(partial(seen, store, count - len(letters) // 2), "half of them are seen")
                parts[victim].stop(signal.SIGKILL)
                parts[victim].start()
                flood.wait()
            web.wait_for(partial(all_filed, mail_servers, store, count), f"{count} mails are filed")
        adds_up(sent, web, store)
    finally:
        store.close()
    assert set(WAYS) == {item.to for item in sent.first}
