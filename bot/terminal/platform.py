"""Which platform do the commands without a service (explain, check, triage) look at mail for?"""

from __future__ import annotations

import os
from pathlib import Path

import typer

from knowledge.library import KnowledgeError, Library, load_library
from knowledge.vocabulary import Platform

DEFAULT = "oss"


def open_library() -> Library:
    """The package's knowledge, and the deployment's own in `MAILTRIAGE_DATA` where there is some.

    Reads two variables by itself: loading all settings would cost more than reading the mail.
    """
    data = Path(os.environ.get("MAILTRIAGE_DATA") or "data")
    return load_library(data if data.is_dir() else None)


def choose_platform(library: Library, given: str | None) -> Platform:
    """`given`, else `MAILTRIAGE_PLATFORM`, else the first profile. A wrong name ends with status 2."""
    try:
        return library.platform(given or os.environ.get("MAILTRIAGE_PLATFORM") or DEFAULT)
    except KnowledgeError as error:
        raise typer.BadParameter(str(error), param_hint="--platform") from error
