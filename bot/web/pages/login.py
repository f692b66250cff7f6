"""Signing in by a one-time link, and out."""

from __future__ import annotations

from urllib.parse import urlsplit

from flask import Blueprint, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user, login_user, logout_user  # type: ignore[import-untyped]

from bot.web.agents import use_login_link
from bot.web.context import desk
from bot.web.limits import limiter

PUBLIC = True
blueprint = Blueprint("login", __name__)


@blueprint.get("/login")
def show() -> ResponseReturnValue:
    if current_user.is_authenticated:
        return redirect(url_for("queue.show"))
    session["next"] = _own_path(request.args.get("next", ""))
    return render_template("login.html", problem=None)


@blueprint.get("/login/<token>")
@limiter.limit("30/minute")
def enter(token: str) -> ResponseReturnValue:
    """Sign in. A look ahead (HEAD, or a browser's prefetch) does not use the link up."""
    if request.method == "HEAD" or "prefetch" in request.headers.get("Sec-Purpose", ""):
        return "", 204
    agent = use_login_link(desk().store, desk().now(), token)
    if agent is None:
        if current_user.is_authenticated:
            return redirect(url_for("queue.show"))
        problem = "This link has been used, or it is too old. Please ask for a new one."
        return render_template("login.html", problem=problem), 403
    back = session.get("next") or url_for("queue.show")
    session.clear()
    session.permanent = True
    login_user(agent)
    return redirect(back)


@blueprint.post("/logout")
def leave() -> ResponseReturnValue:
    logout_user()
    session.clear()
    return redirect(url_for("login.show"))


def _own_path(path: str) -> str | None:
    """A path of this console, never somebody else's page."""
    parts = urlsplit(path)
    own = path.startswith("/") and not path.startswith("//") and not parts.netloc and not parts.scheme
    return path if own and "\\" not in path and path.isprintable() else None
