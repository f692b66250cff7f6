from __future__ import annotations

import io
import json
from pathlib import Path

import pytest
from rich.console import Console
from typer.testing import CliRunner

from bot.cli import app
from bot.commands.check import _status
from bot.terminal.findings import show
from bot.terminal.nagios import nagios_line
from knowledge.vocabulary import Status, WhoCanFix
from triage.model import Finding

MEMBERS = {"check", "code", "status", "summary", "advice", "who_can_fix", "source"}


@pytest.fixture(autouse=True)
def _plain_world(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HOME", str(tmp_path))
    for name in ("PLATFORM", "NAMESERVERS", "DATA"):
        monkeypatch.delenv(f"MAILTRIAGE_{name}", raising=False)


def run(*arguments: str) -> tuple[int, str, str]:
    done = CliRunner().invoke(app, ["check", *arguments])
    return done.exit_code, done.stdout, done.stderr


def test_prints_one_object() -> None:
    status, out, _ = run(
        "ann@example.org", "--ip", "192.0.2.1", "--recipient", "bob@example.net", "--offline", "--json"
    )
    answer = json.loads(out)
    assert status == 0
    assert set(answer) == {"about", "findings"}
    assert answer["about"]["sender"] == "ann@example.org"
    assert answer["about"]["recipient_domain"] == "example.net"
    assert answer["about"]["platform"] == "oss"
    assert all(set(one) >= MEMBERS for one in answer["findings"])
    assert {one["status"] for one in answer["findings"]} == {"skipped"}
    assert {"mx", "spf", "ptr", "blocklist", "dmarc"} <= {one["check"] for one in answer["findings"]}


@pytest.mark.parametrize(
    ("arguments", "word"),
    [
        (("nonsense",), "neither a domain nor a mail address"),
        (("example.org", "--ip", "300.1.1.1"), "not an IP address"),
        (("example.org", "--nameserver", "192.0.2.53:dns"), "port must be a number"),
        (("example.org", "--platform", "nowhere"), "nowhere"),
        (("example.org", "--fail-on", "pass"), "fail or warn"),
        (("example.org", "--max-queries", "0"), "max-queries"),
        ((), "Missing argument"),
    ],
)
def test_wrong_usage_is_two_with_a_word(arguments: tuple[str, ...], word: str) -> None:
    status, out, err = run(*arguments, "--offline")
    assert (status, out) == (2, "")
    assert word in err


@pytest.mark.parametrize("name", ["oss", "hostedemail"])
def test_platform_by_option_and_by_setting(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    _, out, _ = run("example.org", "--platform", name, "--offline", "--json")
    assert json.loads(out)["about"]["platform"] == name
    monkeypatch.setenv("MAILTRIAGE_PLATFORM", name)
    _, out, _ = run("example.org", "--offline", "--json")
    assert json.loads(out)["about"]["platform"] == name


@pytest.mark.parametrize(
    ("arguments", "status", "said"),
    [
        ((), 0, ""),
        (("--fail-on", "fail"), 0, "Nothing could be checked"),
        (("--fail-on", "warn", "--json"), 0, "Nothing could be checked"),
    ],
)
def test_a_script_is_told_that_nothing_was_checked(
    arguments: tuple[str, ...], status: int, said: str
) -> None:
    found, _, err = run("example.org", "--offline", *arguments)
    assert found == status
    assert err.startswith(said)
    assert bool(err) is bool(said)


@pytest.mark.parametrize(
    ("statuses", "fail_on", "exit_status"),
    [
        (("temperror", "skipped"), "warn", 0),
        ((), "fail", 0),
        (("temperror", "pass"), "warn", 0),
        (("temperror", "neutral"), "warn", 0),
        (("temperror", "warn"), "warn", 1),
        (("temperror", "warn"), "fail", 0),
        (("skipped", "permerror"), "fail", 1),
    ],
)
def test_no_answer_is_no_failure_and_no_good_news(
    statuses: tuple[str, ...], fail_on: str, exit_status: int
) -> None:
    findings = tuple(Finding("x", f"x.{word}", Status(word), "") for word in statuses)
    assert _status(fail_on, findings) == exit_status


FINDINGS = (
    Finding("mx", "mx.pass", Status.PASS, "All is well."),
    Finding(
        "spf", "spf.fail", Status.FAIL, "Not [bold]allowed.", "Add it.", WhoCanFix.SENDER, "s.test TXT: x"
    ),
    Finding("ptr", "ptr.timeout", Status.TEMPERROR, "No answer.", "Again."),
)


def test_the_worst_comes_first_with_what_to_change() -> None:
    out = io.StringIO()
    show("s.test", FINDINGS, Console(file=out))
    lines = out.getvalue().splitlines()
    assert lines[0] == "s.test"
    assert lines[1].split() == ["wrong", "Not", "[bold]allowed.", "[spf.fail]"]
    assert lines[2].strip() == "→ Add it."
    assert "sender" in lines[3]
    assert lines[-1] == "1 wrong, 1 unknown, 1 good"
    assert "\x1b" not in out.getvalue()


def test_a_terminal_gets_colour_and_the_same_words() -> None:
    out = io.StringIO()
    show("s.test", FINDINGS, Console(file=out, force_terminal=True, no_color=False, color_system="standard"))
    assert "\x1b[" in out.getvalue()
    assert "Not [bold]allowed." in out.getvalue()


def test_nothing_to_check_is_said() -> None:
    out = io.StringIO()
    show("s.test", (), Console(file=out))
    assert "Nothing could be checked" in out.getvalue()


def _found(status: Status, summary: str) -> Finding:
    return Finding("mx", f"mx.{status}", status, summary)


@pytest.mark.parametrize(
    ("statuses", "word", "exit_status"),
    [
        ((Status.SKIPPED,), "UNKNOWN", 3),
        ((Status.PASS, Status.NEUTRAL, Status.SKIPPED), "OK", 0),
        ((Status.PASS, Status.TEMPERROR), "UNKNOWN", 3),
        ((Status.TEMPERROR, Status.WARN), "WARNING", 1),
        ((Status.WARN, Status.FAIL, Status.PERMERROR), "CRITICAL", 2),
    ],
)
def test_one_line_for_a_monitor(statuses: tuple[Status, ...], word: str, exit_status: int) -> None:
    findings = tuple(_found(status, f"a {status}\n| b") for status in statuses)
    line, status = nagios_line("example.org", findings)
    assert status == exit_status
    assert line.startswith(f"MAILTRIAGE {word} - example.org: ")
    assert line.count("|") == 1 and "\n" not in line


def test_formats() -> None:
    assert run("example.org", "--offline", "--format", "nagios")[1].startswith("MAILTRIAGE UNKNOWN - example")
    assert (
        json.loads(run("example.org", "--offline", "--format", "json")[1])["about"]["subject"]
        == "example.org"
    )
    assert run("example.org", "--offline", "--format", "xml")[0] == 2
    assert "offline" not in run("example.org", "--offline", "-q")[1]


def test_one_step_for_several_findings_is_said_once() -> None:
    again = "Check again in a few minutes."
    several = tuple(
        Finding(
            name, f"{name}.timeout", Status.TEMPERROR, f"{name} was silent.", again, source=f"{name}: TIMEOUT"
        )
        for name in ("mx", "ptr")
    )
    out = io.StringIO()
    show("s.test", (several[0], FINDINGS[0], several[1]), Console(file=out))
    assert [line.strip() for line in out.getvalue().splitlines()][1:4] == [
        "unknown  mx was silent.  [mx.timeout]",
        "unknown  ptr was silent.  [ptr.timeout]",
        f"→ {again}",
    ]
    assert out.getvalue().count("TIMEOUT") == 0
