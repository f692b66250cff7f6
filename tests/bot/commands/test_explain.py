"""The command as people run it: a process of its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

BOUNCE = """Return-Path: <>
From: Mail Delivery System <MAILER-DAEMON@mx.example.org>
To: ann@example.org
Subject: Undelivered Mail Returned to Sender
Content-Type: multipart/report; report-type=delivery-status; boundary=b

--b
Content-Type: text/plain

This is the mail system at host mx.example.org.

<nobody@example.net>: host mx.example.net[192.0.2.9] said: 550 5.1.1
    User unknown (in reply to RCPT TO command)
--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example.org

Final-Recipient: rfc822; nobody@example.net
Action: failed
Status: 5.1.1
Remote-MTA: dns; mx.example.net
Diagnostic-Code: smtp; 550 5.1.1 User unknown
--b--
"""
MAIL = (
    "From: a@example.org\nSubject: Hello\nX-Spam-Status: Yes, score=8 required=5 tests=BAYES_99=8\n\nbody\n"
)


def _explain(*arguments: str, stdin: str = "", **environ: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "bot.cli", "explain", *arguments],
        input=stdin,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
        env={
            **{name: value for name, value in os.environ.items() if not name.startswith("MAILTRIAGE")},
            **environ,
        },
    )


def _lines(run: subprocess.CompletedProcess[str]) -> list[dict[str, Any]]:
    return [json.loads(line) for line in run.stdout.splitlines()]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "a.eml").write_text(MAIL)
    (tmp_path / "b.eml").write_text(BOUNCE)
    return tmp_path


def test_json_lines(folder: Path) -> None:
    bounce, mail = str(folder / "b.eml"), str(folder / "a.eml")
    run = _explain(bounce, mail, "--json")
    assert run.returncode == 0
    assert [(line["path"], line["index"], line["kind"]) for line in _lines(run)] == [
        (bounce, 0, "ndr"),
        (mail, 0, "message"),
    ]
    recipient = _lines(run)[0]["ndr"]["recipients"][0]
    assert (recipient["address"], recipient["reason"]) == ("nobody@example.net", "no_such_user")


def test_a_page_for_people(folder: Path) -> None:
    run = _explain(str(folder))
    assert run.returncode == 0
    for said in (
        "Not delivered",
        "nobody@example.net",
        "the sender",
        "User unknown",
        "8 points, spam from 5 on",
    ):
        assert said in run.stdout
    assert "\x1b" not in run.stdout
    assert all(line == line.rstrip() for line in run.stdout.split("\n"))


def test_one_line_for_what_cannot_be_read(folder: Path) -> None:
    run = _explain(str(folder / "nix.eml"), str(folder / "a.eml"), "--json")
    assert run.returncode == 1
    assert [line["kind"] for line in _lines(run)] == ["unreadable", "message"]
    assert "1 could not be read" in run.stderr
    assert _explain(str(folder / "nix.eml"), "-q").stderr == ""


def test_standard_input() -> None:
    run = _explain("-", "--json", stdin=MAIL)
    assert [(line["path"], line["message"]["subject"]) for line in _lines(run)] == [("-", "Hello")]


@pytest.mark.parametrize("arguments", [(), ("--platform", "nix", "-"), ("--no-such-option", "-")])
def test_wrong_usage(arguments: tuple[str, ...]) -> None:
    assert _explain(*arguments).returncode == 2


def test_a_platform_file(folder: Path) -> None:
    (folder / "mine.toml").write_text('extends = "oss"\nname = "mine"\nmail_hosts = ["*.mine.test"]\n')
    (folder / "named").write_text(f"{folder / 'mine.toml'}\n")
    (folder / "mailtriage").mkdir()
    (folder / "mailtriage/mailtriage.toml").write_text(f'platform = "{folder / "mine.toml"}"\nworkers = 2\n')
    mail = "Authentication-Results: mx.mine.test; spf=pass\n" + MAIL
    shown = [
        _lines(_explain("-", "--json", *given, stdin=mail, **environ))[0]["authentication"]["spf"]
        for given, environ in (
            (("--platform", str(folder / "mine.toml")), {}),
            ((), {"MAILTRIAGE_PLATFORM": str(folder / "mine.toml")}),
            ((), {"MAILTRIAGE_PLATFORM_FILE": str(folder / "named")}),
            ((), {"XDG_CONFIG_HOME": str(folder)}),
            (("--platform", "hostedemail"), {}),
        )
    ]
    assert shown == ["pass", "pass", "pass", "pass", None]


def test_a_platform_file_that_cannot_be_read(folder: Path) -> None:
    run = _explain("-", stdin=MAIL, MAILTRIAGE_PLATFORM_FILE=str(folder / "nix"))
    assert (run.returncode, "MAILTRIAGE_PLATFORM_FILE" in run.stderr) == (2, True)


def test_what_is_slow_to_load_is_not_loaded() -> None:
    heavy = ("sklearn", "sqlalchemy", "pydantic", "dateparser", "numpy", "flask", "lxml")
    code = (
        "import sys, bot.commands.explain, triage.contract, triage.evidence.child, triage.evidence.sandbox;"
        f"print([name for name in {heavy!r} if name in sys.modules])"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "[]"


@pytest.mark.parametrize(
    "words",
    [
        ["explain", "--json"],
        ["explain", "--json", "--no-such-option", "x.eml"],
        ["explain", "--json", "--platform", "nowhere", "x.eml"],
        ["check", "--json"],
        ["check", "nonsense", "--json"],
        ["check", "--json", "--ip", "999.0.0.1", "example.org"],
        ["triage", "--json", "--platform", "nowhere.toml", "x.eml"],
        ["triage", "--json", "--nameserver", "192.0.2.1:port", "x.eml"],
    ],
)
def test_wrong_usage_is_one_object_under_json(words: list[str]) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "bot.cli", *words], capture_output=True, text=True, check=False, timeout=60
    )
    assert (done.returncode, done.stdout) == (2, "")
    assert list(json.loads(done.stderr)) == ["error"]


def test_a_page_for_a_browser(folder: Path, tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    run = _explain(str(folder / "b.eml"), str(folder / "a.eml"), "--html", str(page))
    assert (run.returncode, run.stdout) == (0, "")
    assert page.read_text().startswith("<!doctype html>")
    assert all(
        said in page.read_text() for said in ("Not delivered", "nobody@example.net", "Hello", "2 mails")
    )
    both = _explain(str(folder / "a.eml"), "--html", str(page), "--json")
    assert [line["kind"] for line in _lines(both)] == ["message"]
    assert "Hello" in page.read_text()
    assert _explain("-", "--html", "-", stdin=MAIL).stdout.rstrip().endswith("</html>")


def test_no_page_where_none_can_be(folder: Path) -> None:
    for wrong in (("--html", str(folder)), ("--html", str(folder / "no" / "x")), ("--html", "-", "--json")):
        run = _explain(str(folder / "a.eml"), *wrong)
        assert (run.returncode, run.stdout) == (2, "")
        assert "mailtriage explain: " in run.stderr
