"""The page on which a requester fills in what is missing: without signing in, by the link in our request.

The link is the only key to it. No cookie is read or set, so a form of somebody else's can do nothing here
that whoever made it could not do with the link itself.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from flask import Blueprint, Response, redirect, render_template, request
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import HTTPException

from bot.desk.form_link import Door, FormToken, door, read_token
from bot.desk.think import load_case
from bot.form.answer import MAX_LINE
from bot.form.channel import MOST_ANSWERS, answers_by, take
from bot.form.times import ZONES, place_of
from bot.settings.groups.web import WebSettings
from bot.web.context import desk
from bot.web.form_post import read_post
from bot.web.form_view import fields_of, wish_of
from bot.web.form_words import languages, words_in
from bot.web.limits import limiter
from knowledge.vocabulary import Detail
from triage.details.telling import Telling, listen
from triage.replies.sentences import voice

PUBLIC = True
NO_COOKIES = True
blueprint = Blueprint("form", __name__, url_prefix="/d")

_MB = 1024 * 1024
_MOST_PARTS = 100
_DRAINED = 160 * _MB
"""So much of a body that is too large is read and thrown away: a browser shows an answer only after that."""


@dataclass(frozen=True)
class Visit:
    """Somebody with a link that leads to a ticket."""

    token: FormToken
    door: Door
    telling: Telling
    language: str

    @property
    def asked(self) -> tuple[str, ...]:
        return tuple(name for name in self.door.ticket.missing if name in set(Detail))


def _by_link() -> str:
    return str((request.view_args or {}).get("token", ""))


@blueprint.get("/<token>")
@limiter.limit("300/minute")
def show(token: str) -> ResponseReturnValue:
    visit = _visit(token)
    if visit is None or visit.door.why_closed:
        return _closed(visit)
    asked = visit.asked
    sent = request.args.get("sent") is not None
    if sent:
        still = request.args.get("still", "").split(".")
        asked = tuple(name for name in asked if name in still)
    return _page(
        visit,
        asked,
        sent=sent,
        vague=request.args.get("vague", "").split("."),
        left_out="left" in request.args,
    )


@blueprint.post("/<token>")
@limiter.limit("120/minute")
@limiter.limit("12/minute", key_func=_by_link)
def fill(token: str) -> ResponseReturnValue:
    """Keep what was sent, whatever it is; then say thank you, and what would still help."""
    request.max_content_length = (desk().settings.of(WebSettings).form_max_mb + 2) * _MB
    request.max_form_parts = _MOST_PARTS
    visit = _visit(token)
    if visit is None or visit.door.why_closed:
        _drain()
        return _closed(visit)
    most = desk().settings.of(WebSettings).form_max_mb * _MB
    posted = read_post(request, visit.asked, visit.telling.zone, desk().now(), most)
    if not posted.answer:
        return _page(visit, visit.asked, empty=not posted.left_out, left_out=posted.left_out), 422
    if answers_by(desk(), visit.token.ticket, visit.token.heard) >= MOST_ANSWERS:
        return _told(visit.language, "too_often_title", "full", 429)
    take(desk(), visit.token.ticket, visit.token.heard, posted.answer, words_in(visit.language))
    told = {"still": ".".join(posted.open), "vague": ".".join(posted.vague)}
    if posted.vague:
        # answered right here: what is to be mended is given back, and stands in no address
        return _page(
            visit,
            posted.open,
            sent=True,
            vague=list(posted.vague),
            left_out=posted.left_out,
            told=_as_written(posted.vague),
            place=posted.zone,
            back={"sent": "1", **{name: value for name, value in told.items() if value}},
        )
    told |= {"left": "1"} if posted.left_out else {}
    told |= {"l": request.args["l"]} if request.args.get("l") in languages() else {}
    kept = {name: value for name, value in told.items() if value}
    return redirect(f"{request.path}?{urlencode({'sent': '1', **kept})}", code=303)


@blueprint.errorhandler(413)
def too_large(error: HTTPException) -> ResponseReturnValue:
    _drain()
    return _told(_language(), "too_large_title", "too_large", 413)


@blueprint.errorhandler(429)
def too_often(error: HTTPException) -> ResponseReturnValue:
    _drain()
    return _told(_language(), "too_often_title", "too_often", 429)


@blueprint.after_request
def _unseen(response: Response) -> Response:
    """Found by nobody who was not sent here, and the link goes nowhere else."""
    response.headers["X-Robots-Tag"] = "noindex, nofollow, noarchive"
    response.headers["Referrer-Policy"] = "no-referrer"
    return response


def _visit(token: str) -> Visit | None:
    known = read_token(desk().secret_key, token)
    if known is None:
        return None
    with desk().store.read() as connection:
        found = door(connection, known, desk().now(), desk().settings.of(WebSettings).form_days)
        if found is None:
            return None
        telling = listen(load_case(desk(), connection, found.ticket))
    return Visit(known, found, telling, _language(telling))


def _language(telling: Telling | None = None) -> str:
    """The one that was chosen, else the requester's, else the browser's."""
    chosen = request.args.get("l")
    if chosen in languages():
        return str(chosen)
    if telling is not None and telling.language in languages():
        return str(telling.language)
    return request.accept_languages.best_match(languages()) or "en"


def _as_written(names: tuple[str, ...]) -> dict[str, str]:
    """These fields as they came: what is kept of a time has the chosen place added to it."""
    return {name: " ".join(request.form.get(name, "").split())[:MAX_LINE] for name in names}


def _page(
    visit: Visit,
    asked: tuple[str, ...],
    *,
    sent: bool = False,
    empty: bool = False,
    left_out: bool = False,
    vague: list[str] | None = None,
    told: Mapping[str, str] | None = None,
    place: str | None = None,
    back: Mapping[str, str] | None = None,
) -> str:
    """`told` and `place`: what has just been sent; `back`: what would stand in the address after a GET."""
    says = voice(desk().library, visit.language)
    fields = fields_of(asked, says, visit.telling, vague or (), told)
    return render_template(
        "form/fill.html",
        words=_said(visit.language, visit.token.ticket),
        fields=fields,
        wish=None if sent else wish_of(visit.door.ticket.problem, says),
        takes_files=not any(field.kind == "paste" for field in fields),
        zones=ZONES,
        place=place if place is not None else _own_place(visit.telling),
        sent=sent,
        empty=empty,
        left_out=left_out,
        languages=_languages(back or request.args),
    )


def _own_place(telling: Telling) -> str | None:
    now = desk().now()
    return place_of(telling.zone, telling.written_at or now, now)


def _closed(visit: Visit | None) -> ResponseReturnValue:
    if visit is None:
        return _told(_language(), "closed.title", "closed.unknown", 404)
    why = f"closed.{visit.door.why_closed}"
    return _told(visit.language, "closed.title", why, 410, visit.token.ticket)


def _told(language: str, title: str, text: str, status: int, number: int = 0) -> ResponseReturnValue:
    words = _said(language, number)
    page = render_template("form/told.html", words=words, title=_find(words, title), text=_find(words, text))
    return page, status


def _said(language: str, number: int) -> Mapping[str, Any]:
    """The words with their numbers filled in."""
    settings = desk().settings.of(WebSettings)
    values = {"number": number, "mb": settings.form_max_mb, "days": settings.form_days}

    def said(found: Any) -> Any:
        if isinstance(found, dict):
            return {name: said(item) for name, item in found.items()}
        return found.format(**values)

    return {name: said(item) for name, item in words_in(language).items()}


def _find(words: Mapping[str, Any], key: str) -> str:
    first, _, second = key.partition(".")
    words = words if first in words else words["closed"]
    return str(words[first][second] if second else words[first])


def _languages(args: Mapping[str, str]) -> list[tuple[str, str, str]]:
    """(code, its own name, address) of every language, for changing it."""
    kept = {name: value for name, value in args.items() if name != "l"}
    return [
        (code, str(words_in(code)["language"]), f"{request.path}?{urlencode({**kept, 'l': code})}")
        for code in languages()
    ]


def _drain() -> None:
    left = min(request.content_length or 0, _DRAINED)
    stream = request.environ["wsgi.input"]
    while left > 0 and (read := stream.read(min(left, 256 * 1024))):
        left -= len(read)
