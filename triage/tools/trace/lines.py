"""Lines of mail logs: when, and the fields of Postfix, Dovecot and rspamd that tell a mail's way."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta, tzinfo

from triage.tools.lookups import Fate

_LONGEST = 4_000
_ISO = re.compile(r"(\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d)(?:[.,]\d{1,9})?(Z|[+-]\d\d:?\d\d)?[ ,]")
_SYSLOG = re.compile(r"([A-Z][a-z]{2}) {1,2}(\d{1,2}) (\d\d):(\d\d):(\d\d) ")
_NAMES = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_MONTHS = {name: number for number, name in enumerate(_NAMES, 1)}

_POSTFIX = re.compile(r"postfix(?:-[\w.]{1,30})?(?:/[\w-]{1,30}){0,2}/([a-z]{1,12})\[\d{1,9}\]: (.*)")
_QUEUED = re.compile(r"((?:[0-9A-F]{6,20}|[0-9A-Za-z]{10,20})|NOQUEUE): (.*)")
_DOVECOT = re.compile(r"dovecot(?:\[\d{1,9}\])?: (?:lmtp|lda|imap|deliver)\b[^:]{0,200}: (.*)")
_RSPAMD = re.compile(r"rspamd_task_write_log: (.*)")
_FIELD = re.compile(
    r"\b(from|to|orig_to|relay|dsn|status|message-id|helo|client)=(<[^>]{0,400}>|[^,; ]{1,400})"
)
_STATUS = re.compile(r"status=(\w{1,20}) \((.{0,1500})\)")
_REPLY = re.compile(r"\b([245]\d\d[ -](?:[245]\.\d{1,3}\.\d{1,3} )?.{0,400})")
_MSGID = re.compile(r"msgid=(<[^>]{1,400}>|[^ :]{1,400})")
_FOLDER = re.compile(
    r"(?:stored mail into mailbox|saved mail to|saving mail to|copied into mailbox) '?([^':;]{1,200})'?"
)
_RSPAMD_FIELDS = re.compile(r"\b(id|qid|ip|from|rcpts|mime_rcpts): <([^>]{0,1000})>")
_RSPAMD_ACTION = re.compile(r"\(default: [FTS] \(([a-z ]{1,30})\): \[(-?[\d.]{1,10})/(-?[\d.]{1,10})\]")


@dataclass(frozen=True)
class LogLine:
    """One line that says something. `queue` and `message_id` tie lines to one mail; `fate`: what was done."""

    at: datetime
    line: str
    queue: str | None = None
    message_id: str | None = None
    sender: str | None = None
    recipients: tuple[str, ...] = ()
    fate: Fate | None = None
    folder: str | None = None
    by: str | None = None
    host: str | None = None
    reply: str | None = None
    also: tuple[str, ...] = field(default=())
    """Other queue names of the same mail."""


def read_line(text: str, at: datetime) -> LogLine | None:
    """What a line of that time says of a mail; `None` where it says nothing of one."""
    text = text[:_LONGEST].rstrip()
    found = (read(text, at) for read in (_postfix, _dovecot, _rspamd))
    return next((line for line in found if line is not None), None)


def when(text: str, zone: tzinfo, now: datetime) -> datetime | None:
    """The time of a line: ISO 8601, or syslog's, which leaves the year and the zone out (RFC 3164)."""
    iso = _ISO.match(text)
    try:
        if iso:
            found = datetime.fromisoformat(iso[1] + (iso[2] or ""))
            return (found if found.tzinfo else found.replace(tzinfo=zone)).astimezone(UTC)
        old = _SYSLOG.match(text)
        if old is None or old[1] not in _MONTHS:
            return None
        day, hour, minute, second = (int(part) for part in old.groups()[1:])
        local = now.astimezone(zone)
        found = datetime(local.year, _MONTHS[old[1]], day, hour, minute, second, tzinfo=zone)
        # a December line read in January
        return (
            found if found <= local + timedelta(days=1) else found.replace(year=local.year - 1)
        ).astimezone(UTC)
    except ValueError:
        return None


def _postfix(text: str, at: datetime) -> LogLine | None:
    service = _POSTFIX.search(text)
    queued = _QUEUED.match(service[2]) if service else None
    if service is None or queued is None:
        return None
    queue = None if queued[1] == "NOQUEUE" else queued[1]
    values: dict[str, str] = {}
    for name, value in _FIELD.findall(queued[2]):
        values.setdefault(name, value.strip("<>"))
    people = tuple(dict.fromkeys(filter(None, (values.get("to"), values.get("orig_to")))))
    fate, reply, also = _postfix_fate(service[1], queued[2])
    return LogLine(
        at,
        text,
        queue,
        values.get("message-id"),
        values.get("from"),
        people,
        fate,
        host=_client(queued[2]) if fate in (Fate.REFUSED, Fate.GREYLISTED) else values.get("relay"),
        reply=reply,
        also=also,
    )


def _postfix_fate(service: str, said: str) -> tuple[Fate | None, str | None, tuple[str, ...]]:
    if said.startswith(("reject:", "milter-reject:")):
        reply = (_first(_REPLY, said) or "").partition("; from=<")[0] or None
        later = bool(reply and reply[0] == "4")
        return (Fate.GREYLISTED if later else Fate.REFUSED), reply, ()
    if said.startswith("milter-hold:"):
        return Fate.QUARANTINED, None, ()
    status = _STATUS.search(said)
    if status is None:
        return (Fate.RECEIVED if service in ("smtpd", "pickup") and "client=" in said else None), None, ()
    word, reply = status[1], status[2]
    if word == "sent":
        again = re.search(r"queued as ([0-9A-Za-z]{6,20})", reply)
        if again:  # handed to a filter, or to another server: that tells the rest
            return Fate.SENT, reply, (again[1],)
        here = service in ("lmtp", "local", "virtual", "pipe")
        return (Fate.DELIVERED if here else Fate.SENT), reply, ()
    return {"deferred": Fate.DEFERRED, "bounced": Fate.BOUNCED, "expired": Fate.BOUNCED}.get(word), reply, ()


def _dovecot(text: str, at: datetime) -> LogLine | None:
    service = _DOVECOT.search(text)
    if service is None:
        return None
    said = service[1]
    person = re.search(r"(?:lmtp|lda|deliver)\(([^)\s]{1,300})\)", text)
    message_id = _first(_MSGID, said)
    folder = _first(_FOLDER, said)
    user = "user" if "sieve" in text else None
    fate = None
    if "discarded" in said or "marked message to be discarded" in said:
        fate = Fate.DISCARDED
    elif "forwarded to" in said:
        fate = Fate.FORWARDED
    elif "rejected" in said and user:
        fate = Fate.REFUSED
    elif folder is not None:
        fate = Fate.DELIVERED if folder.upper() == "INBOX" else Fate.FILED
    if fate is None:
        return None
    to = (person[1],) if person and "@" in person[1] else ()
    return LogLine(
        at,
        text,
        message_id=message_id and message_id.strip("<>"),
        recipients=to,
        fate=fate,
        folder=folder,
        by=user,
    )


def _rspamd(text: str, at: datetime) -> LogLine | None:
    said = _RSPAMD.search(text)
    if said is None:
        return None
    values = dict(_RSPAMD_FIELDS.findall(said[1]))
    action = _RSPAMD_ACTION.search(said[1])
    word = action[1] if action else ""
    fate = {"reject": Fate.REFUSED, "greylist": Fate.GREYLISTED, "soft reject": Fate.GREYLISTED}.get(word)
    score = f"the spam filter gave it {action[2]} of {action[3]} points" if action and fate else None
    people = tuple(one for one in values.get("rcpts", "").split(",") if "@" in one)
    queue = values.get("qid") or None
    return LogLine(
        at, text, queue, values.get("id") or None, values.get("from") or None, people, fate, reply=score
    )


def _client(said: str) -> str | None:
    found = re.search(r" from ([^\s:;]{1,300})[:;]", said)
    return found[1] if found else None


def _first(pattern: re.Pattern[str], text: str) -> str | None:
    found = pattern.search(text)
    return found[1].strip() if found else None


def lines_of(data: bytes) -> Iterator[str]:
    for raw in data.splitlines():
        yield raw.decode("utf-8", "replace")
