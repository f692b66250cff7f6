"""What a ticket is found by in its evidence; filled for all that is there already."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

from bot.store.evidence_words import words_of

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

_AT_ONCE = 500


def upgrade() -> None:
    op.create_table(
        "evidence_words",
        sa.Column("message", sa.Integer(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["message"], ["messages.id"], name=op.f("fk_evidence_words_message")),
        sa.PrimaryKeyConstraint("message", name=op.f("pk_evidence_words")),
    )
    _fill(op.get_bind())


def _fill(connection: sa.Connection) -> None:
    """A part at a time: all the evidence of a desk need not fit into memory."""
    evidence = sa.table("evidence", sa.column("message", sa.Integer), sa.column("data", sa.JSON))
    kept = sa.table("evidence_words", sa.column("message", sa.Integer), sa.column("words", sa.Text))
    last = 0
    while rows := connection.execute(
        sa.select(evidence).where(evidence.c.message > last).order_by(evidence.c.message).limit(_AT_ONCE)
    ).all():
        found: list[dict[str, Any]] = [
            {"message": row.message, "words": _fit(words_of(row.data or {}))} for row in rows
        ]
        connection.execute(sa.insert(kept), found)
        last = rows[-1].message


def _fit(text: str) -> str:
    """What no database takes (NUL, lone surrogates) is left out."""
    return text.replace("\0", "").encode("utf-8", "ignore").decode("utf-8")
