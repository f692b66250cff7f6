"""Who takes part in a ticket, and tickets that were merged."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from bot.store.columns import UtcTime

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "participants",
        sa.Column("ticket", sa.Integer(), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=True),
        sa.Column("how", sa.Text(), nullable=False),
        sa.Column("at", UtcTime(), nullable=False),
        sa.ForeignKeyConstraint(["ticket"], ["tickets.number"], name=op.f("fk_participants_ticket")),
        sa.PrimaryKeyConstraint("ticket", "address", name=op.f("pk_participants")),
    )
    op.add_column("tickets", sa.Column("merged_into", sa.Integer(), nullable=True))
    op.create_index(op.f("ix_tickets_merged_into"), "tickets", ["merged_into"], unique=False)
    op.add_column("messages", sa.Column("moved_from", sa.Integer(), nullable=True))
