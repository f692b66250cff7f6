"""`/api/v1/openapi.json`: the API's own description, without a token."""

from __future__ import annotations

from functools import cache
from importlib.metadata import version
from importlib.resources import files
from typing import Any

from flask import Blueprint, json, jsonify
from flask.typing import ResponseReturnValue

blueprint = Blueprint("api_openapi", __name__, url_prefix="/api/v1")


@blueprint.get("/openapi.json")
def show() -> ResponseReturnValue:
    return jsonify(description())


@cache
def description() -> dict[str, Any]:
    """The OpenAPI document (3.1) with this version's number."""
    read: dict[str, Any] = json.loads(files("bot.web").joinpath("openapi.json").read_text("utf-8"))
    read["info"]["version"] = version("mailtriage")
    return read
