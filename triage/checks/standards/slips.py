"""Slips of the pen in domains: one letter too many, too few, wrong, or two swapped."""

from __future__ import annotations

import functools
from collections.abc import Iterable
from importlib import resources

_SHORTEST = 7
"""Below this length, names that differ by one letter are too often just different names."""


def is_one_slip(one: str, other: str) -> bool:
    """Whether the two differ by exactly one slip. Linear in their length."""
    if one == other or abs(len(one) - len(other)) > 1:
        return False
    shared = min(len(one), len(other))
    start = next((at for at in range(shared) if one[at] != other[at]), shared)
    a, b = one[start:], other[start:]
    if len(a) == len(b):
        return a[1:] == b[1:] or (a[:2] == b[1::-1] and a[2:] == b[2:])
    return a[1:] == b if len(a) > len(b) else b[1:] == a


def meant(domain: str, others: Iterable[str]) -> str | None:
    """The one domain that was probably meant; `None` when it is none, or is itself one of those."""
    known = {*_well_known(), *(name.lower() for name in others)}
    if domain in known:
        return None
    near = sorted(name for name in known if len(name) >= _SHORTEST and is_one_slip(domain, name))
    return near[0] if len(near) == 1 else None


def is_well_known(domain: str) -> bool:
    """One of the big providers of mailboxes, whose domain says nothing about who the sender is."""
    return domain.lower() in _well_known()


@functools.cache
def _well_known() -> frozenset[str]:
    text = resources.files(__package__).joinpath("well_known_domains.txt").read_text(encoding="utf-8")
    return frozenset(line for line in text.splitlines() if line and not line.startswith("#"))
