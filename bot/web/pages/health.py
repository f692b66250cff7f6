"""Is it alive, is it ready, and how is it doing: for machines, without signing in."""

from __future__ import annotations

from flask import Blueprint, Response, current_app, jsonify
from flask.typing import ResponseReturnValue
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from bot.web.context import web

PUBLIC = True
blueprint = Blueprint("health", __name__)


@blueprint.get("/healthz")
def healthz() -> ResponseReturnValue:
    """The process answers."""
    return jsonify(healthy=True, issues=[])


@blueprint.get("/readyz")
def readyz() -> ResponseReturnValue:
    """Everything that is switched on works; 503 with what does not."""
    issues = _store_issues()
    for channel in web().channels.values():
        issues.extend(channel.issues())
    return jsonify(healthy=not issues, issues=issues), 503 if issues else 200


@blueprint.get("/metrics")
def metrics() -> ResponseReturnValue:
    return Response(generate_latest(current_app.extensions["metrics"]), content_type=CONTENT_TYPE_LATEST)


def _store_issues() -> list[str]:
    try:
        with web().desk.store.read() as connection:
            connection.execute(text("SELECT 1"))
    except SQLAlchemyError:
        return ["the database does not answer"]
    return []
