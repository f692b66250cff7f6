"""Incidents, the causes that tickets share, and what mails could be told by."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from bot.store.columns import UtcTime

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "incidents",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("merged_into", sa.Integer(), nullable=True),
        sa.Column("urgent", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("urgent_because", sa.Text(), nullable=True),
        sa.Column("lead", sa.Integer(), nullable=True),
        sa.Column("opened_at", UtcTime(), nullable=False),
        sa.Column("last_at", UtcTime(), nullable=False),
        sa.Column("answered_by", sa.Text(), nullable=True),
        sa.Column("answered_at", UtcTime(), nullable=True),
        sa.Column("version", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.ForeignKeyConstraint(["lead"], ["tickets.number"], name=op.f("fk_incidents_lead")),
        sa.ForeignKeyConstraint(["merged_into"], ["incidents.id"], name=op.f("fk_incidents_merged_into")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_incidents")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_incidents_state"), "incidents", ["state"], unique=False)
    op.create_table(
        "ticket_causes",
        sa.Column("ticket", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["ticket"], ["tickets.number"], name=op.f("fk_ticket_causes_ticket")),
        sa.PrimaryKeyConstraint("ticket", "kind", "key", name=op.f("pk_ticket_causes")),
    )
    op.create_index("ix_ticket_causes_kind_key", "ticket_causes", ["kind", "key"], unique=False)
    op.create_table(
        "incident_causes",
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("incident", sa.Integer(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["incident"], ["incidents.id"], name=op.f("fk_incident_causes_incident")),
        sa.PrimaryKeyConstraint("kind", "key", name=op.f("pk_incident_causes")),
    )
    op.create_index(op.f("ix_incident_causes_incident"), "incident_causes", ["incident"], unique=False)
    op.create_table(
        "incident_splits",
        sa.Column("incident", sa.Integer(), nullable=False),
        sa.Column("ticket", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["incident"], ["incidents.id"], name=op.f("fk_incident_splits_incident")),
        sa.ForeignKeyConstraint(["ticket"], ["tickets.number"], name=op.f("fk_incident_splits_ticket")),
        sa.PrimaryKeyConstraint("incident", "ticket", name=op.f("pk_incident_splits")),
    )
    op.create_table(
        "incident_tickets",
        sa.Column("ticket", sa.Integer(), nullable=False),
        sa.Column("incident", sa.Integer(), nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("massive", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("at", UtcTime(), nullable=False),
        sa.ForeignKeyConstraint(["incident"], ["incidents.id"], name=op.f("fk_incident_tickets_incident")),
        sa.ForeignKeyConstraint(["ticket"], ["tickets.number"], name=op.f("fk_incident_tickets_ticket")),
        sa.PrimaryKeyConstraint("ticket", name=op.f("pk_incident_tickets")),
    )
    op.create_index(op.f("ix_incident_tickets_incident"), "incident_tickets", ["incident"], unique=False)
    op.create_table(
        "mail_traits",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ticket", sa.Integer(), nullable=False),
        sa.Column("message", sa.Integer(), nullable=False),
        sa.Column("nr", sa.Integer(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("proven", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("listed", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["message"], ["messages.id"], name=op.f("fk_mail_traits_message")),
        sa.ForeignKeyConstraint(["ticket"], ["tickets.number"], name=op.f("fk_mail_traits_ticket")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mail_traits")),
    )
    op.create_index("ix_mail_traits_kind_value", "mail_traits", ["kind", "value"], unique=False)
    op.create_index(op.f("ix_mail_traits_ticket"), "mail_traits", ["ticket"], unique=False)
    op.add_column("audit", sa.Column("incident", sa.Integer(), nullable=True))
    op.create_index(op.f("ix_audit_incident"), "audit", ["incident"], unique=False)
