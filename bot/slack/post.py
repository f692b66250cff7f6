"""A Slack post as a mail: the same reader then finds bounces that are attached, pasted or quoted in it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, tzinfo
from email import policy
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import format_datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from bot.slack.files import SlackFile
from bot.slack.people import Person
from bot.slack.plain import one_line


def subject_of(text: str, files: Sequence[SlackFile]) -> str:
    """The first line that says something, else the first file's name."""
    first = next((line for line in text.splitlines() if line.strip()), "")
    return one_line(first, 120) or (one_line(files[0].name, 120) if files else "A message in Slack")


def _address(person: Person) -> Address:
    name = one_line(person.name, 80)
    try:
        return Address(name, addr_spec=person.email) if person.email else Address(name)
    except (ValueError, IndexError):
        return Address(name)


def date_of(ts: str, place: str | None) -> str:
    """When it was posted, by the author's own clock: then "at nine" is an exact time.

    `-0000` says that the zone is not known (RFC 5322 section 3.3).
    """
    at, zone = datetime.fromtimestamp(float(ts), UTC), zone_of(place)
    return format_datetime(at.astimezone(zone) if zone else at.replace(tzinfo=None))


def zone_of(place: str | None) -> tzinfo | None:
    """The zone of an IANA name; `None` for none that is known here."""
    try:
        return ZoneInfo(place) if place else None
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None


def as_mail(person: Person, text: str, ts: str, files: Sequence[SlackFile]) -> bytes:
    """RFC 5322 bytes with the post as its text and the files as attachments.

    A person whose address Slack does not tell is written with a name only in a group without members,
    so that no address is made up.
    """
    mail = EmailMessage(policy=policy.SMTP.clone(utf8=True))
    mail["From"] = _address(person)
    mail["Date"] = date_of(ts, person.zone)
    mail["Subject"] = subject_of(text, files)
    mail.set_content(text or " ", cte="base64")
    for file in files:
        if file.content is not None:
            mail.add_attachment(
                file.content, "application", "octet-stream", filename=one_line(file.name, 120) or "file"
            )
    return mail.as_bytes()
