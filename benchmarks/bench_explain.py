"""How many mails a second are read: in process, and behind the child with its limits."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from benchmarks.figure import Figure, rate
from benchmarks.mails import MAILS
from knowledge.library import load_library
from triage.evidence.reader import read
from triage.evidence.sandbox import Sandbox

SAMPLES = Path(__file__).resolve().parents[2] / "shared" / "samples" / "ndr" / "set-of-emails"


def run() -> Iterator[Figure]:
    platform = load_library(None).platform("oss")
    real = [path.read_bytes() for path in sorted(SAMPLES.glob("*.eml"))]
    sets = [("the demo's mails", list(MAILS) * 10)] + ([("317 real bounces", real)] if real else [])
    for name, mails in sets:

        def in_process(mails: list[bytes] = mails) -> int:
            for raw in mails:
                read(raw, "mail.eml", platform)
            return len(mails)

        yield Figure(f"read in process, {name}", rate(in_process), "mails/s")
        with Sandbox() as sandbox:

            def behind(mails: list[bytes] = mails) -> int:
                for raw in mails:
                    sandbox.read(raw, "mail.eml", platform)
                return len(mails)

            yield Figure(f"read behind the child, {name}", rate(behind), "mails/s")
