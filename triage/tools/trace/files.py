"""Traces from log files on this machine: Postfix, Dovecot and rspamd, in one file or several.

`/var/log/mail.log` or `file:///var/log/mail.log?also=/var/log/rspamd/rspamd.log&zone=Europe/Berlin`. Of each
file at most the last 64 MB are read, and the rotated `.1` before it where the time asked for is older.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, tzinfo
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from triage.tools.backends import BackendError
from triage.tools.lookups import Ended, TraceAnswer, TraceEvent, TraceQuery
from triage.tools.protocols import Clock
from triage.tools.source_url import SourceUrl
from triage.tools.threads import in_thread
from triage.tools.trace.lines import LogLine, lines_of, read_line, when

SCHEMES = ("file",)
_MOST_BYTES = 64_000_000
_CHUNK = 1_000_000
_MOST_KEPT = 200_000
_MOST_EVENTS = 100
_LATER = timedelta(hours=6)
"""How long after the window a mail's way may go on."""
_QUIET = timedelta(minutes=15)
"""A log that was written to so lately is taken for going on until now."""


def make(url: SourceUrl, clock: Clock) -> FileTrace:
    others = [Path(name) for name in url.options.get("also", "").split(",") if name]
    zone = url.options.get("zone")
    try:
        return FileTrace([url.file, *others], clock, ZoneInfo(zone) if zone else None)
    except (ZoneInfoNotFoundError, ValueError):
        raise BackendError(f"zone={zone} should be a time zone such as Europe/Berlin") from None


class FileTrace:
    """`Trace` on log files. `zone`: of lines that name none; without it, the system's."""

    def __init__(self, paths: list[Path], clock: Clock, zone: tzinfo | None = None) -> None:
        self._paths, self._clock, self._zone = paths, clock, zone
        self._name = ", ".join(path.name for path in paths)

    async def trace(self, query: TraceQuery) -> TraceAnswer:
        now = self._clock.now()
        try:
            return await in_thread(lambda: self._trace(query, now))
        except OSError as error:
            why = f"{error.filename or self._name} cannot be read: {error.strerror}"
            return TraceAnswer(Ended.BROKEN, self._name, at=now, why=why)

    def _trace(self, query: TraceQuery, now: datetime) -> TraceAnswer:
        kept: list[LogLine] = []
        covered = True
        for path in self._paths:
            lines, whole = self._window(path, query, now)
            kept += lines
            covered = covered and whole
        events = _events(kept, query)
        if events:
            return TraceAnswer(Ended.FOUND, self._name, events, now)
        if not covered:
            why = "the log does not hold the whole time in question"
            return TraceAnswer(Ended.BROKEN, self._name, at=now, why=why)
        return TraceAnswer(Ended.ABSENT, self._name, at=now)

    def _window(self, path: Path, query: TraceQuery, now: datetime) -> tuple[list[LogLine], bool]:
        """The lines of the window; and whether the log reaches from before it to now, or past it."""
        zone = self._zone or now.astimezone().tzinfo or UTC
        first = last = None
        kept: list[LogLine] = []
        for text in _texts(path):
            at = when(text, zone, now)
            if at is None:
                continue
            first = first if first is not None and first <= at else at
            last = last if last is not None and last >= at else at
            if query.since <= at <= query.until + _LATER and len(kept) < _MOST_KEPT:
                read = read_line(text, at)
                kept.extend([read] if read else [])
        # a log that is still written to goes on until now, however quiet the last minutes were
        until = max(last, _changed(path)) if last is not None else None
        whole = first is not None and until is not None and first <= query.since
        whole = whole and until is not None and query.until <= until + _QUIET
        return kept, whole and len(kept) < _MOST_KEPT


def _changed(path: Path) -> datetime:
    return datetime.fromtimestamp(path.stat().st_mtime, UTC)


def _texts(path: Path) -> Iterator[str]:
    """Oldest first, the rotated file before the present one; never more than so many bytes in all."""
    size = path.stat().st_size
    older = path.with_name(f"{path.name}.1")
    if size < _MOST_BYTES and older.is_file():
        yield from _tail(older, _MOST_BYTES - size)
    yield from _tail(path, _MOST_BYTES)


def _tail(path: Path, most: int) -> Iterator[str]:
    with path.open("rb") as file:
        size = file.seek(0, 2)
        file.seek(max(0, size - most))
        if size > most:
            file.readline(_CHUNK)  # the rest of a line that was cut
        rest = b""
        while chunk := file.read(_CHUNK):
            whole, newline, rest = (rest + chunk).rpartition(b"\n")
            yield from lines_of(whole + newline)
            rest = rest[-_CHUNK:]
        yield from lines_of(rest)


def _events(lines: list[LogLine], query: TraceQuery) -> tuple[TraceEvent, ...]:
    """The lines of the mail that was asked for, tied together by queue name and Message-ID."""
    mine = [line for line in lines if line.fate and _direct(line, query)]
    queues, ids = _keys(lines, query)
    tied = [
        line
        for line in lines
        if line.fate
        and ((line.queue and line.queue in queues) or (line.message_id and line.message_id in ids))
        and _for(line, query)
    ]
    found = {(line.at, line.line): line for line in (*mine, *tied)}
    ordered = sorted(found.values(), key=lambda line: line.at)[:_MOST_EVENTS]
    return tuple(_event(line) for line in ordered)


def _keys(lines: list[LogLine], query: TraceQuery) -> tuple[set[str], set[str]]:
    """Names of the mail: those of its Message-ID, else of queues with both its people."""
    wanted = (query.message_id or "").strip("<> ")
    senders: dict[str, set[str]] = {}
    people: dict[str, set[str]] = {}
    ids: dict[str, str] = {}
    onward: dict[str, set[str]] = {}
    for line in lines:
        if line.queue is None:
            continue
        if line.sender:
            senders.setdefault(line.queue, set()).add(line.sender.lower())
        people.setdefault(line.queue, set()).update(one.lower() for one in line.recipients)
        if line.message_id:
            ids[line.queue] = line.message_id
        onward.setdefault(line.queue, set()).update(line.also)
    if wanted:
        queues = {queue for queue, name in ids.items() if name == wanted}
    else:
        queues = {
            queue
            for queue in senders
            if _same(query.sender, senders[queue]) and _same(query.recipient, people.get(queue, set()))
        }
    for queue in list(queues):
        queues |= onward.get(queue, set())
    return queues, {ids[queue] for queue in queues if queue in ids} | ({wanted} if wanted else set())


def _same(wanted: str | None, found: set[str]) -> bool:
    return wanted is None or wanted.lower() in found


def _direct(line: LogLine, query: TraceQuery) -> bool:
    """A line that names both people itself, as refusals do."""
    if query.sender is None or query.recipient is None or line.queue is not None or not line.sender:
        return False
    return line.sender.lower() == query.sender.lower() and _same(
        query.recipient, {one.lower() for one in line.recipients}
    )


def _for(line: LogLine, query: TraceQuery) -> bool:
    """Not about somebody else who got the same mail."""
    if query.recipient is None or not line.recipients:
        return True
    return query.recipient.lower() in {one.lower() for one in line.recipients}


def _event(line: LogLine) -> TraceEvent:
    assert line.fate is not None
    to = line.recipients[0] if line.recipients else None
    return TraceEvent(line.fate, line.at, line.line[:1_000], to, line.folder, line.by, line.host, line.reply)
