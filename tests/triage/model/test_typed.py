"""Reading data as our types, in many threads of a process that has just begun."""

from __future__ import annotations

import subprocess
import sys

import msgspec
import pytest

from triage.dossier.model import Dossier
from triage.evidence.frames import Request
from triage.model.typed import from_data, from_json

_AT_ONCE = """\
import sys, threading, msgspec
from triage.dossier.model import Dossier
from triage.evidence.frames import Answer
from triage.model import Evidence
from triage.model.typed import from_data, from_json

ways = {
    "answer": lambda: from_json(b"[null]", Answer),
    "evidence": lambda: from_data({"kind": 1}, Evidence),
    "dossier": lambda: from_data({"title": 1}, Dossier),
}
sys.setswitchinterval(1e-6)
gate = threading.Barrier(4)

def go():
    gate.wait()
    for _ in range(3):
        try:
            ways[sys.argv[1]]()
        except msgspec.ValidationError as error:
            print("refused:", error)

threads = [threading.Thread(target=go) for _ in range(4)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
"""


@pytest.mark.parametrize("turn", range(3))
@pytest.mark.parametrize("way", ["answer", "evidence", "dossier"])
def test_a_type_is_laid_out_by_one_thread(way: str, turn: int) -> None:
    done = subprocess.run([sys.executable, "-c", _AT_ONCE, way], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert done.stdout.count("refused:") == 12


def test_json_and_data_are_read_alike() -> None:
    assert from_json(b'["mail.eml"]', Request) == from_data(["mail.eml"], Request) == Request("mail.eml")


@pytest.mark.parametrize("raw", [b"", b"{", b"[1]", b"\xff"])
def test_what_is_no_such_data_is_said(raw: bytes) -> None:
    with pytest.raises(msgspec.MsgspecError):
        from_json(raw, Request)
    with pytest.raises(msgspec.ValidationError):
        from_data({}, Dossier)
