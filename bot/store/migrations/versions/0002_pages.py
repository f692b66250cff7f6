"""Pages that were opened for a ticket, as they came."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from bot.store.columns import UtcTime

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "pages",
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("status", sa.Integer(), nullable=False),
        sa.Column("content_type", sa.Text(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("at", UtcTime(), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_pages")),
    )
    op.create_index(op.f("ix_pages_sha256"), "pages", ["sha256"])
