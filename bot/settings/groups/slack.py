"""The Slack app."""

from __future__ import annotations

from typing import Annotated, ClassVar

from pydantic import Field, InstanceOf

from bot.setting_types import DailyTime, read_daily
from bot.settings.base import Group
from bot.settings.fields import MaybeText, MaybeUrl, Names, Secret, reads


class SlackSettings(Group):
    order: ClassVar[int] = 50

    slack_bot_token: Secret = Field(default=None, description="Slack: the bot token (xoxb-…).")
    slack_signing_secret: Secret = Field(
        default=None, description="Slack: the signing secret, for events by HTTP."
    )
    slack_app_token: Secret = Field(
        default=None, description="Slack: the app token (xapp-…), for Socket Mode."
    )
    slack_api_url: MaybeUrl = Field(default=None, description="Slack: another address of the Web API.")
    slack_support_channels: Names = Field(
        default=(), description="Slack: channels (IDs, with commas) in which people ask."
    )
    slack_triage_channel: MaybeText = Field(
        default=None, description="Slack: the channel (ID) in which agents see tickets."
    )
    slack_agents: MaybeText = Field(
        default=None,
        description="Slack: a user group (ID or @handle) whose members decide. Without it: everybody in the "
        "triage channel.",
    )
    slack_digest: Annotated[InstanceOf[DailyTime] | None, reads(read_daily, "", "off")] = Field(
        default=None,
        description="Slack: when a daily summary comes to the triage channel, such as 08:30 Europe/Berlin.",
    )
    slack_client_id: MaybeText = Field(
        default=None, description="Slack: the client ID, for installations in further workspaces."
    )
    slack_client_secret: Secret = Field(
        default=None, description="Slack: the client secret, for installations in further workspaces."
    )
