"""Where settings come from, and what is said of wrong ones."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest

from bot.setting_sources import PREFIX
from bot.setting_types import Listen
from bot.settings import Settings, SettingsError, load, secret_names, shown
from bot.settings.base import Group
from bot.settings.groups.desk import DeskSettings
from bot.settings.groups.mail import MailSettings
from bot.settings.groups.web import WebSettings
from bot.settings.whole import find_groups
from knowledge.vocabulary import Autonomy

DOCS = Path(__file__).parents[2] / "docs" / "operating.md"


def test_defaults_need_nothing(tmp_path: Path) -> None:
    settings = load({"HOME": str(tmp_path)}, tmp_path).settings
    mail, web = settings.of(MailSettings), settings.of(WebSettings)
    assert (settings.data, settings.of(DeskSettings).autonomy) == (Path("data"), Autonomy.ASK)
    assert (mail.lmtp_listen, web.web_listen) == (Listen("127.0.0.1", 8024), Listen("127.0.0.1", 8025))
    assert (web.url_of_console(), web.api_token) == ("http://127.0.0.1:8025", None)


def test_no_two_groups_hold_the_same_setting() -> None:
    names = [name for group in find_groups() for name in group.model_fields]
    assert sorted(names) == sorted(Settings.model_fields)


def test_a_group_that_is_not_in_the_folder_is_no_part_of_the_settings() -> None:
    with pytest.raises(TypeError, match="Group is no group"):
        Settings().of(type("StrangeGroup", (Group,), {}))


@pytest.mark.parametrize(
    ("sources", "platform", "origin"),
    [
        ((), "oss", "default"),
        (("user",), "user", "user/mailtriage/mailtriage.toml"),
        (("user", "work"), "work", "work/mailtriage.toml"),
        (("user", "work", "file"), "file", "MAILTRIAGE_PLATFORM_FILE"),
        (("user", "work", "file", "env"), "env", "MAILTRIAGE_PLATFORM"),
        (("user", "work", "file", "env", "given"), "given", "command line"),
    ],
)
def test_the_nearest_source_wins(
    tmp_path: Path, sources: tuple[str, ...], platform: str, origin: str
) -> None:
    for folder in ("work", "user/mailtriage"):
        (tmp_path / folder).mkdir(parents=True)
    environ = {"XDG_CONFIG_HOME": str(tmp_path / "user")}
    if "user" in sources:
        (tmp_path / "user/mailtriage/mailtriage.toml").write_text('platform = "user"')
    if "work" in sources:
        (tmp_path / "work/mailtriage.toml").write_text('platform = "work"')
    if "file" in sources:
        (tmp_path / "secret").write_text("file\n")
        environ["MAILTRIAGE_PLATFORM_FILE"] = str(tmp_path / "secret")
    if "env" in sources:
        environ["MAILTRIAGE_PLATFORM"] = "env"
    loaded = load(environ, tmp_path / "work", {"platform": "given"} if "given" in sources else None)
    assert loaded.settings.platform == platform
    assert origin in loaded.origins.get("platform", "default")


@pytest.mark.parametrize(
    ("variable", "value", "said"),
    [
        ("MAILTRIAGE_AUTONOMI", "ask", "there is no such setting; did you mean MAILTRIAGE_AUTONOMY?"),
        ("MAILTRIAGE_AUTONOMY", "yes", "'yes' should be 'suggest', 'ask' or 'answer'"),
        ("MAILTRIAGE_WEB_LISTEN", "8025", "'8025' should be host:port, such as 127.0.0.1:8025"),
        ("MAILTRIAGE_WEB_LISTEN", "127.0.0.1:99999", "should be host:port"),
        ("MAILTRIAGE_WEB_URL", "desk.example.org", "should be a web address"),
        ("MAILTRIAGE_HELP_ADDRESS", "help", "should be a mail address, such as help@example.org"),
        ("MAILTRIAGE_IMAP_URL", "pop3://mail.example.org", "should be imaps://user:password@host:port"),
        ("MAILTRIAGE_SMTP_URL", "mail.example.org:25", "should be smtp://user:password@host:port"),
        ("MAILTRIAGE_IMAP_START", "yesterday", "should be new, all, or a day such as 2026-03-01"),
        ("MAILTRIAGE_IMAP_DONE", "/", "should be a folder such as mailtriage/done, or keyword"),
        ("MAILTRIAGE_TLS_CA", "/nowhere/ca.pem", "should be a file of certificates in PEM form"),
        ("MAILTRIAGE_OAUTH_TOKEN_URL", "http://id.example.org/token", "should be google, microsoft:TENANT"),
        ("MAILTRIAGE_OAUTH_TOKEN_URL", "microsoft", "should be google, microsoft:TENANT"),
        ("MAILTRIAGE_INBOUND_SECRET", "short", "should be longer: 16 bytes at least"),
        ("MAILTRIAGE_INBOUND_SECRET", "whsec_!", "should be base64 after whsec_"),
        ("MAILTRIAGE_WORKERS", "many", "should be a valid integer"),
        ("MAILTRIAGE_API_TOKEN_FILE", "/nowhere/token", "/nowhere/token cannot be read"),
    ],
)
def test_a_wrong_one_is_named_with_what_it_should_be(
    tmp_path: Path, variable: str, value: str, said: str
) -> None:
    with pytest.raises(SettingsError) as told:
        load({"HOME": str(tmp_path), variable: value}, tmp_path)
    (problem,) = told.value.problems
    assert problem.startswith(variable)
    assert said in problem


@pytest.mark.parametrize("line", ["web_url = 8025", "accounts_url = 1", "escalation_address = true"])
def test_what_is_no_text_is_not_passed_over(tmp_path: Path, line: str) -> None:
    (tmp_path / "mailtriage.toml").write_text(line)
    with pytest.raises(SettingsError, match="should be a valid string"):
        load({"HOME": str(tmp_path)}, tmp_path)


def test_every_problem_is_named_at_once(tmp_path: Path) -> None:
    (tmp_path / "mailtriage.toml").write_text("workers = 0\nplatfrom = 'oss'\n")
    with pytest.raises(SettingsError) as told:
        load({"HOME": str(tmp_path), "MAILTRIAGE_LOG_LEVEL": "loud"}, tmp_path)
    assert len(told.value.problems) == 3
    assert any("no setting platfrom; did you mean platform?" in problem for problem in told.value.problems)


@pytest.mark.parametrize(
    ("name", "text", "read"),
    [
        ("nameservers", "192.0.2.1, 192.0.2.2:5353", (Listen("192.0.2.1", 53), Listen("192.0.2.2", 5353))),
        ("nameservers", "[2001:db8::1]:53", (Listen("2001:db8::1", 53),)),
        ("imap_start", "2026-03-01", date(2026, 3, 1)),
        ("oauth_token_url", "google", "https://oauth2.googleapis.com/token"),
        (
            "oauth_token_url",
            "microsoft:example.org",
            "https://login.microsoftonline.com/example.org/oauth2/v2.0/token",
        ),
        ("oauth_token_url", "http://127.0.0.1:8099/token", "http://127.0.0.1:8099/token"),
        ("lmtp_listen", "off", None),
        ("lmtp_listen", "[::1]:24", Listen("::1", 24)),
        ("web_listen", ":8025", Listen("0.0.0.0", 8025)),
        ("help_address", "help@Example.ORG, desk@example.org", ("help@example.org", "desk@example.org")),
        ("slack_support_channels", "C1, C2", ("C1", "C2")),
        ("web_url", "https://desk.example.org/", "https://desk.example.org"),
    ],
)
def test_values_are_read(tmp_path: Path, name: str, text: str, read: object) -> None:
    settings = load({"HOME": str(tmp_path), f"{PREFIX}{name.upper()}": text}, tmp_path).settings
    assert getattr(settings, name) == read


def test_server_addresses_hold_odd_passwords_and_never_show_them(tmp_path: Path) -> None:
    text = "imaps://help%40example.org:p%40ss%2Cw%2F%3A@mail.example.org/Help%20desk,imap://[::1]:1143/INBOX"
    settings = load({"HOME": str(tmp_path), "MAILTRIAGE_IMAP_URL": text}, tmp_path).settings
    first, second = settings.of(MailSettings).imap_url
    assert (first.user, first.password, first.port, first.path) == (
        "help@example.org",
        "p@ss,w/:",
        993,
        "Help desk",
    )
    assert (second.host, second.port, second.user) == ("::1", 1143, None)
    for words in (repr(settings), shown(settings, "imap_url")):
        assert "p@ss" not in words
        assert "p%40ss" not in words


def test_secrets_are_hidden(tmp_path: Path) -> None:
    environ = {"HOME": str(tmp_path)}
    plain = ("imap_url", "smtp_url")
    secrets = [name for name in secret_names() if name not in plain]
    environ |= {f"{PREFIX}{name.upper()}": "sesame, as long as a key" for name in secrets}
    settings = load(environ, tmp_path).settings
    assert len(secret_names()) >= 8
    assert "sesame" not in repr(settings) + "".join(shown(settings, name) for name in Settings.model_fields)


def test_the_value_of_a_secret_is_not_in_the_complaint(tmp_path: Path) -> None:
    with pytest.raises(SettingsError) as told:
        load({"HOME": str(tmp_path), "MAILTRIAGE_SMTP_URL": "http://u:sesame@h"}, tmp_path)
    assert "sesame" not in str(told.value)


def test_the_docs_list_every_setting_and_no_other() -> None:
    listed = set(re.findall(r"^\| `(MAILTRIAGE_[A-Z_]+)`", DOCS.read_text("utf-8"), re.MULTILINE))
    assert listed == {f"{PREFIX}{name.upper()}" for name in Settings.model_fields}
