"""Is it alive, is it ready, and how is it doing: for machines, without signing in."""

from __future__ import annotations

from flask import Blueprint, Response, current_app, jsonify
from flask.typing import ResponseReturnValue
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest

from bot.desk.issues import issues
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
    found = issues(web().desk, web().channels)
    return jsonify(healthy=not found, issues=found), 503 if found else 200


@blueprint.get("/metrics")
def metrics() -> ResponseReturnValue:
    return Response(generate_latest(current_app.extensions["metrics"]), content_type=CONTENT_TYPE_LATEST)
