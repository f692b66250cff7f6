"""Alembic's way in. The connection is always handed in by `bot.store.migrate`."""

from __future__ import annotations

from typing import Any, Literal

from alembic import context

from bot.store.columns import UtcTime, Words
from bot.store.schema import metadata


def _render(kind: str, item: Any, _context: Any) -> str | Literal[False]:
    if kind == "type" and isinstance(item, UtcTime | Words):
        return f"{type(item).__name__}()"
    return False


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    render_as_batch=True,
    render_item=_render,
)
with context.begin_transaction():
    context.run_migrations()
