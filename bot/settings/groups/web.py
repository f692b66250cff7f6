"""The console, the API, and the page that a requester fills in."""

from __future__ import annotations

from typing import ClassVar

from pydantic import Field

from bot.setting_types import Listen
from bot.settings.base import Group
from bot.settings.fields import MaybeListen, MaybeUrl, Secret


class WebSettings(Group):
    order: ClassVar[int] = 40

    web_listen: MaybeListen = Field(
        default=Listen("127.0.0.1", 8025),
        description="Where the web console and the API answer; `off` for nowhere.",
    )
    web_url: MaybeUrl = Field(default=None, description="The console's address as people type it, for links.")
    form_days: int = Field(
        default=14,
        ge=1,
        le=365,
        description="For how many days the page works on which a requester fills in missing details.",
    )
    form_max_mb: int = Field(
        default=15,
        ge=1,
        le=18,
        description="How much may be sent on that page at once, in MB: all files together.",
    )
    api_token: Secret = Field(
        default=None, description="The bearer token of the API. Without it the API is off."
    )

    def url_of_console(self) -> str | None:
        """Where links point to, without a slash at the end; `None` when there is no console."""
        if self.web_url or self.web_listen is None:
            return self.web_url
        return f"http://{self.web_listen}"
