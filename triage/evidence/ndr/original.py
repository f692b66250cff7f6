"""What does the report say of the mail that it is about? Its header fields as they came back."""

from __future__ import annotations

from triage.evidence.dates import parse_date
from triage.evidence.encoded_words import decode_words
from triage.evidence.fields import Field
from triage.evidence.ndr.addresses import clean, every
from triage.model import OriginalMessage


def original_of(fields: tuple[Field, ...]) -> OriginalMessage:
    """Subject and addresses decoded; the date aware, or `None` without a zone."""
    to = _value(fields, "to")
    from_ = _value(fields, "from")
    return OriginalMessage(
        subject=_value(fields, "subject"),
        from_=clean(from_) if from_ else None,
        to=tuple(every(to[:20_000])) if to else (),
        date=parse_date(_value(fields, "date")),
        message_id=_value(fields, "message-id"),
    )


def sender_of(fields: tuple[Field, ...]) -> str | None:
    """The envelope sender where the copy still has it, else the author."""
    for name in ("return-path", "sender", "from"):
        value = _value(fields, name)
        if value and (address := clean(value)):
            return address
    return None


def _value(fields: tuple[Field, ...], wanted: str) -> str | None:
    found = next((value for name, value in fields if name.lower() == wanted), None)
    return (decode_words(found)[0].strip() or None) if found else None
