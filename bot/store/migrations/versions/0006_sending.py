"""Alerts, mails to oneself, odd senders, and what became of a message after it was handed over."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from bot.store.columns import UtcTime

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("messages", sa.Column("marks", sa.JSON(), nullable=True))
    op.add_column("outgoing", sa.Column("fate", sa.Text(), nullable=True))
    op.create_table(
        "alerts",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("at", UtcTime(), nullable=False),
        sa.Column("told", sa.JSON(), nullable=False),
        sa.Column("due_at", UtcTime(), nullable=True),
        sa.Column("lease_until", UtcTime(), nullable=True),
        sa.Column("attempts", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("last_error", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_alerts")),
    )
    op.create_index(op.f("ix_alerts_due_at"), "alerts", ["due_at"])
    op.create_table(
        "self_tests",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("message_id", sa.Text(), nullable=False),
        sa.Column("sent_at", UtcTime(), nullable=False),
        sa.Column("trouble", sa.Text(), nullable=True),
        sa.Column("arrived_at", UtcTime(), nullable=True),
        sa.Column("signed", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_self_tests")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_self_tests_sent_at"), "self_tests", ["sent_at"])
