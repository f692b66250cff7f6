"""What a group of settings is."""

from __future__ import annotations

from typing import ClassVar, TypeVar

from pydantic import BaseModel, ConfigDict

G = TypeVar("G", bound="Group")


class Group(BaseModel):
    """Settings that belong together. A field's name is the setting's, without the prefix, in lower case."""

    model_config = ConfigDict(frozen=True, extra="forbid", validate_default=True)

    order: ClassVar[int] = 100
    """Where the group stands among the others when settings are listed."""

    def of(self, group: type[G]) -> G:
        """The same settings, seen as that group. Raises `TypeError` where they do not hold it."""
        if not isinstance(self, group):
            raise TypeError(f"{group.__name__} is no group of these settings")
        return self
