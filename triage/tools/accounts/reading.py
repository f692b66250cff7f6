"""An account from loosely typed values, as files and endpoints hold them: what is unclear is left out."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import fields
from typing import Any

from triage.tools.lookups import Account

_SERVICES = ("receiving", "sending", "webmail_sending", "webmail", "imap")
_STATES = {
    **dict.fromkeys(("enabled", "active", "on", "yes", "true", "1", "ok"), "enabled"),
    **dict.fromkeys(("disabled", "off", "no", "false", "0", "blocked", "closed"), "disabled"),
    **dict.fromkeys(("suspended", "locked"), "suspended"),
}
_YES = frozenset(("1", "true", "yes", "y", "on"))
_NO = frozenset(("0", "false", "no", "n", "off"))
_SPLIT = re.compile(r"[\s,;|]+")
_MOST_ITEMS = 5_000
_LONGEST = 100_000


def account_of(address: str, values: Mapping[str, Any]) -> Account:
    """By the names of `Account`. `state` or `status`: of all services that have no word of their own."""
    found: dict[str, Any] = {}
    for item in fields(Account):
        if item.name != "address":
            value = _value(item.name, str(item.type), values.get(item.name))
            if value is not None:
                found[item.name] = value
    whole = state_of(values.get("state", values.get("status")))
    if whole is not None:
        found = {**dict.fromkeys(_SERVICES, whole), **found}
    return Account(text_of(values.get("address")) or address, **found)


def _value(name: str, kind: str, value: Any) -> Any:
    if value is None or value == "":
        return None
    if name in _SERVICES:
        return state_of(value)
    if kind.startswith("tuple"):
        return list_of(value)
    if kind.startswith("int"):
        return whole_of(value)
    if kind.startswith("float"):
        return number_of(value)
    return flag_of(value) if kind.startswith("bool") else text_of(value)


def state_of(value: Any) -> str | None:
    """`enabled`, `disabled` or `suspended`."""
    return _STATES.get(str(value).strip().lower()) if value is not None else None


def flag_of(value: Any) -> bool | None:
    word = str(value).strip().lower()
    return True if word in _YES else False if word in _NO else None


def whole_of(value: Any) -> int | None:
    number = number_of(value)
    return int(number) if number is not None else None


def number_of(value: Any) -> float | None:
    if isinstance(value, bool) or value is None:
        return None
    try:
        number = float(str(value).strip()[:40])
    except ValueError:
        return None
    return number if abs(number) < 1e18 else None


def text_of(value: Any) -> str | None:
    return value.strip()[:_LONGEST] or None if isinstance(value, str) else None


def list_of(value: Any) -> tuple[str, ...]:
    """A list of texts, or one text with its items apart by spaces, commas or semicolons."""
    items = (
        _SPLIT.split(value) if isinstance(value, str) else value if isinstance(value, list | tuple) else []
    )
    return tuple(item.strip()[:320] for item in items[:_MOST_ITEMS] if isinstance(item, str) and item.strip())
