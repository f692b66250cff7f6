"""`POST /inbound/mail`: mail from services that receive it and post it on, signed.

A mail is answered with 200 when bytes and ledger row are on disk, and not before; with 503 when it cannot be
kept, so that the service comes again. Same key or same mail twice is told apart where mail is filed.
"""

from __future__ import annotations

import threading
from dataclasses import dataclass
from hashlib import sha256

import structlog
from flask import Blueprint, Response, jsonify, request
from werkzeug.exceptions import ClientDisconnected, HTTPException, RequestEntityTooLarge

from bot.desk.context import Desk
from bot.desk.receive import receive
from bot.desk.types import Source
from bot.mail.inbound_post import Posted, Unfit, read_post
from bot.mail.signature import NotSigned, Signed, check_form, check_headers
from bot.setting_types import read_inbound_secret

log = structlog.get_logger(__name__)

MAX_BYTES = 25 * 1024 * 1024
_MAX_BODY = MAX_BYTES + 1024 * 1024
"""What a form may hold beside the mail."""
_AT_ONCE = 8
"""A post is held in memory as a whole; more than so many wait for a moment, then are to come again."""
_WAIT_S = 5.0
_DRAINED = 4 * 1024 * 1024
_AGAIN_S = "30"


@dataclass(frozen=True)
class _Door:
    desk: Desk
    key: bytes
    channel: str
    free: threading.BoundedSemaphore

    def enter(self) -> Response:
        if not self.free.acquire(timeout=_WAIT_S):
            _drain()
            return _said(503, "Too many at once; please come again.")
        try:
            return self._take()
        except HTTPException as error:
            return _refused(error)
        finally:
            self.free.release()

    def _take(self) -> Response:
        request.max_content_length = _MAX_BODY
        body = request.get_data(cache=False)
        try:
            signed, posted = self._checked(body)
        except NotSigned as error:
            log.warning("inbound.not_signed", why=str(error))
            return _said(401, str(error))
        except Unfit as error:
            return _said(error.status, str(error))
        if len(posted.raw) > MAX_BYTES:
            return _said(413, f"The mail is larger than {MAX_BYTES // 1024 // 1024} MB.")
        return self._keep(signed, posted)

    def _checked(self, body: bytes) -> tuple[Signed, Posted]:
        now = self.desk.now().timestamp()
        if "webhook-signature" in request.headers:
            signed = check_headers(self.key, request.headers, body, now)
            return signed, read_post(request.content_type or "", body, request.headers)
        if request.mimetype != "multipart/form-data":
            raise NotSigned(
                "It is not signed: webhook-id, webhook-timestamp and webhook-signature are missing."
            )
        posted = read_post(request.content_type or "", body, request.headers)
        return check_form(self.key, posted.fields, now), posted

    def _keep(self, signed: Signed, posted: Posted) -> Response:
        key = f"inbound:{signed.id}"
        source = Source(self.channel, key, posted.sender, posted.recipients, {"via": "http"})
        try:
            receipt = receive(self.desk, posted.raw, source)
        except Exception:
            # Whatever it is (a full disk, a fault of ours): the service keeps the mail while we are mended.
            log.exception("inbound.not_kept")
            return _said(503, "It cannot be kept right now; please come again.")
        if receipt.repeated and not signed.covers_body and receipt.sha256 != sha256(posted.raw).hexdigest():
            # A form's signature says nothing of the mail: its token is good for one mail only.
            return _said(401, "This token was used for another mail.")
        return jsonify(intake=receipt.intake_id, repeated=receipt.repeated)


def make_door(desk: Desk, secret: str, channel: str) -> Blueprint:
    """The blueprint with that one address. `secret`: as in `MAILTRIAGE_INBOUND_SECRET`."""
    door = _Door(desk, read_inbound_secret(secret), channel, threading.BoundedSemaphore(_AT_ONCE))
    blueprint = Blueprint("inbound", __name__)

    @blueprint.post("/inbound/mail")
    def post() -> Response:
        return door.enter()

    return blueprint


def _refused(error: HTTPException) -> Response:
    if isinstance(error, RequestEntityTooLarge):
        _drain()
        return _said(413, f"The mail is larger than {MAX_BYTES // 1024 // 1024} MB.")
    if isinstance(error, ClientDisconnected):
        return _said(400, "The post ended in the middle.")
    return _said(error.code or 400, "The post cannot be read.")


def _said(status: int, detail: str) -> Response:
    response = jsonify(status=status, detail=detail)
    response.status_code = status
    if status == 503:
        response.headers["Retry-After"] = _AGAIN_S
    if status in (413, 503):
        response.headers["Connection"] = "close"
    return response


def _drain() -> None:
    """Read on for a while: many clients look at the answer only when they have sent all."""
    left = min(request.content_length or 0, _MAX_BODY + _DRAINED)
    stream = request.environ["wsgi.input"]
    while left > 0 and (read := stream.read(min(left, 256 * 1024))):
        left -= len(read)
