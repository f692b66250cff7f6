"""Facts that a person filled in by hand: they win over everything that was read."""

from __future__ import annotations

from collections.abc import Iterator

from triage.facts.picture import Picture
from triage.model import Fact

ORDER = 0


def extract(picture: Picture) -> Iterator[Fact]:
    for name, value in picture.case.known.items():
        yield Fact(str(name), value, "filled in by hand")
