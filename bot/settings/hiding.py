"""Which settings are secret, and how a value is shown to people."""

from __future__ import annotations

from functools import cache
from typing import get_args

from pydantic import SecretStr

from bot.setting_types import ServerUrl
from bot.settings.base import Group
from bot.settings.whole import Settings


@cache
def secret_names() -> frozenset[str]:
    """The settings whose value is never shown as it is: secrets, and addresses with a password in them."""
    return frozenset(name for name, field in Settings.model_fields.items() if _hides(field.annotation))


def _hides(annotation: object) -> bool:
    return annotation in (SecretStr, ServerUrl) or any(_hides(part) for part in get_args(annotation))


def shown(settings: Group, name: str) -> str:
    """A setting's value for people: passwords hidden, lists with commas."""
    value = getattr(settings, name)
    if value is None:
        return ""
    if isinstance(value, SecretStr):
        return "(set, hidden)"
    if isinstance(value, tuple):
        return ",".join(str(item) for item in value)
    return str(value)
