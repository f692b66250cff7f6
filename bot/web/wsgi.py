"""The console for a WSGI server of one's own: `gunicorn 'bot.web.wsgi:app()'`."""

from __future__ import annotations

from flask import Flask

from bot.channels import find_channels
from bot.logs import set_up_logs
from bot.open_desk import open_desk
from bot.settings import load_settings
from bot.web.app import create_app


def app() -> Flask:
    """The application on the settings that are found. Raises `SettingsError`."""
    settings = load_settings()
    set_up_logs(settings)
    desk = open_desk(settings)
    return create_app(desk, find_channels(desk))
