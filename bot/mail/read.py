"""One stored mail as the desk needs it: who asks, what is new, what it answers, whether it is a question."""

from __future__ import annotations

from sqlalchemy import select

from bot.desk.context import Desk
from bot.desk.support import is_support
from bot.desk.types import DeskError, Incoming, StoredIntake
from bot.mail.authenticated import is_authenticated, is_disproven
from bot.mail.autoreply import is_automatic, may_be_answered, message_reported, why_set_aside
from bot.mail.fingerprint import fingerprint
from bot.mail.forwarded import forwarded_for
from bot.mail.head import Head, read_head
from bot.mail.letter import Letter
from bot.mail.own import Own
from bot.mail.requester import Requester, find_requester
from bot.mail.self_test import self_test_in, signature_of
from bot.mail.threading import answers_ids, answers_ticket, own_message_id
from bot.store.schema.agent import agents
from triage.evidence.quotes import new_text
from triage.model import Evidence

_MB = 1024 * 1024
_NO_SUBJECT = "(no subject)"


class Unreadable(DeskError):
    """This mail cannot become a ticket by itself; the text says why."""


def read_mail(desk: Desk, own: Own, intake: StoredIntake) -> Incoming:
    """Raises `Unreadable` for what nobody could answer or read: a person looks at it in the ledger."""
    size = intake.source.meta.get("too_large")
    if size is not None:
        raise Unreadable(
            f"it is too large ({int(size) / _MB:.0f} MB); the whole of it is still in the mailbox, "
            f"in the folder {intake.source.meta.get('folder', 'of handled mail')}"
        )
    evidence = desk.sandbox.read(intake.raw, "mail.eml", desk.platform)[0]
    if evidence.kind == "unreadable":
        raise Unreadable("; ".join(evidence.problems) or "it cannot be read")
    head = read_head(intake.raw)
    letter = Letter(intake.raw, head, evidence, _envelope_from(intake, head), intake.source.envelope_to)
    aside = why_set_aside(letter, own)
    who = find_requester(head, letter.envelope_from, own)
    if isinstance(who, str):
        if aside is None:
            raise Unreadable(who)
        # A daemon's From is often no address; what is set aside is never answered.
        who = Requester("", "", None)
    return _incoming(desk, own, letter, who, aside)


def _incoming(desk: Desk, own: Own, letter: Letter, who: Requester, aside: str | None) -> Incoming:
    head, evidence = letter.head, letter.evidence
    reported = message_reported(letter, own) if aside is not None else None
    test = self_test_in(head, own)
    may_be = aside is None and may_be_answered(letter, who, own)
    proven = _proven(desk, head, letter.raw, who) if aside is None or _is_supports(desk, who) else None
    return Incoming(
        evidence=evidence,
        text=new_text(evidence.text),
        requester=who.address,
        requester_name=who.name,
        subject=(evidence.message.subject or "").strip() or _NO_SUBJECT,
        message_id=own_message_id(head),
        fingerprint=fingerprint(head, letter.raw),
        answers_ids=answers_ids(head),
        answers_ticket=answers_ticket(head, letter.envelope_to, own),
        set_aside=aside,
        reports_on=reported.ticket if reported is not None else None,
        reports_message=reported.message if reported is not None else None,
        may_auto_answer=may_be and proven is True,
        attachments=evidence.attachments,
        authenticated=proven if _is_supports(desk, who) else None,
        proven=proven,
        forwarded_for=_forwarded_for(desk, own, evidence, who) if aside is None else None,
        automatic=is_automatic(head, evidence),
        self_test=test,
        signed=signature_of(letter.raw, who.author, desk.tools.resolver) if test is not None else None,
    )


def _forwarded_for(desk: Desk, own: Own, evidence: Evidence, who: Requester) -> tuple[str, str | None] | None:
    if not evidence.nested and evidence.message.from_ == who.author:
        return None
    with desk.store.read() as connection:
        colleagues = connection.execute(select(agents.c.email).where(agents.c.email.is_not(None))).scalars()
        return forwarded_for(evidence, who, own, {email.lower() for email in colleagues})


def _is_supports(desk: Desk, who: Requester) -> bool:
    return is_support(who.author, desk.platform) and is_support(who.address, desk.platform)


def _proven(desk: Desk, head: Head, raw: bytes, who: Requester) -> bool | None:
    """Whether the author's domain stands behind it; `None`: nobody can tell."""
    if not who.author:
        return None
    if is_authenticated(head, raw, who.author, desk.platform, desk.tools.resolver):
        return True
    return False if is_disproven(head, who.author, desk.platform) else None


def _envelope_from(intake: StoredIntake, head: Head) -> str | None:
    """The envelope sender (empty: null), as the transport said it or the delivering host wrote it down."""
    if intake.source.envelope_from is not None:
        return intake.source.envelope_from
    written = head.first("Return-Path")
    if written is None:
        return None
    return next(iter(head.addresses("Return-Path")), "" if written.strip() == "<>" else None)
