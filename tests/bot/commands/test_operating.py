"""The commands that operators use: what they print where, and how they end."""

from __future__ import annotations

import json
import logging
import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import structlog
from typer.testing import CliRunner, Result

from bot.cli import app, command_names

if TYPE_CHECKING:
    from tests.bot.conftest import Bench

SECRET = "sesame-open"


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A data folder, with the environment pointing at it and no other setting anywhere."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.delenv("XDG_CONFIG_HOME", raising=False)
    monkeypatch.setenv("MAILTRIAGE_DATA", str(tmp_path / "data"))
    root = logging.getLogger()
    handlers, level, logs = root.handlers[:], root.level, structlog.get_config()
    yield tmp_path / "data"
    root.handlers[:], root.level = handlers, level
    structlog.configure(**logs)


def run(*words: str) -> Result:
    return CliRunner().invoke(app, words)


MAIL = b"From: alice@example.org\r\nSubject: Hi\r\nMessage-ID: <1@example.org>\r\n\r\nHello\r\n"


@pytest.mark.parametrize("command", [("db", "current"), ("config",), ("intake",), ("doctor",), ("readyz",)])
def test_a_wrong_setting_ends_with_status_2_and_its_name(
    data: Path, monkeypatch: pytest.MonkeyPatch, command: tuple[str, ...]
) -> None:
    monkeypatch.setenv("MAILTRIAGE_AUTONOMY", "yes")
    ended = run(*command)
    assert ended.exit_code == 2
    assert "MAILTRIAGE_AUTONOMY: 'yes' should be" in ended.stderr
    assert ended.stdout == ""


def test_config_says_where_a_value_came_from_and_hides_secrets(
    data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "token").write_text(SECRET)
    monkeypatch.setenv("MAILTRIAGE_API_TOKEN_FILE", str(tmp_path / "token"))
    (tmp_path / "mailtriage.toml").write_text('platform = "oss"\n')
    ended = run("config", "--json")
    rows = {row["setting"]: row for row in map(json.loads, ended.stdout.splitlines())}
    assert rows["MAILTRIAGE_PLATFORM"]["value"] == "oss"
    assert rows["MAILTRIAGE_PLATFORM"]["origin"] == str(tmp_path / "mailtriage.toml")
    assert rows["MAILTRIAGE_API_TOKEN"]["origin"].startswith("MAILTRIAGE_API_TOKEN_FILE")
    assert SECRET not in ended.stdout + run("config").stdout


def test_db(data: Path) -> None:
    assert run("db", "current").stdout == "empty\n"
    assert "db upgrade" in run("db", "check").stderr
    assert run("db", "upgrade").exit_code == 0
    assert run("db", "upgrade").exit_code == 0
    assert "fits" in run("db", "check").stderr
    assert re.fullmatch(r"\d{4}\n", run("db", "current").stdout)


@pytest.mark.parametrize("command", ["current", "check", "upgrade"])
@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("oracle+oracledb://desk@127.0.0.1:1/desk", "needs the Python package oracledb"),
        (None, "the database cannot be opened: file is not a database"),
    ],
)
def test_a_database_that_cannot_be_opened_is_named(
    data: Path, monkeypatch: pytest.MonkeyPatch, command: str, url: str | None, words: str
) -> None:
    if url is None:
        data.mkdir()
        (data / "mailtriage.sqlite3").write_bytes(b"nonsense" * 100)
    else:
        monkeypatch.setenv("MAILTRIAGE_DATABASE_URL", url)
    ended = run("db", command)
    assert ended.exit_code == 1
    assert re.fullmatch(f"MAILTRIAGE_DATABASE_URL: .*{words}\n", ended.stderr)


def test_mails_are_taken_in_by_hand_and_shown_in_the_ledger(data: Path, tmp_path: Path) -> None:
    (tmp_path / "mails").mkdir()
    (tmp_path / "mails" / "one.eml").write_bytes(MAIL)
    (tmp_path / "mails" / "again.eml").write_bytes(MAIL.replace(b"Hello", b"Hello again"))
    run_in = run("intake", str(tmp_path / "mails"), str(tmp_path / "nowhere"))
    assert run_in.exit_code == 1
    assert f"{tmp_path / 'nowhere'}: No such file" in run_in.stderr
    ended = run("intake", "--json")
    rows = [json.loads(line) for line in ended.stdout.splitlines()]
    assert [(row["id"], row["channel"]) for row in rows] == [(2, "mail"), (1, "mail")]
    assert {row["outcome"] for row in rows} <= {"ticket", "appended", "duplicate", "set_aside", "quarantined"}
    assert "2 seen = " in run("intake").stderr
    assert run("intake", str(tmp_path / "mails")).exit_code == 0
    assert "2 seen = " in run("intake").stderr


def test_a_bad_retry_says_why(data: Path) -> None:
    run("db", "upgrade")
    ended = run("intake", "--retry", "7")
    assert (ended.exit_code, ended.stderr) == (1, "there is no intake 7\n")


@pytest.mark.parametrize(
    "command",
    [
        ("export",),
        ("export", "--examples"),
        ("export", "--case", "1"),
        ("intake",),
        ("intake", "--json"),
        ("intake", "--retry", "7"),
        ("models",),
        ("train", "--dry-run"),
        ("backup", "copy"),
        ("verify", "nowhere"),
    ],
)
@pytest.mark.parametrize("by_address", [False, True])
def test_a_wrong_folder_is_no_empty_desk(
    data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: tuple[str, ...], by_address: bool
) -> None:
    monkeypatch.setenv("MAILTRIAGE_DATA", str(tmp_path / "nowhere"))
    if by_address:
        monkeypatch.setenv("MAILTRIAGE_DATABASE_URL", f"sqlite:///{tmp_path / 'nowhere' / 'desk.sqlite3'}")
    before = set(tmp_path.rglob("*"))
    ended = run(*command)
    assert (ended.exit_code, ended.stdout) == (1, "")
    assert "there is no d" in ended.stderr  # desk, or database
    assert set(tmp_path.rglob("*")) == before


def test_looking_at_the_database_makes_none(data: Path, tmp_path: Path) -> None:
    before = set(tmp_path.rglob("*"))
    assert run("db", "current").stdout == "empty\n"
    assert "db upgrade" in run("db", "check").stderr
    assert set(tmp_path.rglob("*")) == before


@pytest.mark.parametrize("harm", ["none", "missing", "changed", "database"])
def test_backup_and_verify(
    bench: Bench, data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, harm: str
) -> None:
    monkeypatch.setenv("MAILTRIAGE_DATA", str(bench.desk.settings.data))
    bench.mail()
    bench.work()
    target = tmp_path / "backup"
    assert run("backup", str(target)).exit_code == 0
    assert "nothing is overwritten" in run("backup", str(target)).stderr
    (raw,) = (target / "raw").glob("*/*")
    if harm == "missing":
        raw.unlink()
    elif harm == "changed":
        raw.write_bytes(b"something else")
    elif harm == "database":
        (target / "mailtriage.sqlite3").write_bytes(b"not a database" * 100)
    ended = run("verify", str(target))
    assert (ended.exit_code == 0) == (harm == "none")
    said = {
        "none": "1 mails are good",
        "missing": "missing",
        "changed": "not what it was",
        "database": "database",
    }
    assert said[harm] in ended.stderr


def test_export(bench: Bench, data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MAILTRIAGE_DATA", str(bench.desk.settings.data))
    for number in range(3):
        bench.mail(f"mail {number}")
    bench.work()
    lines = [json.loads(line) for line in run("export").stdout.splitlines()]
    assert [line["number"] for line in lines] == [1, 2, 3]
    assert lines[0]["messages"][0]["text"] == "mail 0"
    assert lines[0]["evidence"][0]["kind"] == "message"
    assert lines[0]["suggestions"][0]["state"] == "pending"


@pytest.mark.parametrize(
    ("settings", "about", "remedy"),
    [
        ({}, "mail", "MAILTRIAGE_SMTP_URL"),
        ({"PLATFORM": "os"}, "platform", "hostedemail, oss"),
        ({"PLATFORM": "oss"}, "platform", 'extends = "oss"'),
        ({"LMTP_LISTEN": "off"}, "intake", "MAILTRIAGE_IMAP_URL"),
        ({"IMAP_URL": "imap://help:x@127.0.0.1:1/INBOX"}, "mail", "MAILTRIAGE_IMAP_URL"),
        ({"SMTP_URL": "smtp://127.0.0.1:1", "HELP_ADDRESS": "help@desk.test"}, "mail", "MAILTRIAGE_SMTP_URL"),
        ({"WEB_LISTEN": "0.0.0.0:8025"}, "console", "MAILTRIAGE_WEB_URL"),
        ({"DATA": "/dev/null/data"}, "data folder", "MAILTRIAGE_DATA"),
        ({"DATABASE_URL": "sqlite:///mailtriage.toml"}, "database", "MAILTRIAGE_DATABASE_URL"),
    ],
)
def test_doctor_names_the_remedy(
    data: Path, monkeypatch: pytest.MonkeyPatch, settings: dict[str, str], about: str, remedy: str
) -> None:
    Path("mailtriage.toml").write_text("# an empty one, and no database\n" * 100)
    for name, value in settings.items():
        monkeypatch.setenv(f"MAILTRIAGE_{name}", value)
    ended = run("doctor", "--json")
    assert ended.exit_code == 1
    found = [json.loads(line) for line in ended.stdout.splitlines()]
    assert any(item["about"] == about and remedy in item["remedy"] for item in found), found


def test_doctor_lets_automatic_mail_go_again(
    bench: Bench, data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from sqlalchemy import insert

    from bot.desk.automatic import BREAKER, breaker_open
    from bot.store.schema.watch import flags

    monkeypatch.setenv("MAILTRIAGE_DATA", str(bench.desk.settings.data))
    with bench.desk.store.write() as connection:
        connection.execute(insert(flags).values(name=BREAKER, value={}, at=bench.clock.at))
    assert "--allow-automatic-mail" in run("doctor").stdout
    assert "--allow-automatic-mail" not in run("doctor", "--allow-automatic-mail").stdout
    with bench.desk.store.read() as connection:
        assert not breaker_open(connection)


def test_readyz_says_that_nothing_answers(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MAILTRIAGE_WEB_LISTEN", "127.0.0.1:1")
    ended = run("readyz")
    assert ended.exit_code == 1
    assert "http://127.0.0.1:1/readyz does not answer" in ended.stderr


@pytest.mark.parametrize("name", command_names())
def test_help_speaks_of_the_command_alone(name: str) -> None:
    said = CliRunner().invoke(app, [name, "-h"])
    assert said.exit_code == 0
    assert "completion" not in said.output


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["explane", "x"], "Did you mean 'explain'"),
        (["intake", "--outcome", "tickets"], "quarantined"),
        (["slack", "manifest", "--url", "http://desk.example.org"], "https://"),
    ],
)
def test_wrong_usage_names_the_right_one(data: Path, words: list[str], says: str) -> None:
    ended = run(*words)
    assert ended.exit_code == 2
    assert says in ended.stderr
