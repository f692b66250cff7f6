"""A customer from loosely typed values: what is unclear is left out, text kept short, on one line."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from typing import Any

from triage.tools.lookups import Customer

_NAMES = tuple(item.name for item in fields(Customer) if item.name not in ("key", "more"))
_LONGEST = 200


def customer_of(key: str, values: Mapping[str, Any]) -> Customer:
    """By the names of `Customer`."""
    found = {name: text for name in _NAMES if (text := _text(values.get(name)))}
    return Customer(key, **found)  # type: ignore[arg-type]


def _text(value: Any) -> str | None:
    if isinstance(value, bool) or not isinstance(value, str | int):
        return None
    flat = " ".join("".join(char if char.isprintable() else " " for char in str(value)).split())
    return flat[:_LONGEST] or None
