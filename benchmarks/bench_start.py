"""How long does the command take to say something? Whole processes, as a person starts them."""

from __future__ import annotations

import functools
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from benchmarks.figure import Figure, median_seconds
from benchmarks.mails import BOUNCE

COMMAND = [str(Path(sys.executable).with_name("mailtriage"))]


def run() -> Iterator[Figure]:
    with tempfile.TemporaryDirectory() as folder:
        mail = Path(folder) / "bounce.eml"
        mail.write_bytes(BOUNCE)
        for name, words, goal in (
            ("mailtriage --version", ["--version"], ""),
            ("mailtriage explain one.eml --json", ["explain", str(mail), "--json"], "< 0.5 s"),
            ("mailtriage explain one.eml", ["explain", str(mail)], "< 0.5 s"),
            ("mailtriage triage one.eml --json --offline", ["triage", str(mail), "--json", "--offline"], ""),
        ):
            subprocess.run([*COMMAND, *words], capture_output=True, check=True)
            seconds = median_seconds(functools.partial(_run, words))
            yield Figure(name, seconds, "s", goal)


def _run(words: list[str]) -> None:
    subprocess.run([*COMMAND, *words], capture_output=True, check=True)
