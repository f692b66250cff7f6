"""What keeps this desk from working well, each with the setting, record or command that mends it.

Each file of `looks/` looks at one part: `ORDER`, and `look(settings)`, which yields complaints.
"""

from __future__ import annotations

import importlib
import pkgutil
import re
from collections.abc import Callable, Iterator
from operator import attrgetter

from bot.doctor import looks
from bot.doctor.complaint import Complaint
from bot.settings import Settings

_SETTING = re.compile(r"MAILTRIAGE_[A-Z_]+")


def examine(settings: Settings) -> Iterator[Complaint]:
    """Look at everything, in the order in which it has to work. Makes no more than a first start would."""
    named: set[str] = set()
    for look in _looks():
        complaints = list(look(settings))
        for item in complaints:
            about = set(_SETTING.findall(f"{item.wrong} {item.remedy}"))
            if not about or not about <= named:  # not twice, in other words
                yield item
            named |= about
        if any(item.fatal for item in complaints):
            return


def _looks() -> list[Callable[[Settings], Iterator[Complaint]]]:
    names = [info.name for info in pkgutil.iter_modules(looks.__path__)]
    modules = [importlib.import_module(f"{looks.__name__}.{name}") for name in names]
    return [module.look for module in sorted(modules, key=attrgetter("ORDER"))]
