"""Access tokens instead of passwords, for mailboxes and mail servers (OAuth 2.0)."""

from __future__ import annotations

from typing import Annotated, ClassVar

from pydantic import Field

from bot.setting_types import read_token_url
from bot.settings.base import Group
from bot.settings.fields import MaybeText, Secret, reads


class OAuthSettings(Group):
    order: ClassVar[int] = 30

    oauth_token_url: Annotated[str | None, reads(read_token_url, "")] = Field(
        default=None,
        description="For addresses without a password: who gives access tokens (OAuth 2.0). An https "
        "address, `google`, or `microsoft:TENANT`.",
    )
    oauth_client_id: MaybeText = Field(
        default=None, description="OAuth 2.0: the client ID of your registration there."
    )
    oauth_client_secret: Secret = Field(default=None, description="OAuth 2.0: its client secret.")
    oauth_refresh_token: Secret = Field(
        default=None,
        description="OAuth 2.0: a refresh token, or address=token for each mailbox, with commas. Without "
        "it, the client asks in its own name (client credentials).",
    )
    oauth_scope: MaybeText = Field(
        default=None, description="OAuth 2.0: the scope to ask for, where the usual one does not do."
    )
