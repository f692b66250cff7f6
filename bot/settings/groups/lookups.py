"""Who knows more than the DNS: about accounts, a mail's way, customers."""

from __future__ import annotations

from typing import Annotated, ClassVar

from pydantic import Field, SecretStr

from bot.settings.base import Group
from bot.settings.fields import checked, reads
from triage.tools.source_url import parse_source

_Source = Annotated[SecretStr | None, reads(checked(parse_source), "")]
"""An address of a backend, kept as it is; its shape is looked at, and nobody is connected to."""


class LookupSettings(Group):
    order: ClassVar[int] = 60

    accounts_url: _Source = Field(
        default=None,
        description="Who knows the mailboxes: oma://user:password@hostedemail.com, ldaps://…, https://… or a "
        "CSV or SQLite file.",
    )
    trace_url: _Source = Field(
        default=None, description="Who knows a mail's way: a log file of the mail servers, or https://…"
    )
    customers_url: _Source = Field(
        default=None, description="Who knows the customers: a CSV or SQLite file, or https://…"
    )
