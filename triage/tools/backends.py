"""Finding the backend for an address: one a file in its folder, each with its `SCHEMES` and `make`."""

from __future__ import annotations

import importlib
import pkgutil
from functools import cache
from types import ModuleType
from typing import TYPE_CHECKING, Any

from triage.tools.source_url import SourceUrl

if TYPE_CHECKING:
    from triage.tools.protocols import Clock


class BackendError(Exception):
    """Why a backend cannot be used, and what to do about it."""


def make_backend(package: ModuleType, url: SourceUrl, clock: Clock) -> Any:
    """The backend of `package` (a folder of them) for an address. Raises `BackendError`."""
    found = _by_scheme(package.__name__, tuple(package.__path__))
    if url.scheme not in found:
        known = ", ".join(f"{scheme}://" for scheme in sorted(found))
        raise BackendError(f"nothing reads {url.scheme}:// addresses; there are {known}")
    module = importlib.import_module(found[url.scheme])
    return module.make(url, clock)


@cache
def _by_scheme(name: str, path: tuple[str, ...]) -> dict[str, str]:
    found: dict[str, str] = {}
    for info in pkgutil.iter_modules(path):
        module = importlib.import_module(f"{name}.{info.name}")
        found.update(dict.fromkeys(getattr(module, "SCHEMES", ()), module.__name__))
    return found


def schemes(package: ModuleType) -> tuple[str, ...]:
    """The schemes that the backends of a folder understand."""
    return tuple(sorted(_by_scheme(package.__name__, tuple(package.__path__))))
