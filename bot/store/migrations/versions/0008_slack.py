"""Snoozed tickets, cards of incidents, and Slack workspaces that installed the app."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from bot.store.columns import UtcTime

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("tickets", sa.Column("snoozed_until", UtcTime(), nullable=True))
    op.create_index(op.f("ix_tickets_snoozed_until"), "tickets", ["snoozed_until"], unique=False)
    op.create_table(
        "incident_views",
        sa.Column("incident", sa.Integer(), nullable=False),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("ref", sa.JSON(), nullable=True),
        sa.Column("shown", sa.Text(), nullable=True),
        sa.Column("over", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("due_at", UtcTime(), nullable=True),
        sa.Column("lease_until", UtcTime(), nullable=True),
        sa.Column("attempts", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("last_error", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["incident"], ["incidents.id"], name=op.f("fk_incident_views_incident")),
        sa.PrimaryKeyConstraint("incident", "channel", name=op.f("pk_incident_views")),
    )
    op.create_index(op.f("ix_incident_views_due_at"), "incident_views", ["due_at"], unique=False)
    op.create_table(
        "slack_installations",
        sa.Column("team", sa.Text(), nullable=False),
        sa.Column("data", sa.JSON(), nullable=False),
        sa.Column("at", UtcTime(), nullable=False),
        sa.PrimaryKeyConstraint("team", name=op.f("pk_slack_installations")),
    )
    op.create_table(
        "slack_states",
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("expires_at", UtcTime(), nullable=False),
        sa.PrimaryKeyConstraint("state", name=op.f("pk_slack_states")),
    )
    op.create_table(
        "slack_places",
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("team", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("channel", name=op.f("pk_slack_places")),
    )
