"""`/api/v1/check`: the checks alone, about a domain or an address, as `mailtriage check` asks them."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, jsonify
from flask.typing import ResponseReturnValue

from bot.web.bearer import require_token
from bot.web.body import json_object
from bot.web.context import desk
from bot.web.problems import Problem
from triage.checks import run_checks
from triage.checks.about import facts_about
from triage.contract import findings_json

blueprint = Blueprint("api_check", __name__, url_prefix="/api/v1/check")
blueprint.before_request(require_token)
_ABOUT = ("about", "domain", "address")
_MEMBERS = (*_ABOUT, "ip", "helo", "recipient")


@blueprint.post("")
def check() -> ResponseReturnValue:
    """Runs under the checks' own deadline. What could not be checked says so."""
    body = json_object()
    asked = {name: _text(body, name) for name in _MEMBERS}
    about = next((asked[name] for name in _ABOUT if asked[name] is not None), None)
    if about is None:
        raise Problem(400, 'Say what it is about: {"about": "example.org"}.')
    try:
        facts = facts_about(about, ip=asked["ip"], helo=asked["helo"], recipient=asked["recipient"])
    except ValueError as error:
        raise Problem(400, f"{error}.") from error
    findings = run_checks(facts, desk().platform, desk().tools)
    shown: dict[str, Any] = {fact.name: fact.value for fact in facts.items}
    return jsonify(findings_json({**shown, "subject": about, "platform": desk().platform.name}, findings))


def _text(body: dict[str, Any], name: str) -> str | None:
    value = body.get(name)
    if value is None:
        return None
    if not isinstance(value, str) or not value.strip() or len(value) > 500:
        raise Problem(400, f"{name} should be a text of at most 500 characters.")
    return value.strip()
