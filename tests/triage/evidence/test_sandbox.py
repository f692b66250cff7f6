from __future__ import annotations

import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from knowledge.vocabulary import Platform
from triage.evidence.reader import read
from triage.evidence.sandbox import Sandbox

MAIL = b"From: a@example.org\nSubject: =?utf-8?Q?=C3=84?=\nDate: 21 Nov 2026 10:00:00 +0100\n\nbody"
# The real child with its real limits, but with a reader that misbehaves for a mail that says so.
MISBEHAVING = """
import os
from triage.evidence import child
honest = child.read
def read(raw, name, platform):
    if b"memory" in raw: bytearray(1 << 30)
    if b"cpu" in raw:
        while True: pass
    if b"crash" in raw: os.abort()
    if b"leave" in raw: os._exit(3)
    if b"error" in raw: raise KeyError("x")
    if b"hang" in raw:
        import threading; threading.Event().wait()
    return honest(raw, name, platform)
child.read = read
child.CPU_SECONDS = 0
child.main()
"""


@pytest.fixture(scope="module")
def misbehaving() -> Iterator[Sandbox]:
    with Sandbox(children=1, wall_seconds=30, command=(sys.executable, "-c", MISBEHAVING)) as sandbox:
        yield sandbox


def test_the_same_as_without(platform: Platform) -> None:
    with Sandbox(children=1) as sandbox:
        assert sandbox.read(MAIL, "a.eml", platform) == read(MAIL, "a.eml", platform)
        assert sandbox.read(b"", "", platform) == read(b"", "", platform)


@pytest.mark.parametrize(
    ("mail", "problem"),
    [
        (b"memory", "reading took more than 512 MB of memory: stopped"),
        (b"cpu", "computing time"),
        (b"crash", "ended by signal 6"),
        (b"leave", "ended by itself (status 3)"),
        (b"error", "an error of its own (KeyError)"),
    ],
)
def test_a_fault_costs_one_mail(misbehaving: Sandbox, platform: Platform, mail: bytes, problem: str) -> None:
    (evidence,) = misbehaving.read(MAIL + mail, "", platform)
    assert evidence.kind == "unreadable"
    assert problem in evidence.problems[0]
    assert misbehaving.read(MAIL, "", platform)[0].kind == "message"


def test_the_wall_clock_ends_a_child_that_hangs(platform: Platform) -> None:
    with Sandbox(children=1, wall_seconds=1.5, command=(sys.executable, "-c", MISBEHAVING)) as sandbox:
        (evidence,) = sandbox.read(MAIL + b"hang", "", platform)
    assert evidence.problems == ("reading took too long: stopped",)


def test_threads_share_it(platform: Platform) -> None:
    mails = [MAIL.replace(b"body", b"%d" % number) for number in range(40)]
    with Sandbox(children=2) as sandbox, ThreadPoolExecutor(4) as pool:
        found = list(pool.map(lambda raw: sandbox.read(raw, "", platform)[0].text, mails))
    assert found == [str(number) for number in range(40)]


def test_another_platform_is_told_to_the_child() -> None:
    mail = b"Authentication-Results: mx.a.test; spf=pass\n" + MAIL
    with Sandbox(children=1) as sandbox:
        results = [
            sandbox.read(mail, "", Platform(name, name, mail_hosts=(f"*.{name}.test",)))[0].authentication.spf
            for name in ("a", "b", "a")
        ]
    assert results == ["pass", None, "pass"]


def test_no_secret_reaches_the_child(monkeypatch: pytest.MonkeyPatch, platform: Platform) -> None:
    monkeypatch.setenv("MAILTRIAGE_SECRET_KEY", "hush")
    telling = MISBEHAVING.replace(
        "return honest(raw, name, platform)",
        "raise type(os.environ.get('MAILTRIAGE_SECRET_KEY', 'Nothing'), (Exception,), {})",
    )
    with Sandbox(children=1, command=(sys.executable, "-c", telling)) as sandbox:
        (evidence,) = sandbox.read(MAIL, "", platform)
    assert "(Nothing)" in evidence.problems[0]


def test_closed_is_closed(platform: Platform) -> None:
    sandbox = Sandbox()
    sandbox.close()
    with pytest.raises(RuntimeError, match="closed"):
        sandbox.read(MAIL, "", platform)
