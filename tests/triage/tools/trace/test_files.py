"""What logs of Postfix, Dovecot and rspamd tell of one mail; when silence means that it never came."""

from __future__ import annotations

import asyncio
import os
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from triage.tools.backends import BackendError
from triage.tools.clock import FixedClock
from triage.tools.lookups import Ended, TraceAnswer, TraceQuery
from triage.tools.trace import make_trace
from triage.tools.trace.files import FileTrace
from triage.tools.trace.lines import read_line, when

NOW = datetime(2026, 3, 12, 12, 0, tzinfo=UTC)
ANNA, BOB = "anna@bakery.test", "bob@partner.test"
PF = "mx1 postfix/"
START = f"Mar 12 08:00:00 {PF}master[1]: daemon started"
END = f"Mar 12 11:59:00 {PF}anvil[9]: statistics: max connection rate 1/60s"
REFUSED = (
    f"Mar 12 11:05:12 {PF}smtpd[2]: NOQUEUE: reject: RCPT from mail.partner.test[192.0.2.5]: 554 5.7.1 "
    f"Service unavailable; Client host [192.0.2.5] blocked; from=<{BOB}> to=<{ANNA}> proto=ESMTP helo=<x>"
)
GREY = REFUSED.replace("554 5.7.1 Service unavailable", "450 4.7.1 Greylisted")


def queued(queue: str, sender: str, recipient: str, message_id: str, last: str) -> list[str]:
    return [
        f"Mar 12 11:06:00 {PF}smtpd[3]: {queue}: client=mail.partner.test[192.0.2.5]",
        f"Mar 12 11:06:01 {PF}cleanup[4]: {queue}: message-id=<{message_id}>",
        f"Mar 12 11:06:01 {PF}qmgr[5]: {queue}: from=<{sender}>, size=900, nrcpt=1 (queue active)",
        f"Mar 12 11:06:02 {PF}{last.format(to=recipient, queue=queue)}",
        f"Mar 12 11:06:02 {PF}qmgr[5]: {queue}: removed",
    ]


LMTP = (
    "lmtp[6]: {queue}: to=<{to}>, relay=mx1[private/dovecot-lmtp], delay=1, dsn=2.0.0, "
    "status=sent (250 2.0.0 <{to}> Saved)"
)
SMTP = "smtp[6]: {queue}: to=<{to}>, relay=mx.else.test[192.0.2.9]:25, dsn={dsn}, status={status} ({reply})"


def smtp(status: str, dsn: str, reply: str) -> str:
    return SMTP.replace("{dsn}", dsn).replace("{status}", status).replace("{reply}", reply)


def sieve(said: str) -> str:
    return f"Mar 12 11:06:02 mx1 dovecot: lmtp({ANNA})<7><x>: sieve: msgid=<1@partner.test>: {said}"


MAIL = queued("4F00AA11BB", BOB, ANNA, "1@partner.test", LMTP)
OTHER = queued("4F00AA22CC", "eve@partner.test", ANNA, "2@partner.test", LMTP)
RSPAMD = (
    "2026-03-12 11:06:01 #8(normal) <abc>; task; rspamd_task_write_log: id: <1@partner.test>, "
    f"qid: <4F00AA11BB>, ip: 192.0.2.5, from: <{BOB}>, "
    f"(default: T (reject): [20.10/15.00] [BAYES_SPAM(5.10)]), "
    f"rcpts: <{ANNA}>, mime_rcpts: <{ANNA}>"
)
FILTERED = [
    *queued(
        "AAAA11BB22", BOB, ANNA, "1@partner.test",
        "smtp[6]: {queue}: to=<{to}>, relay=127.0.0.1[127.0.0.1]:10024, dsn=2.0.0, "
        "status=sent (250 2.0.0 Ok: queued as BBBB11BB22)",
    ),
    *queued("BBBB11BB22", BOB, ANNA, "1@partner.test", LMTP),
]  # fmt: skip


def trace(
    tmp_path: Path, lines: list[str], frame: bool = True, changed: datetime = NOW, **query: Any
) -> TraceAnswer:
    log = tmp_path / "mail.log"
    log.write_text("\n".join([START, *lines, END] if frame else lines) + "\n")
    os.utime(log, (changed.timestamp(), changed.timestamp()))
    values: dict[str, Any] = {
        "since": NOW - timedelta(hours=3),
        "until": NOW,
        "sender": BOB,
        "recipient": ANNA,
        **query,
    }
    backend = FileTrace([log], FixedClock(NOW), UTC)
    return asyncio.run(backend.trace(TraceQuery(**values)))


@pytest.mark.parametrize(
    ("lines", "fates", "said"),
    [
        ([REFUSED], ["refused"], "554 5.7.1 Service unavailable; Client host [192.0.2.5] blocked"),
        ([GREY], ["greylisted"], "450 4.7.1 Greylisted"),
        ([GREY, *MAIL], ["greylisted", "received", "delivered"], "Saved"),
        ([*MAIL, *OTHER], ["received", "delivered"], "Saved"),
        ([*MAIL, sieve("stored mail into mailbox 'Junk'")], ["received", "delivered", "filed"], None),
        ([*MAIL, sieve("stored mail into mailbox 'INBOX'")], ["received", "delivered", "delivered"], None),
        ([*MAIL, sieve("marked message to be discarded if not explicitly delivered")],
         ["received", "delivered", "discarded"], None),
        ([*MAIL, sieve("forwarded to <a@else.test>")], ["received", "delivered", "forwarded"], None),
        (FILTERED, ["received", "received", "sent", "delivered"], "Saved"),
        ([RSPAMD], ["refused"], "the spam filter gave it 20.10 of 15.00 points"),
        (queued("4F00AA11BB", BOB, ANNA, "1@partner.test", smtp("bounced", "5.1.1", "said: 550 5.1.1 no")),
         ["received", "bounced"], "550 5.1.1 no"),
        (queued("4F00AA11BB", BOB, ANNA, "1@partner.test", smtp("deferred", "4.4.1", "timed out")),
         ["received", "deferred"], "timed out"),
        (queued("4F00AA11BB", BOB, ANNA, "1@partner.test", smtp("sent", "2.0.0", "250 ok")),
         ["received", "sent"], "250 ok"),
    ],
)  # fmt: skip
def test_what_happened_to_a_mail(
    tmp_path: Path, lines: list[str], fates: list[str], said: str | None
) -> None:
    answer = trace(tmp_path, lines)
    assert (answer.ended, [event.fate.value for event in answer.events]) == (Ended.FOUND, fates)
    assert said is None or said in (answer.events[-1].reply or "")


def test_the_reply_is_the_servers_own_words_only(tmp_path: Path) -> None:
    (event,) = trace(tmp_path, [REFUSED]).events
    assert event.reply == "554 5.7.1 Service unavailable; Client host [192.0.2.5] blocked"


def test_who_filed_it_and_where(tmp_path: Path) -> None:
    event = trace(tmp_path, [*MAIL, sieve("stored mail into mailbox 'Junk'")]).events[-1]
    assert (event.folder, event.by, event.recipient) == ("Junk", "user", ANNA)


def test_by_its_message_id_alone(tmp_path: Path) -> None:
    found = trace(tmp_path, [*MAIL, *OTHER], message_id="<1@partner.test>", sender=None)
    assert [event.fate.value for event in found.events] == ["received", "delivered"]
    assert trace(tmp_path, [*MAIL], message_id="<9@partner.test>").ended is Ended.ABSENT


@pytest.mark.parametrize(
    ("query", "lines"),
    [
        ({"sender": "eve@partner.test"}, MAIL),
        ({"recipient": "joe@bakery.test"}, MAIL),
        ({"sender": "ob@partner.test"}, [REFUSED]),
        ({}, [REFUSED.replace("Mar 12 11:05", "Mar 12 08:05")]),
        ({}, [REFUSED.replace("Mar 12", "Mar 11")]),
    ],
)
def test_other_mail_is_not_taken_for_it(tmp_path: Path, query: dict[str, Any], lines: list[str]) -> None:
    assert trace(tmp_path, lines, **query).ended is Ended.ABSENT


@pytest.mark.parametrize(
    ("lines", "frame", "changed", "ended"),
    [
        ([], True, NOW, Ended.ABSENT),
        ([END], False, NOW, Ended.BROKEN),  # begins too late
        ([START], False, NOW - timedelta(hours=2), Ended.BROKEN),  # ends too early
        ([START], False, NOW - timedelta(minutes=9), Ended.ABSENT),  # quiet, but still written to
        (["no time in this"], False, NOW, Ended.BROKEN),
    ],
)
def test_it_never_came_only_where_the_log_would_have_it(
    tmp_path: Path, lines: list[str], frame: bool, changed: datetime, ended: Ended
) -> None:
    assert trace(tmp_path, lines, frame, changed).ended is ended


def test_a_rotated_file_is_read_too(tmp_path: Path) -> None:
    (tmp_path / "mail.log.1").write_text("\n".join([START, REFUSED]) + "\n")
    answer = trace(tmp_path, [END], frame=False)
    assert [event.fate.value for event in answer.events] == ["refused"]


def test_a_log_that_is_not_there_is_trouble(tmp_path: Path) -> None:
    backend = make_trace(str(tmp_path / "none.log"), FixedClock(NOW))
    answer = asyncio.run(backend.trace(TraceQuery(NOW - timedelta(hours=1), NOW, sender=BOB, recipient=ANNA)))
    assert (answer.ended, "none.log cannot be read" in answer.why) == (Ended.BROKEN, True)
    with pytest.raises(BackendError, match="Europe/Berlin"):
        make_trace("file:///var/log/mail.log?zone=Mars/Base", FixedClock(NOW))


BERLIN = ZoneInfo("Europe/Berlin")


@pytest.mark.parametrize(
    ("line", "iso"),
    [
        ("Mar 12 11:05:12 mx1 x", "2026-03-12T10:05:12+00:00"),
        ("Mar  2 11:05:12 mx1 x", "2026-03-02T10:05:12+00:00"),
        ("Dec 31 11:05:12 mx1 x", "2025-12-31T10:05:12+00:00"),
        ("2026-03-12T11:05:12.123456+01:00 mx1 x", "2026-03-12T10:05:12+00:00"),
        ("2026-03-12T11:05:12Z mx1 x", "2026-03-12T11:05:12+00:00"),
        ("2026-03-12 11:05:12 #1 x", "2026-03-12T10:05:12+00:00"),
        ("Feb 30 11:05:12 mx1 x", None),
        ("Abc 12 11:05:12 mx1 x", None),
        ("2026-99-12T11:05:12Z mx1 x", None),
        ("", None),
    ],
)
def test_the_time_of_a_line(line: str, iso: str | None) -> None:
    found = when(line, BERLIN, NOW)
    assert (found.isoformat() if found else None) == iso


@pytest.mark.parametrize(
    "noise", ["", "x" * 99_999, "postfix/smtpd[1]: NOQUEUE: " + "=<" * 9999, "<" * 9999, "\x00"]
)
def test_any_line_may_stand_in_a_log(noise: str) -> None:
    read_line(noise, NOW)
    read_line(f"Mar 12 11:05:12 mx1 postfix/smtpd[1]: 4F00AA11BB: {noise}", NOW)
    read_line(f"Mar 12 11:05:12 mx1 dovecot: lmtp({noise}): sieve: {noise}", NOW)
