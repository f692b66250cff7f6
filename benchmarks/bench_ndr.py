"""How well and how fast are delivery reports read, and how do others do on the same files in the same run?"""

from __future__ import annotations

import email
import shutil
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

from flufl.bounce import scan_message

from benchmarks.figure import Figure, rate
from benchmarks.ndr_accuracy import NOBODY, measure
from triage.evidence.ndr import read_report
from triage.evidence.parsed import parse

SAMPLES = Path(__file__).resolve().parents[2] / "shared" / "samples" / "ndr"
_SISIMAI = "use Sisimai; Sisimai->make($ARGV[0]);"


def run() -> Iterator[Figure]:
    if not SAMPLES.is_dir():
        return
    for one in measure(SAMPLES).values():
        yield Figure(one.title, 100 * one.share, "%")
    mails = [path.read_bytes() for path in sorted((SAMPLES / "set-of-emails").glob("*.eml"))]
    yield Figure(
        "mailtriage", rate(lambda: sum(1 for raw in mails if _ours(raw))), "mails/s", "Sisimai's or more"
    )
    yield Figure(
        "flufl.bounce, addresses only", rate(lambda: sum(1 for raw in mails if _flufl(raw))), "mails/s"
    )
    if (took := _sisimai_seconds()) is not None:
        yield Figure("Sisimai (Perl), start-up included", len(mails) / took, "mails/s")


def _ours(raw: bytes) -> bool:
    read_report(parse(raw), NOBODY)
    return True


def _flufl(raw: bytes) -> bool:
    scan_message(email.message_from_bytes(raw))
    return True


def _sisimai_seconds() -> float | None:
    """How long Sisimai takes for the folder; `None` where it is not installed (Debian: libsisimai-perl)."""
    perl = shutil.which("perl")
    if (
        perl is None
        or subprocess.run([perl, "-MSisimai", "-e", "1"], capture_output=True, check=False).returncode
    ):
        return None
    begin = time.perf_counter()
    folder = str(SAMPLES / "set-of-emails")
    subprocess.run([perl, "-e", _SISIMAI, folder], capture_output=True, check=False, timeout=300)
    return time.perf_counter() - begin
