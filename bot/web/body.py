"""What was sent to the API as JSON."""

from __future__ import annotations

from typing import Any

from flask import request

from bot.web.problems import Problem


def json_object() -> dict[str, Any]:
    """The JSON object that was sent; nothing at all counts as an empty one. Raises `Problem`."""
    if not request.get_data():
        return {}
    if not request.is_json:
        raise Problem(415, "Send JSON, as Content-Type: application/json.", {"Accept": "application/json"})
    body = request.get_json(silent=True)
    if not isinstance(body, dict):
        raise Problem(400, "Send one JSON object.")
    return body
