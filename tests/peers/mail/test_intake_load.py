"""A minute of ten mails a second, every kind of bomb among them: all are kept, soon, in bounded memory.

`make bench-intake` does ten minutes of it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from tests.peers.servers.load import measure, queued_at

if TYPE_CHECKING:
    from tests.peers.servers.mail import MailServers
    from tests.peers.servers.service import RunningService

pytestmark = [pytest.mark.peer("postfix", "dovecot"), pytest.mark.timeout(400)]

HELP = "load@help.test"
MOST_MB = 700
"""Of the service with the children that read: two of these may hold a large mail at the same time."""


def test_a_minute_of_mail_with_bombs(
    mail_servers: MailServers, start_service: Callable[..., RunningService]
) -> None:
    desk = start_service(imap_url=mail_servers.imap_url(HELP), help_address=HELP, autonomy="suggest")
    found = measure(mail_servers, desk, HELP, seconds=60, per_second=10, bomb_every=75)
    assert found.lost == frozenset()
    sums = found.ledger
    assert sums.seen == found.sent + sums.duplicates
    assert sums.in_work == sums.set_aside == sums.appended == 0
    assert sums.tickets >= found.sent - found.bombs
    assert len(found.delays) == sums.tickets
    assert found.memory.with_children < MOST_MB
    # How soon is for `make bench-intake` to say: a test would measure what else the machine does.
    print(f"median {found.median:.2f} s, 95 of 100 {found.quantile(0.95):.2f} s")


def test_a_long_queue_id_tells_its_time() -> None:
    head = b"Received: from a (b [192.0.2.1])\r\n\tby c (Postfix) with ESMTP id 3Pt2mN2VXxznjll;\r\n"
    found = queued_at(head)
    assert found is not None
    assert 1.3e9 < found < 1.5e9
    assert queued_at(b"Subject: x\r\n\r\n") is None
