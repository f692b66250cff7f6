"""What does a post hold? The raw mail as the body, or as a field of a form; the envelope where given."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from werkzeug.datastructures import Headers
from werkzeug.exceptions import RequestEntityTooLarge
from werkzeug.http import parse_options_header
from werkzeug.sansio.multipart import Data, Epilogue, Field, File, MultipartDecoder, NeedData

RAW_FIELDS = ("body-mime", "email", "rawEmail", "raw", "message")
"""Names by which services post the mail as it came; the first that is there counts."""
_SENDERS = ("sender", "mail_from", "envelope_from")
_RECIPIENTS = ("recipient", "rcpt_to", "envelope_to")
_MAX_PARTS = 100
_SMALL = 64 * 1024
"""Of a field that is not the mail; one that is longer is left out."""
_MAX_RECIPIENTS = 100


class Unfit(Exception):
    """No mail can be taken from this post; the text says why."""

    def __init__(self, status: int, why: str) -> None:
        self.status = status
        super().__init__(why)


@dataclass(frozen=True)
class Posted:
    """`raw` as it came. `sender` is `None` where nothing is said of it, and empty for the null sender."""

    raw: bytes
    sender: str | None = None
    recipients: tuple[str, ...] = ()
    fields: Mapping[str, str] = field(default_factory=dict)


def read_post(content_type: str, body: bytes, headers: Headers) -> Posted:
    """Raises `Unfit`. Beside `message/rfc822` the envelope may stand in `X-Envelope-From` and `-To`."""
    fields: Mapping[str, str] = {}
    kind, options = parse_options_header(content_type)
    if kind == "message/rfc822":
        raw = body
        sender, to = headers.get("X-Envelope-From"), headers.get("X-Envelope-To", "")
    elif kind == "multipart/form-data" and options.get("boundary"):
        raw, fields = _read_form(body, options["boundary"])
        sender, to = _envelope(fields)
    else:
        raise Unfit(415, "Post the mail as message/rfc822, or as multipart/form-data.")
    if not raw.strip():
        names = ", ".join(RAW_FIELDS)
        raise Unfit(
            400, "There is no mail in it." if not fields else f"No mail in any of the fields {names}."
        )
    return Posted(raw, _bare(sender), tuple(_addresses(to)), fields)


def _read_form(body: bytes, boundary: str) -> tuple[bytes, dict[str, str]]:
    """The mail, byte for byte, and the short fields. A form's usual reader would decode the mail as text."""
    found: dict[str, bytes] = {}
    try:
        for name, content in _parts(body, boundary.encode("ascii", "replace")):
            if name in RAW_FIELDS or len(content) <= _SMALL:
                found.setdefault(name, content)
    except (ValueError, RequestEntityTooLarge) as error:
        raise Unfit(400, "The form cannot be read.") from error
    raw = next((found[name] for name in RAW_FIELDS if found.get(name)), b"")
    short = {
        name: content.decode("utf-8", "replace")
        for name, content in found.items()
        if name not in RAW_FIELDS or len(content) <= _SMALL
    }
    return raw, {name: text for name, text in short.items() if name not in RAW_FIELDS}


def _parts(body: bytes, boundary: bytes) -> Iterator[tuple[str, bytes]]:
    decoder = MultipartDecoder(boundary, max_parts=_MAX_PARTS)
    decoder.receive_data(body)
    decoder.receive_data(None)
    name = ""
    pieces: list[bytes] = []
    while not isinstance(event := decoder.next_event(), Epilogue | NeedData):
        if isinstance(event, Field | File):
            name, pieces = event.name or "", []
        elif isinstance(event, Data):
            pieces.append(event.data)
            if not event.more_data:
                yield name, b"".join(pieces)


def _envelope(fields: Mapping[str, str]) -> tuple[str | None, str]:
    """Fields of their own, or one JSON object `envelope` with `from` and `to`."""
    sender = next((fields[name] for name in _SENDERS if name in fields), None)
    to = next((fields[name] for name in _RECIPIENTS if name in fields), "")
    try:
        said = json.loads(fields.get("envelope", "null"))
    except (ValueError, RecursionError):
        said = None
    if isinstance(said, dict):
        sender = said["from"] if sender is None and isinstance(said.get("from"), str) else sender
        listed = said.get("to")
        names = listed if isinstance(listed, list) else [listed]
        to = to or ",".join(name for name in names if isinstance(name, str))
    return sender, to


def _addresses(text: str) -> Iterator[str]:
    for item in text.split(",")[:_MAX_RECIPIENTS]:
        if address := _bare(item):
            yield address


def _bare(text: str | None) -> str | None:
    """Without angle brackets and control characters; `<>` is empty."""
    if text is None:
        return None
    clean = "".join(char for char in text if char.isprintable()).strip()
    return clean.removeprefix("<").removesuffix(">").strip()[:320]
