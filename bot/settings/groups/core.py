"""What every part of the service may need."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, ClassVar

from pydantic import Field, InstanceOf

from bot.setting_types import Listen, read_address, read_listen
from bot.settings.base import Group
from bot.settings.fields import Secret, reads_each


def _nameserver(text: str) -> Listen:
    return read_listen(text if ":" in text else f"{text}:53")


class CoreSettings(Group):
    order: ClassVar[int] = 0

    data: Path = Field(default=Path("data"), description="The folder that holds everything: keep this one.")
    database_url: Secret = Field(
        default=None, description="SQLAlchemy address of the database. Without it: SQLite in the data folder."
    )
    secret_key: Secret = Field(
        default=None,
        description="Signs tokens and cookies. Without it one is made and kept in the data folder.",
    )
    platform: str = Field(
        default="oss",
        min_length=1,
        description="The mail platform that is supported: a name, or a TOML file.",
    )
    nameservers: Annotated[tuple[InstanceOf[Listen], ...], reads_each(_nameserver)] = Field(
        default=(), description="DNS resolvers as host:port, with commas. Without it: those of the system."
    )
    help_address: Annotated[tuple[str, ...], reads_each(read_address)] = Field(
        default=(),
        description="The address that people write to, and that answers come from; several with commas.",
    )

    def url_of_database(self) -> str:
        """The SQLAlchemy address, whether given or the default one."""
        if self.database_url is not None:
            return self.database_url.get_secret_value()
        return f"sqlite:///{self.data.absolute() / 'mailtriage.sqlite3'}"
