"""The ticket page as it is answered with: after a look, and after a form that could not be followed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict
from operator import itemgetter

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import NotFound as PageNotFound

from bot.desk.types import DeskError, NotFound, TooLate
from bot.store.queries.incidents import incident_lines, incident_of_ticket
from bot.store.queries.ticket_page import TicketRows, ticket_rows, ticket_version
from bot.web.asked_view import asking_of
from bot.web.context import actor, desk
from bot.web.file_view import FileView, file_views
from bot.web.taken_back import TakenBack, files_again, taken_back
from bot.web.ticket_view import view_of
from bot.web.together_view import Together, together_of
from bot.web.too_late import in_words
from knowledge.vocabulary import ProblemKind, Route


def do(
    number: int,
    verb: Callable[[], object],
    done: str | None,
    own_text: str | None = None,
    support_text: str | None = None,
    draft: str | None = None,
) -> ResponseReturnValue:
    """Do it; what cannot be done is told on the page, with what was written still there.

    `draft`: the name under which the browser keeps the words, until they are taken.
    """
    try:
        verb()
    except NotFound:
        abort(404)
    except TooLate as late:
        return page(number, stale=in_words(late), own_text=own_text, support_text=support_text, status=409)
    except DeskError as error:
        word = sentence(error)
        return page(number, stale=word, own_text=own_text, support_text=support_text, status=409)
    if done is not None:
        flash(done, "good")
    if draft is not None:
        taken(draft)
    return back(number)


def taken(draft: str) -> None:
    """Tell the next page that the words of this draft are safe here: the browser may forget them."""
    flash(draft, "forget")


def page(
    number: int,
    *,
    stale: str | None = None,
    edited: tuple[int, str] | None = None,
    own_text: str | None = None,
    support_text: str | None = None,
    status: int = 200,
) -> ResponseReturnValue:
    """The whole page. `stale`: why nothing was done; `edited`, `own_text` and `support_text`: what was
    written, kept."""
    rows = rows_of(number)
    back = taken_back(rows, request.args.get("draft", ""), actor().id)
    edited, own_text = edited or back.edited, own_text or back.own_text
    panel = f"edit-{edited[0]}" if edited else request.args.get("panel", "")
    return render_template(
        "ticket.html",
        view=view_of(rows, desk().library, desk().platform),
        asking=asking_of(desk(), rows),
        ticket=rows.ticket,
        routes=list(Route),
        problems=list(ProblemKind),
        mark=str(rows.ticket.version),
        seen=rows.ticket.heard,
        panel=panel,
        article_titles=sorted(
            ((slug, article.title) for slug, article in desk().library.articles.items()), key=itemgetter(1)
        ),
        now=desk().now(),
        stale=stale,
        draft_text=edited[1] if edited else None,
        own_text=own_text,
        support_text=support_text or back.support_text,
        own_files=_files_of(rows, back),
        together=_together(rows),
        **_incidents(number),
    ), status


def _files_of(rows: TicketRows, back: TakenBack) -> tuple[FileView, ...]:
    """What goes along with the own text again: after undo, or after a form that could not be followed."""
    if back.files or request.method == "GET":
        return file_views(back.files)
    return file_views(asdict(item) for item in files_again(rows, request.form.getlist("again")))


def _incidents(number: int) -> dict[str, object]:
    """The incident that the ticket is part of, else those that it could be put into."""
    with desk().store.read() as connection:
        incident = incident_of_ticket(connection, number)
        return {"incident": incident, "open_incidents": [] if incident else incident_lines(connection)}


def _together(rows: TicketRows) -> Together:
    with desk().store.read() as connection:
        return together_of(connection, rows)


def rows_of(number: int) -> TicketRows:
    """Everything on the ticket; a 404 when there is none."""
    with desk().store.read() as connection:
        rows = ticket_rows(connection, number)
    if rows is None:
        raise PageNotFound
    return rows


def newer_came(number: int) -> bool:
    """The requester wrote again after this page was made."""
    with desk().store.read() as connection:
        found = ticket_version(connection, number)
    if found is None:
        raise PageNotFound
    return request.form.get("seen", "") != str(found[1])


def text_of(name: str) -> str:
    """A text of the form, with plain line ends, without NUL, and bounded."""
    return request.form.get(name, "").replace("\r\n", "\n").replace("\x00", "").strip()[:50_000]


def sentence(error: DeskError) -> str:
    text = str(error)
    return f"{text[:1].upper()}{text[1:]}."


def back(number: int) -> ResponseReturnValue:
    return redirect(url_for("ticket.show", number=number), code=303)
