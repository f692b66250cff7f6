"""Reading the settings of this process, and naming all that is wrong with them at once."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from bot.setting_sources import PREFIX, Found, find_settings
from bot.settings.hiding import secret_names
from bot.settings.whole import Settings


@dataclass(frozen=True)
class Loaded:
    settings: Settings
    origins: Mapping[str, str]
    """Field name -> where its value came from; `default` for the rest."""


class SettingsError(Exception):
    """What is wrong with the settings: one line for each problem."""

    def __init__(self, problems: list[str]) -> None:
        self.problems = problems
        super().__init__("\n".join(problems))


def load_settings(**given: Any) -> Settings:
    """The settings as they are found; `given` wins over all. Raises `SettingsError`."""
    return load(os.environ, Path.cwd(), given).settings


def load(environ: Mapping[str, str], folder: Path, given: Mapping[str, Any] | None = None) -> Loaded:
    """The settings and their origins. Raises `SettingsError` that names every problem at once."""
    sources = find_settings(environ, folder, Settings.model_fields)
    problems = sources.unreadable + sources.unknown
    found = sources.found | {name: Found(value, "command line") for name, value in (given or {}).items()}
    try:
        settings = Settings.model_validate({name: item.value for name, item in found.items()})
    except ValidationError as error:
        problems += [_explain(item, found) for item in error.errors()]
    if problems:
        raise SettingsError(problems)
    return Loaded(settings, {name: item.origin for name, item in found.items()})


def _explain(error: Any, found: Mapping[str, Found]) -> str:
    name = str(error["loc"][0])
    item = found.get(name, Found(None, "default"))
    setting = item.origin if item.origin.startswith(PREFIX) else f"{name} ({item.origin})"
    reason = error.get("ctx", {}).get("error") or error["msg"]
    shown = "" if name in secret_names() else f" {str(item.value)!r}"
    return f"{setting}:{shown} {str(reason).removeprefix('Input ')}"
