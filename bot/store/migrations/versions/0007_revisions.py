"""Messages that were edited or taken back where they were written."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from bot.store.columns import UtcTime

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("messages", sa.Column("edited_at", UtcTime(), nullable=True))
    op.add_column("messages", sa.Column("earlier", sa.JSON(), nullable=True))
    op.add_column("messages", sa.Column("withdrawn_at", UtcTime(), nullable=True))
