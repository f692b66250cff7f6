"""Ten mails a second, one of a hundred a bomb: is every one kept, how soon is it a ticket, at what memory?

Through real Postfix and Dovecot into the whole service, as root. `BENCH_INTAKE_MINUTES` (default 1) says how
long; `make bench-intake` takes ten.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

from benchmarks.figure import Figure
from tests.peers.conftest import why_left_out

PER_SECOND, BOMB_EVERY = 10.0, 100
HELP = "load@help.test"


def run() -> Iterator[Figure]:
    reason = why_left_out(("postfix", "dovecot"))
    if reason is not None:
        print(f"  left out: {reason}")
        return
    from tests.peers.servers.load import measure
    from tests.peers.servers.mail import run_mail_servers
    from tests.peers.servers.service import run_service

    seconds = 60 * float(os.environ.get("BENCH_INTAKE_MINUTES", "1"))
    with tempfile.TemporaryDirectory() as folder, run_mail_servers() as servers:
        mailbox = servers.imap_url(HELP)
        with run_service(Path(folder), imap_url=mailbox, help_address=HELP, autonomy="suggest") as desk:
            found = measure(servers, desk, HELP, seconds, PER_SECOND, BOMB_EVERY)
    yield Figure("mails sent, one of a hundred a bomb", found.sent, "mails")
    yield Figure("not in the ledger", len(found.lost), "mails", "0")
    yield Figure("tickets", found.ledger.tickets, "tickets")
    yield Figure("set aside to be looked at by a person", found.ledger.quarantined, "mails")
    yield Figure("from Postfix's queue to the ticket, median", found.median, "s", "< 1 s")
    yield Figure("from Postfix's queue to the ticket, 95 of 100", found.quantile(0.95), "s")
    yield Figure("from Postfix's queue to the ticket, longest", max(found.delays), "s")
    yield Figure("memory of the service, most", found.memory.service, "MB")
    for share in (1, 3, 5, 7, 9):
        at = len(found.memory.over_time) * share // 10
        yield Figure(f"memory of the service, after {share} tenths", found.memory.over_time[at], "MB")
    yield Figure("memory of the service, at the end", found.memory.over_time[-1], "MB")
    yield Figure("memory with its reading children, most", found.memory.with_children, "MB")
