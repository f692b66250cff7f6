"""All groups of settings as one."""

from __future__ import annotations

import importlib
import pkgutil
from typing import TYPE_CHECKING, Any

from pydantic import create_model

from bot.settings import groups
from bot.settings.base import Group
from bot.settings.groups.core import CoreSettings


def find_groups() -> tuple[type[Group], ...]:
    """Every group in the folder, in the order in which settings are listed."""
    modules = [
        importlib.import_module(f"{groups.__name__}.{info.name}")
        for info in pkgutil.iter_modules(groups.__path__)
    ]
    found = [
        item
        for module in modules
        for item in vars(module).values()
        if isinstance(item, type) and issubclass(item, Group) and item.__module__ == module.__name__
    ]
    return tuple(sorted(found, key=lambda group: (group.order, group.__name__)))


if TYPE_CHECKING:

    class Settings(CoreSettings):
        """Every setting of the service, checked. Build it with `load_settings`, or by hand in a test.

        A type checker sees what all parts need, and a group's own settings behind `of(group)`.
        """

        def __init__(self, **values: Any) -> None: ...

else:
    # pydantic lists the fields of the last base first.
    Settings = create_model("Settings", __base__=find_groups()[::-1], __module__=__name__)
