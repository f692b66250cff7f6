"""What the desk does by itself, and where its cases go."""

from __future__ import annotations

from typing import Annotated, ClassVar

from pydantic import Field

from bot.setting_types import read_address
from bot.settings.base import Group
from bot.settings.fields import reads
from knowledge.vocabulary import Autonomy


class DeskSettings(Group):
    order: ClassVar[int] = 10

    autonomy: Autonomy = Field(
        default=Autonomy.ASK,
        description="What goes out unasked: `suggest` nothing, `ask` one request for details a ticket, "
        "`answer` sure out-of-scope replies too.",
    )
    escalation_address: Annotated[str | None, reads(read_address, "")] = Field(
        default=None,
        description="Where complete cases go, instead of the address in the platform's profile.",
    )
    confirm_receipt: bool = Field(
        default=False,
        description="Tell requesters by itself that their message has arrived, when nothing else goes out.",
    )
    self_test: bool = Field(
        default=False,
        description="Send a mail to the own help address once a day, and say when it does not come back.",
    )
