"""When did what happen? Each moment in the requester's zone and in UTC."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

from triage.details.telling import Telling
from triage.dossier.model import When

HAPPENED = "it happened"
_MOST = 8


def times(telling: Telling, occurred_at: str | None) -> tuple[When, ...]:
    """The failure itself first, then what the evidence says; the same moment once."""
    found: dict[datetime, When] = {}
    for what, at in _moments(telling, occurred_at):
        if at.tzinfo is not None and at.astimezone(UTC) not in found and len(found) < _MOST:
            found[at.astimezone(UTC)] = when(what, at, telling)
    return tuple(found.values())


def when(what: str, at: datetime, telling: Telling) -> When:
    zone = telling.zone
    local = at.astimezone(zone) if zone is not None and not at.utcoffset() else at
    utc = at.astimezone(UTC).isoformat().replace("+00:00", "Z")
    return When(what, utc, local.isoformat() if local.utcoffset() else None)


def in_words(item: When) -> str:
    """`2026-03-12 09:30:12 +01:00 (08:30:12 UTC)`; with the day again where UTC has another one."""
    utc = datetime.fromisoformat(item.utc)
    if item.local is None:
        return f"{utc:%Y-%m-%d %H:%M:%S} UTC"
    local = datetime.fromisoformat(item.local)
    other = f"{utc:%H:%M:%S}" if utc.date() == local.date() else f"{utc:%Y-%m-%d %H:%M:%S}"
    offset = f"{local:%z}"
    return f"{local:%Y-%m-%d %H:%M:%S} {offset[:3]}:{offset[3:5]} ({other} UTC)"


def _moments(telling: Telling, occurred_at: str | None) -> Iterator[tuple[str, datetime]]:
    said = read(occurred_at)
    if said is not None:
        yield HAPPENED, said
    for report in telling.picture.reports[:3]:
        assert report.ndr is not None
        if report.ndr.original.date:
            yield "the mail was sent", report.ndr.original.date
        if report.message.date:
            yield "the delivery report", report.message.date
    for sample in telling.picture.samples[:5]:
        if sample.message.date:
            yield "a sample mail", sample.message.date
    if telling.written_at:
        yield "the requester wrote", telling.written_at


def read(text: str | None) -> datetime | None:
    """ISO 8601 with a zone; `None` for anything else."""
    try:
        found = datetime.fromisoformat(text) if text else None
    except ValueError:
        return None
    return found if found is not None and found.tzinfo is not None else None
