"""A language model that may word what the desk suggests."""

from __future__ import annotations

from typing import ClassVar

from pydantic import Field

from bot.settings.base import Group
from bot.settings.fields import MaybeText, MaybeUrl, Secret


class LanguageModelSettings(Group):
    order: ClassVar[int] = 70

    llm_url: MaybeUrl = Field(
        default=None,
        description="A language model that may word suggested replies: https://host/v1, OpenAI-compatible.",
    )
    llm_model: MaybeText = Field(default=None, description="The name of that language model.")
    llm_key: Secret = Field(default=None, description="The key of that endpoint, where it asks for one.")
    llm_timeout: float = Field(
        default=10, ge=1, le=60, description="How many seconds the language model may take for a reply."
    )
