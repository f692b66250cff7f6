"""`/api/v1/explain`: what a mail, a bounce, an Outlook item or a header block says."""

from __future__ import annotations

from flask import Blueprint, Response, json, request
from flask.typing import ResponseReturnValue

from bot.web.bearer import require_token
from bot.web.context import desk
from bot.web.problems import Problem
from triage.contract import explained_json
from triage.model import ExplainedMessage

blueprint = Blueprint("api_explain", __name__, url_prefix="/api/v1/explain")
blueprint.before_request(require_token)


@blueprint.post("")
def explain() -> ResponseReturnValue:
    """One JSON object a line, one line a message: for a single message that is plain JSON."""
    raw = request.get_data()
    if not raw.strip():
        raise Problem(400, "Send the mail, the bounce, the .msg file or the header block as the body.")
    name = request.args.get("name", "-")[:200]
    found = desk().sandbox.read(raw, name, desk().platform)
    lines = [
        json.dumps(explained_json(ExplainedMessage(name, index, evidence)))
        for index, evidence in enumerate(found)
    ]
    kind = "application/json" if len(lines) == 1 else "application/x-ndjson"
    return Response("\n".join(lines) + "\n", content_type=kind)
