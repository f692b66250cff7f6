"""An agent wants the case handed over, whatever triage would do: it stands ready to be looked at and sent."""

from __future__ import annotations

from sqlalchemy import select

from bot.desk.context import Desk
from bot.desk.handover import handover
from bot.desk.learn import keep_example
from bot.desk.merged import own_row
from bot.desk.record import change, record
from bot.desk.retire import retire_pending
from bot.desk.suggest import HANDOVER, Suggested, behind, keep_suggestion
from bot.desk.types import Actor, DeskError
from bot.store.schema.suggestion import suggestions
from knowledge.vocabulary import SuggestionKind, SuggestionState, TicketState
from triage.dossier.data import as_json
from triage.dossier.text import as_text
from triage.replies.handover import handover_note
from triage.replies.name import greeted_as
from triage.replies.sentences import own_folders


def escalate(desk: Desk, number: int, actor: Actor) -> int:
    """Suggest the escalation, with the note to the requester beside it. Returns the suggestion's id.

    What was suggested before is superseded. Raises `NotFound`; `DeskError` when there is no case, or it is
    with somebody already, or stands ready.
    """
    now = desk.now()
    with desk.store.write() as connection:
        ticket = own_row(connection, number)
        case = handover(connection, number)
        if ticket.state == TicketState.ESCALATED:
            raise DeskError(f"this case is with {ticket.escalated_to} already")
        ready = (
            (suggestions.c.ticket == number)
            & (suggestions.c.kind == SuggestionKind.ESCALATE)
            & (suggestions.c.state == SuggestionState.PENDING)
        )
        if connection.execute(select(suggestions.c.id).where(ready)).first() is not None:
            raise DeskError("the case stands ready already")
        retire_pending(connection, now, number, actor)
        decision = ticket.decision or {}
        to = desk.platform.escalation.address
        kind = (case.problem or case.route).replace("_", " ").capitalize()
        subject = f"{kind}: {ticket.subject}"[:150] + f" [#{number}]"
        draft = Suggested(0, number, SuggestionKind.ESCALATE, to, subject, as_text(case), data=as_json(case))
        kept = keep_suggestion(desk, connection, ticket, draft)
        note = handover_note(
            decision.get("language"),
            case.title if to else None,
            f"#{number}",
            decision.get("brand"),
            own_folders(desk.library),
            greeted_as(ticket.requester_name, ticket.requester),
        )
        told = Suggested(
            0, number, SuggestionKind.REPLY, ticket.requester, note.subject, note.text, (),
            behind(note) or None, HANDOVER,
        )  # fmt: skip
        keep_suggestion(desk, connection, ticket, told)
        change(connection, now, number, state=TicketState.TRIAGED)
        record(connection, now, actor, "made_ready", ticket=number, suggestion=kept.id)
        keep_example(desk, connection, number, actor, "made_ready", case=kept.id)
    desk.wake()
    return kept.id
