"""How the process runs, and what it says about that."""

from __future__ import annotations

from typing import ClassVar, Literal

from pydantic import Field

from bot.settings.base import Group


class ProcessSettings(Group):
    order: ClassVar[int] = 80

    workers: int = Field(default=4, ge=1, le=64, description="How many threads work at the same time.")
    log_level: Literal["debug", "info", "warning", "error"] = Field(
        default="info", description="How much is logged: debug, info, warning or error."
    )
    log_format: Literal["auto", "text", "json"] = Field(
        default="auto", description="`text` for people, `json` for machines; `auto`: text on a terminal."
    )
