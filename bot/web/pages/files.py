"""A file of a message, as a download: strangers' files are never shown here."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO

from flask import Blueprint, abort, send_file
from flask.typing import ResponseReturnValue
from sqlalchemy import select

from bot.store.schema.message import messages
from bot.web.context import desk
from bot.web.file_view import download_name

blueprint = Blueprint("files", __name__, url_prefix="/tickets/<int:number>/messages/<int:message>")


@blueprint.get("/files/<sha256>")
def download(number: int, message: int, sha256: str) -> ResponseReturnValue:
    """Taken out of the kept mail in a process of its own, under the same limits as reading."""
    query = select(messages.c.sha256, messages.c.attachments).where(
        messages.c.id == message, messages.c.ticket == number
    )
    with desk().store.read() as connection:
        row = connection.execute(query).one_or_none()
    listed = row.attachments if row is not None else []
    item = next((one for one in listed if one["sha256"] == sha256), None)
    extract: Callable[[bytes, str], bytes | None] | None = getattr(desk().sandbox, "extract", None)
    if row is None or item is None or row.sha256 is None or extract is None:
        abort(404)
    content = extract(desk().raw.get(row.sha256), sha256)
    if content is None:
        abort(404)
    response = send_file(
        BytesIO(content),
        mimetype="application/octet-stream",
        as_attachment=True,
        download_name=download_name(item),
    )
    response.headers["Cache-Control"] = "no-store"
    return response
