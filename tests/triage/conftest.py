"""The mail of `tests/cases/`, read, and a classifier whose words a test chooses."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

import pytest

from knowledge.library import load_library
from knowledge.vocabulary import Platform, ProblemKind, Route
from triage.arrival import arrived
from triage.evidence.reader import read
from triage.model import Case
from triage.tools.protocols import WordsSay

K = TypeVar("K", Route, ProblemKind)
CASES = Path(__file__).parents[1] / "cases"


@dataclass(frozen=True)
class Says:
    """A classifier that has made up its mind: the rest of the probability is shared by the others."""

    route: Route
    problem: ProblemKind | None = None
    sure: float = 0.97
    heard: list[str] = field(default_factory=list)

    def read(self, text: str) -> WordsSay:
        self.heard.append(text)
        return WordsSay(
            _spread(Route, self.route, self.sure), _spread(ProblemKind, self.problem, self.sure), ("so",)
        )


def _spread(kind: type[K], best: K | None, sure: float) -> Mapping[K, float]:
    members = list(kind)
    rest = (1 - sure) / (len(members) - 1)
    return {member: (sure if member is best else rest) if best else 1 / len(members) for member in members}


@pytest.fixture(scope="session")
def says() -> type[Says]:
    return Says


@pytest.fixture(scope="session")
def oss() -> Platform:
    return load_library().platform(str(CASES / "platforms" / "oss-test.toml"))


@pytest.fixture
def mail_case(oss: Platform) -> Callable[[str], Case]:
    """A mail of `tests/cases/mail` as a case of its own."""

    def make(name: str) -> Case:
        return arrived(read((CASES / "mail" / f"{name}.eml").read_bytes(), "", oss)[0], oss)

    return make
