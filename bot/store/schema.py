"""The tables. Rows are the only truth: what is due says so itself (`due_at`, `lease_until`, `attempts`).

Portable: SQLite and PostgreSQL. A change here needs a migration in `migrations/versions/`; a test compares.
"""

from __future__ import annotations

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    Table,
    text,
)

from bot.store.columns import UtcTime, Words

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def _work() -> list[Column[object]]:
    """The columns of a row that work is done on: due when `due_at` has come and no lease runs."""
    return [
        Column("due_at", UtcTime, index=True),
        Column("lease_until", UtcTime),
        Column("attempts", Integer, nullable=False, server_default=text("0")),
        Column("last_error", Words),
    ]


def _flag(name: str) -> Column[bool]:
    return Column(name, Boolean, nullable=False, server_default=text("false"))


def _count(name: str) -> Column[int]:
    return Column(name, Integer, nullable=False, server_default=text("0"))


tickets = Table(
    "tickets",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("subject", Words, nullable=False),
    Column("requester", Words, nullable=False, index=True),
    Column("requester_name", Words),
    Column("channel", Words, nullable=False),
    Column("thread", Words, index=True),
    Column("help_address", Words),
    Column("platform", Words, nullable=False),
    Column("state", Words, nullable=False, index=True),
    Column("route", Words, index=True),
    Column("confidence", Float),
    Column("confident", Boolean),
    Column("problem", Words),
    Column("action", Words),
    Column("missing", JSON, nullable=False),
    Column("decision", JSON),  # what triage said, without the evidence
    _flag("urgent"),
    _flag("attention"),  # something happened that a person should look at
    _flag("asked"),
    _flag("may_auto_answer"),
    Column("assignee", Words),  # Actor.id
    Column("assignee_name", Words),
    Column("decided_route", Words),  # by a person, wins over triage
    Column("decided_problem", Words),
    Column("known", JSON, nullable=False),  # details filled in by hand
    Column("escalated_to", Words),
    Column("escalation_ref", Words),  # ours
    Column("support_ref", Words),  # the number that the platform's support gave it
    Column("escalated_at", UtcTime),
    Column("remind_at", UtcTime, index=True),
    Column("snoozed_until", UtcTime, index=True),  # an agent wants to see it again then
    _count("reminded"),
    Column("merged_into", Integer, index=True),  # the ticket that goes on in its place
    _count("version"),  # anything that is shown has changed
    _count("heard"),  # something that triage reads has changed
    Column("created_at", UtcTime, nullable=False, index=True),
    Column("updated_at", UtcTime, nullable=False),
    *_work(),
    sqlite_autoincrement=True,
)

intake = Table(
    "intake",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("channel", Words, nullable=False),
    Column("key", Words, nullable=False, unique=True),
    Column("sha256", Words, nullable=False, index=True),
    Column("fingerprint", Words),
    Column("envelope_from", Words),
    Column("envelope_to", JSON, nullable=False),
    Column("meta", JSON, nullable=False),
    Column("received_at", UtcTime, nullable=False),
    Column("outcome", Words, index=True),  # null: in work
    Column("reason", Words),
    Column("ticket", Integer, ForeignKey("tickets.number"), index=True),
    *_work(),
    sqlite_autoincrement=True,
)

fingerprints = Table(
    "fingerprints",
    metadata,
    Column("fingerprint", Words, primary_key=True),
    Column("intake", Integer, ForeignKey("intake.id"), nullable=False),
)
"""Which intake was the first with this message: decides a race between two ways in."""

messages = Table(
    "messages",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("ticket", Integer, ForeignKey("tickets.number"), nullable=False, index=True),
    Column("direction", Words, nullable=False),  # in, out, internal
    Column("role", Words, nullable=False),  # requester, support, other, desk
    Column("author", Words, nullable=False),
    Column("author_name", Words),
    Column("channel", Words, nullable=False),
    Column("subject", Words, nullable=False),
    Column("text", Words, nullable=False),
    Column("message_id", Words),
    Column("in_reply_to", Words),
    Column("references", JSON, nullable=False),
    Column("sha256", Words),
    Column("intake", Integer, ForeignKey("intake.id")),
    Column("attachments", JSON, nullable=False),
    _flag("automatic"),
    Column("verified", Boolean, nullable=False, server_default=text("true")),
    Column("marks", JSON(none_as_null=True)),  # what is odd about its sender, in words
    Column("moved_from", Integer),  # the ticket that it stood on before a merge
    Column("edited_at", UtcTime),  # when its author last changed it
    Column("earlier", JSON),  # what it said before: `text` and `until` of each, oldest first
    Column("withdrawn_at", UtcTime),  # its author took it back: kept, and not thought about
    Column("at", UtcTime, nullable=False),
    sqlite_autoincrement=True,
)

participants = Table(
    "participants",
    metadata,
    Column("ticket", Integer, ForeignKey("tickets.number"), primary_key=True),
    Column("address", Words, primary_key=True),  # in lower case
    Column("name", Words),
    Column("how", Words, nullable=False),  # wrote, copied, forwarder, quoted: see `bot/desk/participants.py`
    Column("at", UtcTime, nullable=False),
)
"""Who has to do with a ticket beside its requester."""

evidence = Table(
    "evidence",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("ticket", Integer, ForeignKey("tickets.number"), nullable=False, index=True),
    Column("message", Integer, ForeignKey("messages.id"), nullable=False, unique=True),
    Column("kind", Words, nullable=False),
    Column("data", JSON, nullable=False),  # triage.model.Evidence, whole
)

findings = Table(
    "findings",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("ticket", Integer, ForeignKey("tickets.number"), nullable=False, index=True),
    Column("check", Words, nullable=False),
    Column("code", Words, nullable=False),
    Column("status", Words, nullable=False),
    Column("summary", Words, nullable=False),
    Column("advice", Words, nullable=False),
    Column("who_can_fix", Words),
    Column("source", Words, nullable=False),
    Column("data", JSON, nullable=False),
    Column("at", UtcTime, nullable=False),
)

suggestions = Table(
    "suggestions",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("ticket", Integer, ForeignKey("tickets.number"), nullable=False, index=True),
    Column("kind", Words, nullable=False),
    Column("state", Words, nullable=False),
    Column("to", Words, nullable=False),
    Column("subject", Words, nullable=False),
    Column("text", Words, nullable=False),
    Column("edited_text", Words),
    Column("articles", JSON, nullable=False),
    Column("purpose", Words),  # of a reply around an escalation: handover, closing
    Column("data", JSON),  # of an escalation: the case as data (docs/dossier.md)
    Column("heard", Integer, nullable=False),  # what the ticket had heard when this was thought
    Column("decided_by", Words),
    Column("decided_by_name", Words),
    Column("decided_at", UtcTime),
    Column("reason", Words),
    Column("created_at", UtcTime, nullable=False),
    sqlite_autoincrement=True,
)

outgoing = Table(
    "outgoing",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("ticket", Integer, ForeignKey("tickets.number"), nullable=False, index=True),
    Column("suggestion", Integer, ForeignKey("suggestions.id"), index=True),
    Column("kind", Words, nullable=False),  # reply, ask, escalate
    Column("then", Words, nullable=False),  # the ticket's state once it is sent
    Column("state", Words, nullable=False),  # due, sending, sent, failed, unknown, withdrawn
    Column("channel", Words, nullable=False),
    Column("to", Words, nullable=False),
    Column("to_domain", Words),
    Column("subject", Words, nullable=False),
    Column("text", Words, nullable=False),
    Column("files", JSON),  # name, content_type, and the text itself or the sha256 of kept bytes
    _flag("automatic"),
    Column("author", Words, nullable=False),
    Column("author_name", Words, nullable=False),
    Column("message_id", Words),
    Column("in_reply_to", Words),
    Column("references", JSON, nullable=False),
    Column("thread", Words),
    Column("sender", Words),
    Column("ref", Words),
    Column("created_at", UtcTime, nullable=False, index=True),
    Column("sent_at", UtcTime),
    Column("fate", Words),  # what a mail server reported later: delayed, failed, delivered
    *_work(),
    sqlite_autoincrement=True,
)

message_ids = Table(
    "message_ids",
    metadata,
    Column("message_id", Words, primary_key=True),
    Column("ticket", Integer, ForeignKey("tickets.number"), primary_key=True),
    _flag("ours"),
    Column("outgoing", Integer, ForeignKey("outgoing.id")),
)

views = Table(
    "views",
    metadata,
    Column("ticket", Integer, ForeignKey("tickets.number"), primary_key=True),
    Column("channel", Words, primary_key=True),
    Column("ref", JSON),  # the channel's own words for what it shows
    Column("shown_version", Integer, nullable=False, server_default=text("-1")),
    *_work(),
)

incident_views = Table(
    "incident_views",
    metadata,
    Column("incident", Integer, ForeignKey("incidents.id"), primary_key=True),
    Column("channel", Words, primary_key=True),
    Column("ref", JSON),  # the channel's own words for what it shows
    Column("shown", Words),  # what was shown last: see `bot/jobs/incident_cards.py`
    _flag("over"),  # it was shown as over
    *_work(),
)

slack_installations = Table(
    "slack_installations",
    metadata,
    Column("team", Words, primary_key=True),
    Column("data", JSON, nullable=False),  # slack_sdk's Bot, with its token
    Column("at", UtcTime, nullable=False),
)

slack_states = Table(
    "slack_states",
    metadata,
    Column("state", Words, primary_key=True),
    Column("expires_at", UtcTime, nullable=False),
)
"""Installations that have begun: each state is good once."""

slack_places = Table(
    "slack_places",
    metadata,
    Column("channel", Words, primary_key=True),
    Column("team", Words, nullable=False),
)
"""Which workspace a channel belongs to, where there are several."""

agents = Table(
    "agents",
    metadata,
    Column("id", Words, primary_key=True),
    Column("email", Words, unique=True),
    Column("name", Words, nullable=False),
    Column("password_hash", Words),
    Column("active", Boolean, nullable=False, server_default=text("true")),
    Column(
        "session_epoch", Integer, nullable=False, server_default=text("0")
    ),  # a higher one ends old sessions
    Column("preferences", JSON, nullable=False),
    Column("created_at", UtcTime, nullable=False),
    Column("seen_at", UtcTime),
)

login_links = Table(
    "login_links",
    metadata,
    Column("token_hash", Words, primary_key=True),  # SHA-256 in hex of the token
    Column("agent", Words, ForeignKey("agents.id"), nullable=False),
    Column("created_at", UtcTime, nullable=False),
    Column("expires_at", UtcTime, nullable=False),
    Column("used_at", UtcTime),
)

audit = Table(
    "audit",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("at", UtcTime, nullable=False),
    Column("actor_kind", Words, nullable=False),
    Column("actor", Words, nullable=False),
    Column("actor_name", Words, nullable=False),
    Column("what", Words, nullable=False),
    Column("ticket", Integer, index=True),
    Column("intake", Integer, index=True),
    Column("suggestion", Integer),
    Column("outgoing", Integer),
    Column("incident", Integer, index=True),
    Column("data", JSON, nullable=False),
    sqlite_autoincrement=True,
)

examples = Table(
    "examples",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("ticket", Integer, ForeignKey("tickets.number"), nullable=False, index=True),
    Column("what", Words, nullable=False),  # accepted, dismissed, rerouted, …: see `bot/desk/learn.py`
    Column("actor", Words, nullable=False),
    Column("route", Words),
    Column("problem", Words),
    Column("action", Words),
    Column("text", Words, nullable=False),
    Column("data", JSON, nullable=False),
    Column("at", UtcTime, nullable=False),
)

incidents = Table(
    "incidents",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("title", Words, nullable=False),
    Column("state", Words, nullable=False, index=True),  # open, closed, merged
    Column("merged_into", Integer, ForeignKey("incidents.id")),
    _flag("urgent"),
    Column("urgent_because", Words),
    Column("lead", Integer, ForeignKey("tickets.number")),  # the ticket that its escalation is sent from
    Column("opened_at", UtcTime, nullable=False),
    Column("last_at", UtcTime, nullable=False),  # when the last ticket was added
    Column("answered_by", Words),  # Actor.name of who wrote to all of them last
    Column("answered_at", UtcTime),
    _count("version"),  # anything about it has changed
    sqlite_autoincrement=True,
)

incident_tickets = Table(
    "incident_tickets",
    metadata,
    Column("ticket", Integer, ForeignKey("tickets.number"), primary_key=True),
    Column("incident", Integer, ForeignKey("incidents.id"), nullable=False, index=True),
    Column("by", Words, nullable=False),  # Actor.id
    _flag("massive"),  # one such report is enough to escalate
    Column("at", UtcTime, nullable=False),
)
"""A ticket is part of one incident at most."""

incident_splits = Table(
    "incident_splits",
    metadata,
    Column("incident", Integer, ForeignKey("incidents.id"), primary_key=True),
    Column("ticket", Integer, ForeignKey("tickets.number"), primary_key=True),
)
"""A person said that this ticket is not part of that incident: it is not gathered again."""

ticket_causes = Table(
    "ticket_causes",
    metadata,
    Column("ticket", Integer, ForeignKey("tickets.number"), primary_key=True),
    Column("kind", Words, primary_key=True),
    Column("key", Words, primary_key=True),
    Column("words", Words, nullable=False),
)
"""What may have caused a ticket, as triage last saw it."""

incident_causes = Table(
    "incident_causes",
    metadata,
    Column("kind", Words, primary_key=True),
    Column("key", Words, primary_key=True),
    Column("incident", Integer, ForeignKey("incidents.id"), nullable=False, index=True),
    Column("words", Words, nullable=False),
)
"""Which open incident a cause belongs to; an incident that is over lets go of its causes."""

mail_traits = Table(
    "mail_traits",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("ticket", Integer, ForeignKey("tickets.number"), nullable=False, index=True),
    Column("message", Integer, ForeignKey("messages.id"), nullable=False),
    Column("nr", Integer, nullable=False),  # which mail in the message: 0 is the letter itself
    Column("role", Words, nullable=False),  # letter, sample, original
    _flag("proven"),  # its sender is authenticated
    _flag("listed"),  # it carries the marks of a list
    Column("kind", Words, nullable=False),
    Column("value", Words, nullable=False),
)
"""What every mail that came in could be told by, for asking what blocking it would hurt."""

Index("ix_ticket_causes_kind_key", ticket_causes.c.kind, ticket_causes.c.key)
Index("ix_mail_traits_kind_value", mail_traits.c.kind, mail_traits.c.value)

flags = Table(
    "flags",
    metadata,
    Column("name", Words, primary_key=True),  # such as `breaker`
    Column("value", JSON, nullable=False),
    Column("at", UtcTime, nullable=False),
)

alerts = Table(
    "alerts",
    metadata,
    Column("name", Words, primary_key=True),  # such as `breaker`
    Column("words", Words, nullable=False),
    Column("at", UtcTime, nullable=False),
    Column("told", JSON, nullable=False),  # the channels that have told their people
    *_work(),
)
"""What agents have to know now, whichever ticket they look at; a row is there as long as it holds."""

self_tests = Table(
    "self_tests",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("message_id", Words, nullable=False),
    Column("sent_at", UtcTime, nullable=False, index=True),
    Column("trouble", Words),  # why it could not be handed over
    Column("arrived_at", UtcTime),
    Column("signed", Words),  # what its DKIM signature came to: pass, fail, none, temperror
    sqlite_autoincrement=True,
)
"""Mails that the desk sends to itself, to know that the whole way works."""

pages = Table(
    "pages",
    metadata,
    Column("key", Words, primary_key=True),  # SHA-256 in hex of the address
    Column("url", Words, nullable=False),
    Column("status", Integer, nullable=False),
    Column("content_type", Words, nullable=False),
    Column("sha256", Words, nullable=False, index=True),
    Column("at", UtcTime, nullable=False),
)
"""Web pages as they were when a ticket came in."""

Index("ix_outgoing_automatic_created_at", outgoing.c.automatic, outgoing.c.created_at)
