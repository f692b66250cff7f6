"""Runs the benchmarks: all, or those whose names are given."""

from __future__ import annotations

import importlib
import json
import pkgutil
import sys
from pathlib import Path

from benchmarks.figure import Figure


def main(wanted: list[str]) -> int:
    names = [info.name for info in pkgutil.iter_modules([str(Path(__file__).parent)])]
    for name in sorted(name for name in names if name.startswith("bench_")):
        if wanted and name.removeprefix("bench_") not in wanted:
            continue
        print(f"== {name.removeprefix('bench_')}", flush=True)
        for figure in importlib.import_module(f"benchmarks.{name}").run():
            _print(figure)
    return 0


def _print(figure: Figure) -> None:
    goal = f"   (goal: {figure.goal})" if figure.goal else ""
    print(f"  {figure.name:<58} {figure.value:>10,.3f} {figure.unit}{goal}", flush=True)
    if "--json" in sys.argv:
        print(json.dumps(figure.__dict__), flush=True)


if __name__ == "__main__":
    sys.exit(main([word for word in sys.argv[1:] if not word.startswith("-")]))
