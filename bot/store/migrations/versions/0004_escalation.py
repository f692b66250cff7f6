"""What is known of an escalation, and what is sent along with it."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from bot.store.columns import UtcTime

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("tickets", sa.Column("support_ref", sa.Text(), nullable=True))
    op.add_column("tickets", sa.Column("escalated_at", UtcTime(), nullable=True))
    op.add_column("tickets", sa.Column("remind_at", UtcTime(), nullable=True))
    op.add_column("tickets", sa.Column("reminded", sa.Integer(), server_default=sa.text("0"), nullable=False))
    op.create_index(op.f("ix_tickets_remind_at"), "tickets", ["remind_at"], unique=False)
    op.add_column("suggestions", sa.Column("purpose", sa.Text(), nullable=True))
    op.add_column("suggestions", sa.Column("data", sa.JSON(), nullable=True))
    op.add_column("outgoing", sa.Column("files", sa.JSON(), nullable=True))
