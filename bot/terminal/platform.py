"""Which platform do the commands without a service (explain, triage) look at mail for?"""

from __future__ import annotations

import os
from pathlib import Path

import typer

from bot.setting_sources import find_settings
from knowledge.library import KnowledgeError, Library, load_library
from knowledge.vocabulary import Platform

DEFAULT = "oss"
_DATA, _PLATFORM = "data", "platform"


def open_library() -> Library:
    """The package's knowledge, and the deployment's own in the data folder where there is some."""
    data = Path(_setting(_DATA) or "data")
    return load_library(data if data.is_dir() else None)


def choose_platform(library: Library, given: str | None) -> Platform:
    """`given`, else the setting, else the first profile. A wrong name ends with status 2."""
    try:
        return library.platform(given or _setting(_PLATFORM) or DEFAULT)
    except KnowledgeError as error:
        raise typer.BadParameter(str(error), param_hint="--platform") from error


def _setting(name: str) -> str | None:
    """One setting's text, from wherever settings stand.

    Checking all of them would cost more than reading the mail; whoever starts the service is told.
    """
    sources = find_settings(os.environ, Path.cwd(), (name,))
    if sources.unreadable:
        raise typer.BadParameter("\n".join(sources.unreadable), param_hint="settings")
    found = sources.found.get(name)
    return str(found.value) if found is not None and found.value else None
