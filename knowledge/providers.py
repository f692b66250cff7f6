"""What an address alone tells: is it anybody's, or a support desk's? Listed in `knowledge/providers.toml`."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from knowledge.tables import Table, read_toml

PATH = Path(__file__).parent / "providers.toml"


def is_everybodys(domain: str | None) -> bool:
    """A freemail, access or hosting provider's own domain, or one below it."""
    labels = (domain or "").lower().rstrip(".").split(".")
    return any(".".join(labels[start:]) in _listed("domains") for start in range(len(labels) - 1))


def is_a_desk(local_part: str) -> bool:
    """`help`, `it.support`, `helpdesk+mail`, …: where people write to for help."""
    return local_part.partition("+")[0].lower().replace(".", "-").replace("_", "-") in _listed("desks")


@cache
def _listed(key: str) -> frozenset[str]:
    return frozenset(Table(str(PATH), read_toml(PATH)).texts(key))
