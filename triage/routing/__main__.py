"""`python -m triage.routing`: build the model of the package's own examples, as its installation does."""

from __future__ import annotations

from knowledge.library import load_library
from triage.routing.train import prebuild

if __name__ == "__main__":
    prebuild(load_library(None))
