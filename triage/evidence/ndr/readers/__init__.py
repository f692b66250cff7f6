"""One way of reading a delivery report a file.

A reader is a module with `ORDER` (the lower, the earlier it is asked) and `read(material) -> Draft | None`.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable
from functools import cache
from typing import NamedTuple

from triage.evidence.ndr.draft import Draft
from triage.evidence.ndr.material import Material


class Reader(NamedTuple):
    order: int
    name: str
    read: Callable[[Material], Draft | None]


@cache
def readers() -> tuple[Reader, ...]:
    """Every reader of this folder, in the order in which they are asked."""
    names = sorted(module.name for module in pkgutil.iter_modules(__path__))
    modules = [(name, importlib.import_module(f"{__name__}.{name}")) for name in names]
    return tuple(sorted(Reader(module.ORDER, name, module.read) for name, module in modules))


def first_reading(material: Material) -> Draft | None:
    """What the first reader that knows this shape says of it."""
    for reader in readers():
        draft = reader.read(material)
        if draft is not None and draft.recipients:
            return draft
    return None
