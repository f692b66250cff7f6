"""What the files of tables share: the one `MetaData`, and columns that many tables have."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, Integer, MetaData, text

from bot.store.columns import UtcTime, Words

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def work() -> list[Column[object]]:
    """The columns of a row that work is done on: due when `due_at` has come and no lease runs."""
    return [
        Column("due_at", UtcTime, index=True),
        Column("lease_until", UtcTime),
        Column("attempts", Integer, nullable=False, server_default=text("0")),
        Column("last_error", Words),
    ]


def flag(name: str) -> Column[bool]:
    """A yes or no that is no until somebody says yes."""
    return Column(name, Boolean, nullable=False, server_default=text("false"))


def count(name: str) -> Column[int]:
    """A number that counts up from 0."""
    return Column(name, Integer, nullable=False, server_default=text("0"))
