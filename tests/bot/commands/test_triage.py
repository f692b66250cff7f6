"""`mailtriage triage`: one object a mail, nothing stored, the exit status as the contract says."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from bot.cli import app
from bot.commands.triage import Desks
from knowledge.library import load_library
from triage.evidence.sandbox import Sandbox

CASES = Path(__file__).parents[2] / "cases"
PLATFORM = str(CASES / "platforms" / "oss-test.toml")
MEMBERS = {
    "path", "route", "confidence", "confident", "problem", "platform", "reasons", "details", "missing",
    "findings", "action", "reply", "evidence",
}  # fmt: skip


@pytest.fixture(autouse=True)
def _plain_world(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("PLATFORM", "NAMESERVERS", "DATA"):
        monkeypatch.delenv(f"MAILTRIAGE_{name}", raising=False)


def run(*arguments: str) -> tuple[int, str, str]:
    done = CliRunner().invoke(app, ["triage", "--offline", "--platform", PLATFORM, *arguments])
    return done.exit_code, done.stdout, done.stderr


def mail(name: str) -> str:
    return str(CASES / "mail" / f"{name}.eml")


def test_one_object_a_mail() -> None:
    names = ["our-address-listed", "machine-auto-reply"]
    status, out, _ = run("--json", *map(mail, names))
    first, second = (json.loads(line) for line in out.splitlines())
    assert status == 0
    assert set(first) >= MEMBERS
    assert [first["path"], second["path"]] == [mail(name) for name in names]
    assert (first["route"], first["problem"], first["action"]) == (
        "real_issue",
        "outbound_bounced",
        "escalate",
    )
    assert (second["route"], second["action"], second["reply"]) == ("not_a_ticket", "ignore", None)
    assert first["platform"] == "oss-test"
    assert first["evidence"][0]["nested"][0]["kind"] == "ndr"


def test_for_a_person() -> None:
    status, out, _ = run(mail("third-party-no-such-user"))
    assert status == 0
    assert "third party reject" in out
    assert "joe@partner.test" in out


def test_what_cannot_be_read_has_its_line_and_the_rest_goes_on() -> None:
    status, out, err = run("--json", "nowhere.eml", mail("machine-auto-reply"))
    lines = [json.loads(line) for line in out.splitlines()]
    assert status == 1
    assert [line["evidence"][0]["kind"] for line in lines] == ["unreadable", "auto_reply"]
    assert "1 could not be read" in err


@pytest.mark.parametrize("wrong", [["--platform", "nonesuch"], ["--nameserver", "not an address"], []])
def test_wrong_usage(wrong: list[str]) -> None:
    assert run(*wrong)[0] == 2


def test_stores_nothing(tmp_path: Path) -> None:
    run("--json", mail("machine-own-bounce"))
    assert not [path for path in tmp_path.rglob("*") if path.suffix in (".sqlite", ".db", ".eml")]


def test_a_whole_process_prints_nothing_but_objects(tmp_path: Path) -> None:
    """Logs of whatever it uses must not stand between the lines."""
    command = [str(Path(sys.executable).with_name("mailtriage")), "triage", "--offline", "--json"]
    mails = [mail("our-address-listed"), mail("machine-auto-reply")]
    done = subprocess.run(
        [*command, "--platform", PLATFORM, *mails], capture_output=True, text=True, check=True, cwd=tmp_path
    )
    assert [json.loads(line)["path"] for line in done.stdout.splitlines()] == mails
    assert done.stderr == ""


def _letter(desk: str) -> bytes:
    return (
        "From eva@joinery.test Wed Nov 18 10:00:00 2026\n"
        f"From: eva@joinery.test\nTo: {desk}\nSubject: back\n\n"
        "See:\n\nThis is the mail system at host out.forest.test.\n\nIt could not be delivered.\n\n"
        "<eva@joinery.test>: host mx.one.test[192.0.2.3] said: 554 5.7.1 rejected as spam\n\n"
    ).encode()


@pytest.mark.parametrize(
    ("given", "seen"),
    [(None, ["platform", "third_party", "platform"]), ("help@two.test", ["third_party"] * 3)],
)
def test_the_desk_that_a_mail_is_for_tells_the_platforms_hosts(
    monkeypatch: pytest.MonkeyPatch, given: str | None, seen: list[str]
) -> None:
    if given:
        monkeypatch.setenv("MAILTRIAGE_HELP_ADDRESS", given)
    box = b"".join(_letter(desk) for desk in ("help@one.test", "support@two.test", "help@one.test"))
    with Sandbox(children=1) as sandbox:
        found = list(Desks(load_library().platform("oss"), sandbox).read(box, "box.mbox"))
    reports = [evidence.nested[0].ndr for evidence, _ in found]
    assert [report and report.recipients[0].rejected_by.value for report in reports] == seen
