"""Lets atheris look for inputs that break the reader: `python -m fuzz.atheris_target [FOLDER] [OPTIONS]`.

atheris is no dependency of the project; in an environment of its own: `pip install atheris`, and the project.
It finds its way by the branches that an input takes. `fuzz.mutate` needs nothing but the project.
"""

from __future__ import annotations

import importlib
import pkgutil
import sys
from typing import Any

_HOW = (
    "This needs atheris, which the project does not depend on. In an environment of its own:\n"
    "  python -m venv fuzzing && fuzzing/bin/pip install atheris && fuzzing/bin/pip install .\n"
    "  fuzzing/bin/python -m fuzz.atheris_target FOLDER -max_total_time=300\n"
    "Without it: python -m fuzz.mutate"
)


class FoundError(Exception):
    """An input whose evidence is not what was promised; libFuzzer saves it as `crash-…`."""


def one_input(data: bytes) -> None:
    """Called for every input. Raises `FoundError`."""
    from fuzz.target import check
    from triage.evidence.reader import read

    wrong = check(read, data).wrong
    if wrong:
        raise FoundError("; ".join(wrong))


def main() -> int:
    try:
        atheris: Any = importlib.import_module("atheris")
    except ImportError:
        print(_HOW, file=sys.stderr)
        return 2
    with atheris.instrument_imports(include=["triage"]):
        _import_all()
    atheris.Setup(sys.argv, one_input)
    atheris.Fuzz()
    return 0


def _import_all() -> None:
    """All that reads evidence, so that it is watched and no import counts as an input's time."""
    import triage.evidence

    for info in pkgutil.walk_packages(triage.evidence.__path__, "triage.evidence."):
        if not info.name.endswith(".child"):
            importlib.import_module(info.name)


if __name__ == "__main__":
    sys.exit(main())
