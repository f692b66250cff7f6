"""What the ticket page shows, made from the rows of one ticket."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import Row

from bot.desk.messages import read_evidence
from bot.store.queries.ticket_page import TicketRows
from bot.web import words
from bot.web.file_view import FileView, file_views
from bot.web.trail_view import Entry, trail_of
from bot.web.weighed import Weighed, weighed
from knowledge.library import Library
from knowledge.vocabulary import Platform, WhoCanFix
from triage.contract import evidence_json
from triage.whose import Whose, sides_of

MAX_EVIDENCE = 40
_ORDER = ("fail", "permerror", "warn", "temperror", "pass", "neutral", "skipped")
_LOOK = _ORDER[:4]
_EXPLAINS = ("junk_score", "rejecting_host", "shared_features")
"""Checks whose every finding says something about the ticket, whatever its status."""
_WORST_FIRST = {status: rank for rank, status in enumerate(_ORDER)}


@dataclass(frozen=True)
class Shown:
    """One message, note or outgoing mail of the conversation."""

    kind: str
    id: int
    author: str
    address: str
    at: Any
    text: str
    status: str = ""
    detail: str = ""
    files: tuple[FileView, ...] = ()
    sha256: str | None = None
    verified: bool = True
    state: str = ""
    undo_until: datetime | None = None
    role: str = ""
    """`requester`, `support`, `other` or `desk`, where it is known."""
    by_form: bool = False
    """Filled in on the page that asked for it."""
    marks: tuple[str, ...] = ()
    """What is odd about the sender, in words."""
    earlier: tuple[str, ...] = ()
    """What it said before its author edited it, oldest first."""
    taken_back: bool = False
    """Its author has deleted it where it was written."""


@dataclass(frozen=True)
class TicketView:
    ticket: Row[Any]
    reasons: tuple[str, ...]
    weighed: tuple[Weighed, ...]
    headline: str
    details: Mapping[str, Any]
    messages: tuple[Shown, ...]
    bounces: tuple[Mapping[str, Any], ...]
    deliveries: tuple[Mapping[str, Any], ...]
    to_look_at: tuple[Row[Any], ...]
    """Findings that are not as they should be, worst first; then those that explain the ticket."""
    fine: tuple[Row[Any], ...]
    whose: Mapping[int, Whose]
    """By the finding's id: whose domain it is about, and whose it is to mend."""
    findings_count: str
    fine_count: str
    suggestions: tuple[Row[Any], ...]
    has_case: bool
    """It can be handed over, and its case be kept as a file."""
    case_in_hand: str | None
    """The case that an agent took over: it went to nobody, so no message holds it."""
    on_its_way: tuple[Shown, ...]
    """What has been accepted or written and has not gone yet."""
    articles: Mapping[int, tuple[Mapping[str, str], ...]]
    trail: tuple[Entry, ...]


def view_of(rows: TicketRows, library: Library, platform: Platform) -> TicketView:
    """Everything that the page needs, and nothing that it has to work out."""
    decision = rows.ticket.decision or {}
    items = list(_flat(evidence_of(_without_support(rows))))
    bounces = tuple(item for item in items if item["ndr"] and item["ndr"]["recipients"])
    pending = tuple(
        sorted(
            (row for row in rows.suggestions if row.state == "pending"),
            key=lambda row: row.kind != "escalate",
        )
    )
    findings = tuple(sorted(rows.findings, key=lambda row: _WORST_FIRST.get(row.status, 9)))
    conversation = tuple(sorted(_conversation(rows), key=lambda shown: shown.at))
    fine = tuple(row for row in findings if not _is_shown(row))
    return TicketView(
        ticket=rows.ticket,
        reasons=tuple(decision.get("reasons", ())),
        weighed=weighed(decision.get("weights", ()), rows.ticket.route, rows.ticket.problem),
        headline=_headline(rows.ticket, bounces),
        details={**decision.get("details", {}), **rows.ticket.known},
        messages=conversation,
        on_its_way=tuple(shown for shown in conversation if shown.state in ("due", "sending")),
        bounces=bounces[:8],
        deliveries=tuple(_deliveries(items))[:12],
        to_look_at=tuple(row for row in findings if _is_shown(row)),
        fine=fine,
        whose=_whose(rows, platform),
        fine_count=_fine_count(fine),
        findings_count=count_of(findings),
        suggestions=pending,
        has_case=bool(decision.get("handover")),
        case_in_hand=_case_in_hand(rows),
        articles={row.id: _articles(row.articles, library) for row in pending},
        trail=trail_of(rows.audit),
    )


def _whose(rows: TicketRows, platform: Platform) -> Mapping[int, Whose]:
    ticket = rows.ticket
    told = {**(ticket.decision or {}).get("details", {}), **ticket.known}.get("recipient") or ()
    sides = sides_of(
        requester=ticket.requester,
        recipients=(told,) if isinstance(told, str) else told,
        route=ticket.route,
        problem=ticket.problem,
        platform=platform,
        data=[row.data for row in rows.findings],
    )
    return {
        row.id: sides.of(row.data, WhoCanFix(row.who_can_fix) if row.who_can_fix else None, bool(row.advice))
        for row in rows.findings
    }


def _case_in_hand(rows: TicketRows) -> str | None:
    taken = [row for row in rows.suggestions if (row.kind, row.state, row.to) == ("escalate", "accepted", "")]
    return (taken[-1].edited_text or taken[-1].text) if taken else None


def _without_support(rows: TicketRows) -> TicketRows:
    """What the platform's support sends is an answer, and no evidence of the case."""
    theirs = {row.id for row in rows.messages if row.role == "support"}
    return replace(rows, evidence=[row for row in rows.evidence if row.message not in theirs])


def evidence_of(rows: TicketRows) -> list[dict[str, Any]]:
    """The ticket's evidence in the contract's form, as `explain` prints it."""
    return [evidence_json(read_evidence(row.data)) for row in rows.evidence]


def _flat(items: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """The evidence and all that is nested in it, outermost first; bounded."""
    waiting = list(items)
    for _ in range(MAX_EVIDENCE):
        if not waiting:
            return
        item = waiting.pop(0)
        yield item
        waiting = [*item["nested"], *waiting]


def _headline(ticket: Row[Any], bounces: tuple[Mapping[str, Any], ...]) -> str:
    """The case in one line: what the bounce says, else what kind of thing it is."""
    for report in bounces:
        for who in report["ndr"]["recipients"]:
            if who["action"] in ("failed", "delayed"):
                said = words.say(words.REASONS, who["reason"])
                return (
                    f"{said}: the mail to {who['address']} {words.say(words.BOUNCE_ACTIONS, who['action'])}"
                )
    return (
        words.say(words.PROBLEMS, ticket.problem) if ticket.problem else words.say(words.ROUTES, ticket.route)
    )


def _conversation(rows: TicketRows) -> Iterator[Shown]:
    sent_ids = set()
    to_support = {row.message_id: row.to for row in rows.outgoing if row.kind == "escalate"}
    fates = {row.message_id: row.fate for row in rows.outgoing if row.fate}
    for row in rows.messages:
        kind = {"in": "in", "internal": "note"}.get(row.direction, "out")
        if kind == "out" and row.message_id:
            sent_ids.add(row.message_id.strip("<>"))
        yield Shown(
            kind=kind,
            id=row.id,
            author=row.author_name or row.author,
            address=row.author if row.author_name and kind == "in" else to_support.get(row.message_id, ""),
            at=row.at,
            text=row.text,
            status=_sent_words(row.automatic, fates.get(row.message_id)),
            by_form=row.channel == "form",
            files=file_views(row.attachments),
            sha256=row.sha256,
            verified=row.verified or row.direction != "in",
            role=row.role,
            marks=tuple(row.marks or ()),
            earlier=tuple(str(item["text"]) for item in row.earlier or ()),
            taken_back=row.withdrawn_at is not None,
        )
    for row in rows.outgoing:
        if row.state == "withdrawn" or (row.message_id or "").strip("<>") in sent_ids:
            continue
        yield Shown(
            kind="out",
            id=row.id,
            author=row.author_name,
            address=row.to,
            at=row.sent_at or row.created_at,
            text=row.text,
            status=words.say(words.OUTGOING, row.state),
            detail=row.last_error or "",
            state=row.state,
            files=file_views(item for item in row.files or () if item.get("sha256")),
            undo_until=row.due_at if row.state == "due" and not row.attempts else None,
        )


def _sent_words(automatic: bool, fate: str | None) -> str:
    """That it went, and what a mail server has told of it since."""
    sent = "sent by itself" if automatic else "sent"
    return f"{sent}, {words.say(words.FATES, fate)}" if fate else sent


def _deliveries(items: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """Mails of which something is known, such as their way; what was sent in comes first."""
    titles = {"ndr": "The bounce itself", "headers": "Header block", "unreadable": "Could not be read"}
    for item in [*items[1:], *items[:1]]:
        said = item["authentication"]
        known = item["hops"] or item["spam"]["tests"] or said["spf"] or said["dkim"] or said["dmarc"]
        if not known and not item["problems"]:
            continue
        title = titles.get(item["kind"], "The mail to the desk" if item is items[0] else "Attached mail")
        hops = len(item["hops"])
        yield {**item, "title": title, "count": f"{hops} hops" if hops > 1 else ""}


def _is_shown(finding: Row[Any]) -> bool:
    return finding.status in _LOOK or finding.check in _EXPLAINS


def count_of(findings: tuple[Row[Any], ...]) -> str:
    """How many checks were made, and how many of them need a look; a skipped one was not made."""
    bad = sum(1 for row in findings if row.status in _LOOK)
    done = sum(1 for row in findings if row.status != "skipped")
    if not done:
        return "none could be made"
    need = "needs" if bad == 1 else "need"
    return f"{bad} of {done} {need} a look" if bad else f"{done} done, nothing wrong"


def _fine_count(findings: tuple[Row[Any], ...]) -> str:
    skipped = sum(1 for row in findings if row.status == "skipped")
    said = ((len(findings) - skipped, "as it should be"), (skipped, "skipped"))
    return ", ".join(f"{count} {words}" for count, words in said if count)


def _articles(slugs: list[str], library: Library) -> tuple[Mapping[str, str], ...]:
    known = library.articles if slugs else {}
    return tuple({"slug": slug, "title": known[slug].title} for slug in slugs if slug in known)
