"""The Flask application: pages for people, the API, and the doors of channels that are called by HTTP.

Every file in `pages/` and `api/` holds one `blueprint`; a channel may offer one by `blueprint()`, and name
pages of it for the console's menu in `nav`: `(("demo.show", "Mailbox"),)`.
"""

from __future__ import annotations

import functools
import hashlib
import hmac
import importlib
import pkgutil
from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path
from types import ModuleType
from typing import Any
from urllib.parse import quote

from flask import Flask, Response, redirect, request, url_for
from flask_login import LoginManager, current_user  # type: ignore[import-untyped]
from flask_wtf.csrf import CSRFError, CSRFProtect  # type: ignore[import-untyped]

import bot.web.api
import bot.web.pages
from bot.channels import Channel
from bot.desk.context import Desk
from bot.settings.groups.web import WebSettings
from bot.web import helping, limits, measure, numbers, problems, security, shown
from bot.web.agents import Agent, agent_of_session
from bot.web.context import Web

MAX_BODY = 25 * 1024 * 1024


def create_app(desk: Desk, channels: Mapping[str, Channel]) -> Flask:
    """The application for one desk."""
    app = Flask("bot.web", static_folder="static", template_folder="templates")
    app.extensions["mailtriage"] = Web(desk, channels)
    https = (desk.settings.of(WebSettings).web_url or "").startswith("https:")
    app.config.update(
        SECRET_KEY=hmac.digest(desk.secret_key, b"mailtriage web session", "sha256"),
        MAX_CONTENT_LENGTH=MAX_BODY,
        SESSION_COOKIE_NAME="mailtriage",
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=https,
        PERMANENT_SESSION_LIFETIME=timedelta(days=14),
        WTF_CSRF_TIME_LIMIT=None,
        UNDO_SECONDS=15,
        FILE_WAIT_SECONDS=15,
    )
    app.json.sort_keys = False  # type: ignore[attr-defined]
    app.jinja_env.globals["asset"] = _asset
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    numbers.install(app)
    shown.install(app, desk.now)
    helping.install(app)
    problems.install(app)
    security.install(app, https)
    measure.install(app)
    limits.limiter.init_app(app)
    _sign_in(app, desk)
    _register(app, channels)
    return app


def _register(app: Flask, channels: Mapping[str, Channel]) -> None:
    csrf = CSRFProtect(app)
    app.register_error_handler(CSRFError, problems.csrf)
    public: set[str] = set()
    for module in _modules(bot.web.pages):
        app.register_blueprint(module.blueprint)
        if getattr(module, "PUBLIC", False):
            public.add(module.blueprint.name)
        if getattr(module, "NO_COOKIES", False):
            csrf.exempt(module.blueprint)
    for module in _modules(bot.web.api):
        app.register_blueprint(module.blueprint)
        csrf.exempt(module.blueprint)
        public.add(module.blueprint.name)  # a bearer token is asked for there
    pages: list[tuple[str, str]] = []
    for channel in channels.values():
        pages.extend(getattr(channel, "nav", ()))
        offered = getattr(channel, "blueprint", None)
        door = offered() if callable(offered) else None
        if door is not None:
            app.register_blueprint(door)
            csrf.exempt(door)
            public.add(door.name)
    app.jinja_env.globals["channel_pages"] = pages

    @app.before_request
    def _gate() -> Response | None:
        if request.endpoint is None or request.endpoint == "static" or request.blueprint in public:
            return None
        if current_user.is_authenticated:
            return None
        if request.method != "GET":
            return redirect(url_for("login.show"))  # type: ignore[return-value]
        back = quote(request.full_path.rstrip("?"), safe="/")
        return redirect(f"{url_for('login.show')}?next={back}")  # type: ignore[return-value]


def _modules(package: ModuleType) -> list[Any]:
    names = sorted(info.name for info in pkgutil.iter_modules(package.__path__))
    loaded = [importlib.import_module(f"{package.__name__}.{name}") for name in names]
    return [module for module in loaded if hasattr(module, "blueprint")]


def _sign_in(app: Flask, desk: Desk) -> None:
    manager = LoginManager(app)

    @manager.user_loader  # type: ignore[untyped-decorator]
    def _load(session_id: str) -> Agent | None:
        return agent_of_session(desk, session_id)


@functools.cache
def _fingerprint(name: str) -> str:
    path = Path(__file__).parent / "static" / name
    return hashlib.sha256(path.read_bytes()).hexdigest()[:12]


def _asset(name: str) -> str:
    """The address of a static file; it changes with the content, so it may be cached for ever."""
    return url_for("static", filename=name, v=_fingerprint(name))
