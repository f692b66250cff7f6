"""kill -9 at any moment: nothing that was acknowledged is lost, nothing is doubled."""

from __future__ import annotations

import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import select

from bot.store.queries.ledger import Ledger, ledger
from bot.store.schema.ledger import intake
from bot.store.schema.message import messages
from bot.store.schema.sending import outgoing

if TYPE_CHECKING:
    from tests.bot.conftest import Bench

VICTIM = Path(__file__).with_name("victim.py")
MAILS = 40
LIVES = (1, 4, 9, 15, 22, 30)
"""After how many acknowledgements each life ends; where exactly in the work that follows, chance decides."""


def _live_and_die(folder: Path, number: int, acknowledged: int) -> set[int]:
    command = [sys.executable, str(VICTIM), str(folder), str(number)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        said = {int(process.stdout.readline()) for _ in range(acknowledged)}
        process.kill()
        return said | {int(line) for line in process.stdout if line.endswith("\n")}


def test_kill(bench: Bench) -> None:
    folder = bench.desk.settings.data
    said: set[int] = set()
    for number, acknowledged in enumerate(LIVES):
        said |= _live_and_die(folder, number, acknowledged)

    with bench.desk.store.read() as connection:
        keys = list(connection.execute(select(intake.c.key)).scalars())
        hashes = list(connection.execute(select(intake.c.sha256)).scalars())
    assert {f"key:{number}" for number in said} <= set(keys)
    assert all(bench.desk.raw.get(sha256) for sha256 in hashes)

    last = [sys.executable, str(VICTIM), str(folder), str(len(LIVES))]
    subprocess.run(last, check=True, stdout=subprocess.DEVNULL)
    assert ledger(bench.desk.store) == Ledger(MAILS, MAILS, 0, 0, 0, 0)
    with bench.desk.store.read() as connection:
        texts = Counter(
            connection.execute(select(messages.c.text).where(messages.c.direction == "in")).scalars()
        )
        rows = connection.execute(select(outgoing.c.message_id, outgoing.c.state)).all()
    states = {row.message_id: row.state for row in rows}
    assert texts == {f"mail {number}": 1 for number in range(MAILS)}
    arrived = Counter((folder / "sent.txt").read_text().split())
    assert len(states) == MAILS
    assert set(states.values()) <= {"sent", "unknown"}
    assert max(arrived.values()) == 1
    assert {message_id for message_id, state in states.items() if state == "sent"} <= set(arrived)
