"""The case of one ticket, ready to be handed over: as it was thought last, in text and data."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection

from bot.desk.record import ticket_row
from bot.desk.types import DeskError
from triage.dossier.model import Dossier
from triage.model.typed import from_data


def handover(connection: Connection, number: int) -> Dossier:
    """Raises `NotFound`; `DeskError` while the ticket has not been thought about, or is no case."""
    found = dossier_of(ticket_row(connection, number).decision)
    if found is None:
        raise DeskError("there is no case yet: the ticket has not been looked into, or is no request")
    return found


def dossier_of(decision: Mapping[str, Any] | None) -> Dossier | None:
    """The dossier within a decision as it was kept."""
    kept = (decision or {}).get("handover")
    return from_data(kept, Dossier) if kept else None
