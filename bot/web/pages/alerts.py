"""What every page says at its top while it holds: automatic mail is stopped, the mail to oneself is gone."""

from __future__ import annotations

from collections.abc import Sequence

from flask import Blueprint, flash, redirect, url_for
from flask.typing import ResponseReturnValue

from bot.desk.alerts import Alert, open_alerts
from bot.desk.breaker import close_breaker
from bot.web.context import actor, desk

blueprint = Blueprint("alerts", __name__, url_prefix="/alerts")


@blueprint.post("/breaker")
def allow() -> ResponseReturnValue:
    """An agent has looked: automatic mail may go out again."""
    close_breaker(desk(), actor())
    flash("Automatic mail may go out again.", "good")
    return redirect(url_for("queue.show"), code=303)


@blueprint.app_template_global("alerts_now")
def alerts_now() -> Sequence[Alert]:
    """Those that hold."""
    with desk().store.read() as connection:
        return open_alerts(connection)
