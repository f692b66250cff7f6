"""A desk that takes in, triages, accepts and sends, one mail after the other, until it is killed.

Run as `victim.py FOLDER ROUND` by `test_kill.py`. Says on stdout what it has acknowledged.
"""

from __future__ import annotations

import importlib.util
import os
import sys
from pathlib import Path
from typing import Any

from bot.desk.accept import accept
from bot.desk.types import Actor, Delivery, DeliveryOutcome, Outgoing

MAILS = 40


def conftest() -> Any:
    """The helpers of the tests beside this file, also outside of pytest."""
    spec = importlib.util.spec_from_file_location("desk_bench", Path(__file__).with_name("conftest.py"))
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["desk_bench"] = module
    spec.loader.exec_module(module)
    return module


class Written:
    """Delivers into a file: what stands there has arrived."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def __call__(self, outgoing: Outgoing) -> Delivery:
        with self._path.open("a") as file:
            file.write(f"{outgoing.message_id}\n")
            file.flush()
            os.fsync(file.fileno())
        return Delivery(DeliveryOutcome.SENT)


def live(folder: Path, lives: int) -> None:
    """One life. Every life begins an hour after the one before, and is sent all mails again."""
    bench = conftest().make_bench(folder)
    bench.clock.pass_by(hours=lives)
    bench.channel.deliver = Written(folder / "sent.txt")
    bench.work()
    for number in range(MAILS):
        bench.mail(f"mail {number}", key=f"key:{number}", message_id=f"<{number}@example.org>")
        print(number, flush=True)
        bench.work()
        accept_all(bench)
        bench.work()


def accept_all(bench: Any) -> None:
    with bench.desk.store.read() as connection:
        ids = list(connection.exec_driver_sql("SELECT id FROM suggestions WHERE state = 'pending'").scalars())
    for suggestion in ids:
        accept(bench.desk, suggestion, Actor("agent", "anna", "Anna"))


if __name__ == "__main__":
    live(Path(sys.argv[1]), int(sys.argv[2]))
