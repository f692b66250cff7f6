"""Errors: a page for people, `application/problem+json` (RFC 9457) for whoever asks below `/api/`."""

from __future__ import annotations

import logging
from http import HTTPStatus
from typing import Any

from flask import Flask, Response, json, render_template, request
from werkzeug.exceptions import HTTPException

log = logging.getLogger(__name__)

_WORDS = {
    400: ("That did not work", "The request could not be read. Please go back and try again."),
    403: ("Not allowed", "You may not do this."),
    404: ("Not here", "There is no such page. It may have been moved, or the number is wrong."),
    405: ("That did not work", "This page cannot be used that way."),
    413: ("Too large", "That is more than the service takes."),
    429: ("Too many tries", "Please wait a minute, then try again."),
    500: ("Something went wrong", "It is in the log. Please try again; if it stays, tell whoever runs this."),
}


_DETAILS = {
    400: "The request could not be read.",
    404: "There is nothing at this address.",
    405: "This address does not take that method; Allow says which ones.",
    413: "That is more than 25 MB.",
    415: "This media type is not taken here.",
    429: "Too many requests. Please wait a minute.",
}


class Problem(Exception):
    """An error answer of the API. `more` are members of its own (RFC 9457 section 3.2)."""

    def __init__(
        self, status: int, detail: str, /, headers: dict[str, str] | None = None, **more: Any
    ) -> None:
        super().__init__(detail)
        self.status, self.detail, self.headers, self.more = status, detail, headers or {}, more


def problem_response(
    status: int, detail: str, headers: dict[str, str] | None = None, more: dict[str, Any] | None = None
) -> Response:
    title = HTTPStatus(status).phrase
    body = {"type": "about:blank", "title": title, "status": status, "detail": detail, **(more or {})}
    return Response(json.dumps(body), status, headers or {}, content_type="application/problem+json")


def install(app: Flask) -> None:
    app.register_error_handler(Problem, _own)
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(Exception, _bug)


def wants_json() -> bool:
    return request.path.startswith("/api/") or request.path == "/api"


def _own(error: Problem) -> Response:
    return problem_response(error.status, error.detail, error.headers, error.more)


def _http(error: HTTPException) -> Response:
    status = error.code or 500
    kept = {name: value for name, value in error.get_headers() if name.lower() in ("allow", "retry-after")}
    if wants_json():
        return problem_response(status, _DETAILS.get(status, f"{HTTPStatus(status).phrase}."), kept)
    title, text = _WORDS.get(status, (HTTPStatus(status).phrase, str(error.description or "")))
    return _page(status, title, text, kept)


def _bug(error: Exception) -> Response:
    log.exception("an error while answering %s %s", request.method, request.path, exc_info=error)
    title, text = _WORDS[500]
    return problem_response(500, text) if wants_json() else _page(500, title, text)


def csrf(error: Exception) -> Response:
    """A form without its token: it was open for too long, or it came from elsewhere."""
    text = "This form was open for too long, or you signed in again meanwhile. Reload the page and try again."
    return _page(400, "Please send it again", text)


def _page(status: int, title: str, text: str, headers: dict[str, str] | None = None) -> Response:
    html = render_template("error.html", title=title, text=text)
    return Response(html, status, headers or {}, content_type="text/html; charset=utf-8")
