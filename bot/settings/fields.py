"""Kinds of fields: how the text of a setting becomes a value. A value that is one already stays as it is."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated

from pydantic import BeforeValidator, InstanceOf, SecretStr

from bot.setting_types import Listen, read_listen, read_web_url, split_list


def reads(read: Callable[[str], object], *nothing: str) -> BeforeValidator:
    """One text, read by `read`; a text among `nothing` says that there is no value."""

    def value_of(value: object) -> object:
        if isinstance(value, str):
            return None if value in nothing else read(value)
        return value

    return BeforeValidator(value_of)


def reads_each(read: Callable[[str], object]) -> BeforeValidator:
    """Texts with commas between them, or a list of texts, each read by `read`."""

    def values_of(value: object) -> object:
        if isinstance(value, tuple) and not any(isinstance(item, str) for item in value):
            return value
        return tuple(read(item) for item in split_list(value))

    return BeforeValidator(values_of)


def checked(read: Callable[[str], object]) -> Callable[[str], str]:
    """Keeps a text as it is once `read` could make something of it."""

    def same(text: str) -> str:
        read(text)
        return text

    return same


MaybeText = Annotated[str | None, reads(str, "")]
MaybeUrl = Annotated[str | None, reads(read_web_url, "")]
MaybeListen = Annotated[InstanceOf[Listen] | None, reads(read_listen, "", "off")]
Names = Annotated[tuple[str, ...], BeforeValidator(split_list)]
Secret = Annotated[SecretStr | None, reads(str, "")]
