"""All settings of the service, checked: what each may be, and what is said of a wrong one.

Where they are found is `bot/setting_sources.py`'s; what stands nowhere has its default.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, InstanceOf, SecretStr, ValidationError

from bot.setting_sources import PREFIX, Found, find_settings
from bot.setting_types import (
    DailyTime,
    Listen,
    ServerUrl,
    read_address,
    read_certificates,
    read_daily,
    read_done,
    read_inbound_secret,
    read_listen,
    read_server_url,
    read_start,
    read_token_url,
    read_web_url,
    split_list,
)
from knowledge.vocabulary import Autonomy
from triage.tools.source_url import parse_source


def _listen(value: object) -> object:
    if value in ("", "off", None):
        return None
    return read_listen(value) if isinstance(value, str) else value


def _listens(value: object) -> object:
    if isinstance(value, tuple) and all(isinstance(item, Listen) for item in value):
        return value
    return tuple(read_listen(item if ":" in item else f"{item}:53") for item in split_list(value))


def _imap(value: object) -> object:
    if isinstance(value, tuple) and all(isinstance(item, ServerUrl) for item in value):
        return value
    return tuple(read_server_url(item, ("imaps", "imap")) for item in split_list(value))


def _smtp(value: object) -> object:
    if value in ("", None):
        return None
    return read_server_url(value, ("smtp", "smtps")) if isinstance(value, str) else value


def _addresses(value: object) -> object:
    return tuple(read_address(item) for item in split_list(value))


def _web_url(value: object) -> object:
    return read_web_url(value) if isinstance(value, str) and value else None


def _source(value: object) -> object:
    """An address of a backend, kept as it is; its shape is looked at, and nobody is connected to."""
    if isinstance(value, str) and value:
        parse_source(value)
        return value
    return None


def _daily(value: object) -> object:
    if value in ("", "off", None):
        return None
    return read_daily(value) if isinstance(value, str) else value


def _one_address(value: object) -> object:
    return read_address(value) if isinstance(value, str) and value else None


def _start(value: object) -> object:
    return read_start(value) if isinstance(value, str) else value


def _done(value: object) -> object:
    return read_done(value) if isinstance(value, str) else value


def _ca(value: object) -> object:
    if value == "":
        return None
    return read_certificates(value) if isinstance(value, str) else value


def _token_url(value: object) -> object:
    return read_token_url(value) if isinstance(value, str) and value else None


def _inbound(value: object) -> object:
    if isinstance(value, str) and value:
        read_inbound_secret(value)
        return value
    return None if value == "" else value


def _nothing(value: object) -> object:
    return None if value == "" else value


MaybeListen = Annotated[InstanceOf[Listen] | None, BeforeValidator(_listen)]
Names = Annotated[tuple[str, ...], BeforeValidator(split_list)]
Secret = Annotated[SecretStr | None, BeforeValidator(_nothing)]
MaybeSource = Annotated[SecretStr | None, BeforeValidator(_source)]
MaybeUrl = Annotated[str | None, BeforeValidator(_web_url)]


class Settings(BaseModel):
    """Every setting of the service, checked. Build it with `load_settings`, or by hand in a test."""

    model_config = ConfigDict(frozen=True, extra="forbid", validate_default=True)

    data: Path = Field(default=Path("data"), description="The folder that holds everything: keep this one.")
    database_url: Secret = Field(
        default=None, description="SQLAlchemy address of the database. Without it: SQLite in the data folder."
    )
    secret_key: Secret = Field(
        default=None,
        description="Signs tokens and cookies. Without it one is made and kept in the data folder.",
    )
    platform: str = Field(
        default="oss",
        min_length=1,
        description="The mail platform that is supported: a name, or a TOML file.",
    )
    nameservers: Annotated[tuple[InstanceOf[Listen], ...], BeforeValidator(_listens)] = Field(
        default=(), description="DNS resolvers as host:port, with commas. Without it: those of the system."
    )
    autonomy: Autonomy = Field(
        default=Autonomy.ASK,
        description="What goes out unasked: `suggest` nothing, `ask` one request for details a ticket, "
        "`answer` sure out-of-scope replies too.",
    )
    help_address: Annotated[tuple[str, ...], BeforeValidator(_addresses)] = Field(
        default=(),
        description="The address that people write to, and that answers come from; several with commas.",
    )
    imap_url: Annotated[tuple[InstanceOf[ServerUrl], ...], BeforeValidator(_imap)] = Field(
        default=(),
        description="Mailboxes to read: imaps://user:password@host:993/INBOX, several with commas.",
    )
    imap_start: Annotated[Literal["new", "all"] | date, BeforeValidator(_start)] = Field(
        default="new",
        description="Which mail of a mailbox is taken: `new` (what is unread since the day before the first "
        "start, then all that comes), `all`, or what came since a day, such as 2026-03-01.",
    )
    imap_done: Annotated[str, BeforeValidator(_done)] = Field(
        default="mailtriage/done",
        description="The folder that handled mail is moved to; `keyword`: it stays where it is, marked.",
    )
    tls_ca: Annotated[Path | None, BeforeValidator(_ca)] = Field(
        default=None,
        description="A file of certificates (PEM) to trust beside the system's where mailboxes are read.",
    )
    oauth_token_url: Annotated[str | None, BeforeValidator(_token_url)] = Field(
        default=None,
        description="For addresses without a password: who gives access tokens (OAuth 2.0). An https "
        "address, `google`, or `microsoft:TENANT`.",
    )
    oauth_client_id: Annotated[str | None, BeforeValidator(_nothing)] = Field(
        default=None, description="OAuth 2.0: the client ID of your registration there."
    )
    oauth_client_secret: Secret = Field(default=None, description="OAuth 2.0: its client secret.")
    oauth_refresh_token: Secret = Field(
        default=None,
        description="OAuth 2.0: a refresh token, or address=token for each mailbox, with commas. Without "
        "it, the client asks in its own name (client credentials).",
    )
    oauth_scope: Annotated[str | None, BeforeValidator(_nothing)] = Field(
        default=None, description="OAuth 2.0: the scope to ask for, where the usual one does not do."
    )
    inbound_secret: Annotated[SecretStr | None, BeforeValidator(_inbound)] = Field(
        default=None,
        description="The signing key of a service that posts mail to /inbound/mail; without it that is off.",
    )
    lmtp_listen: MaybeListen = Field(
        default=Listen("127.0.0.1", 8024),
        description="Where mail is taken in by LMTP (RFC 2033); `off` for nowhere.",
    )
    smtp_url: Annotated[InstanceOf[ServerUrl] | None, BeforeValidator(_smtp)] = Field(
        default=None,
        description="Where answers are handed over: smtp://user:password@host:587 or smtps://…:465.",
    )
    escalation_address: Annotated[str | None, BeforeValidator(_one_address)] = Field(
        default=None,
        description="Where complete cases go, instead of the address in the platform's profile.",
    )
    plus_addresses: bool = Field(
        default=False,
        description="Mail to help+anything@ arrives too: then people answer to an address with their ticket.",
    )
    confirm_receipt: bool = Field(
        default=False,
        description="Tell requesters by itself that their message has arrived, when nothing else goes out.",
    )
    self_test: bool = Field(
        default=False,
        description="Send a mail to the own help address once a day, and say when it does not come back.",
    )
    web_listen: MaybeListen = Field(
        default=Listen("127.0.0.1", 8025),
        description="Where the web console and the API answer; `off` for nowhere.",
    )
    web_url: MaybeUrl = Field(default=None, description="The console's address as people type it, for links.")
    form_days: int = Field(
        default=14,
        ge=1,
        le=365,
        description="For how many days the page works on which a requester fills in missing details.",
    )
    form_max_mb: int = Field(
        default=15,
        ge=1,
        le=18,
        description="How much may be sent on that page at once, in MB: all files together.",
    )
    api_token: Secret = Field(
        default=None, description="The bearer token of the API. Without it the API is off."
    )
    slack_bot_token: Secret = Field(default=None, description="Slack: the bot token (xoxb-…).")
    slack_signing_secret: Secret = Field(
        default=None, description="Slack: the signing secret, for events by HTTP."
    )
    slack_app_token: Secret = Field(
        default=None, description="Slack: the app token (xapp-…), for Socket Mode."
    )
    slack_api_url: MaybeUrl = Field(default=None, description="Slack: another address of the Web API.")
    slack_support_channels: Names = Field(
        default=(), description="Slack: channels (IDs, with commas) in which people ask."
    )
    slack_triage_channel: Annotated[str | None, BeforeValidator(_nothing)] = Field(
        default=None, description="Slack: the channel (ID) in which agents see tickets."
    )
    slack_agents: Annotated[str | None, BeforeValidator(_nothing)] = Field(
        default=None,
        description="Slack: a user group (ID or @handle) whose members decide. Without it: everybody in the "
        "triage channel.",
    )
    slack_digest: Annotated[InstanceOf[DailyTime] | None, BeforeValidator(_daily)] = Field(
        default=None,
        description="Slack: when a daily summary comes to the triage channel, such as 08:30 Europe/Berlin.",
    )
    slack_client_id: Annotated[str | None, BeforeValidator(_nothing)] = Field(
        default=None, description="Slack: the client ID, for installations in further workspaces."
    )
    slack_client_secret: Secret = Field(
        default=None, description="Slack: the client secret, for installations in further workspaces."
    )
    accounts_url: MaybeSource = Field(
        default=None,
        description="Who knows the mailboxes: oma://user:password@hostedemail.com, ldaps://…, https://… or a "
        "CSV or SQLite file.",
    )
    trace_url: MaybeSource = Field(
        default=None, description="Who knows a mail's way: a log file of the mail servers, or https://…"
    )
    customers_url: MaybeSource = Field(
        default=None, description="Who knows the customers: a CSV or SQLite file, or https://…"
    )
    llm_url: MaybeUrl = Field(
        default=None,
        description="A language model that may word suggested replies: https://host/v1, OpenAI-compatible.",
    )
    llm_model: Annotated[str | None, BeforeValidator(_nothing)] = Field(
        default=None, description="The name of that language model."
    )
    llm_key: Secret = Field(default=None, description="The key of that endpoint, where it asks for one.")
    llm_timeout: float = Field(
        default=10, ge=1, le=60, description="How many seconds the language model may take for a reply."
    )
    workers: int = Field(default=4, ge=1, le=64, description="How many threads work at the same time.")
    log_level: Literal["debug", "info", "warning", "error"] = Field(
        default="info", description="How much is logged: debug, info, warning or error."
    )
    log_format: Literal["auto", "text", "json"] = Field(
        default="auto", description="`text` for people, `json` for machines; `auto`: text on a terminal."
    )

    def url_of_database(self) -> str:
        """The SQLAlchemy address, whether given or the default one."""
        if self.database_url is not None:
            return self.database_url.get_secret_value()
        return f"sqlite:///{self.data.absolute() / 'mailtriage.sqlite3'}"

    def url_of_console(self) -> str | None:
        """Where links point to, without a slash at the end; `None` when there is no console."""
        if self.web_url or self.web_listen is None:
            return self.web_url
        return f"http://{self.web_listen}"


@dataclass(frozen=True)
class Loaded:
    settings: Settings
    origins: Mapping[str, str]
    """Field name -> where its value came from; `default` for the rest."""


class SettingsError(Exception):
    """What is wrong with the settings: one line for each problem."""

    def __init__(self, problems: list[str]) -> None:
        self.problems = problems
        super().__init__("\n".join(problems))


def load_settings(**given: Any) -> Settings:
    """The settings as they are found; `given` wins over all. Raises `SettingsError`."""
    return load(os.environ, Path.cwd(), given).settings


def load(environ: Mapping[str, str], folder: Path, given: Mapping[str, Any] | None = None) -> Loaded:
    """The settings and their origins. Raises `SettingsError` that names every problem at once."""
    sources = find_settings(environ, folder, Settings.model_fields)
    problems = sources.unreadable + sources.unknown
    found = sources.found | {name: Found(value, "command line") for name, value in (given or {}).items()}
    try:
        settings = Settings.model_validate({name: item.value for name, item in found.items()})
    except ValidationError as error:
        problems += [_explain(item, found) for item in error.errors()]
    if problems:
        raise SettingsError(problems)
    return Loaded(settings, {name: item.origin for name, item in found.items()})


def _explain(error: Any, found: Mapping[str, Found]) -> str:
    name = str(error["loc"][0])
    item = found.get(name, Found(None, "default"))
    setting = item.origin if item.origin.startswith(PREFIX) else f"{name} ({item.origin})"
    reason = error.get("ctx", {}).get("error") or error["msg"]
    shown = "" if name in secret_names() else f" {str(item.value)!r}"
    return f"{setting}:{shown} {str(reason).removeprefix('Input ')}"


def secret_names() -> frozenset[str]:
    """The settings whose value is never shown as it is."""
    plain = {"imap_url", "smtp_url"}
    return (
        frozenset(
            name for name, field in Settings.model_fields.items() if field.annotation == (SecretStr | None)
        )
        | plain
    )


def shown(settings: Settings, name: str) -> str:
    """A setting's value for people: passwords hidden, lists with commas."""
    value = getattr(settings, name)
    if value is None:
        return ""
    if isinstance(value, SecretStr):
        return "(set, hidden)"
    if isinstance(value, tuple):
        return ",".join(str(item) for item in value)
    return str(value)
