"""What keeps this desk from working well, each with the setting, record or command that mends it."""

from __future__ import annotations

import os
import re
import tempfile
from collections.abc import Iterator
from pathlib import Path

from bot.doctor_complaint import Complaint
from bot.settings import Settings
from bot.settings.groups.language_model import LanguageModelSettings
from bot.settings.groups.mail import MailSettings
from bot.settings.groups.slack import SlackSettings
from bot.settings.groups.web import WebSettings

_SETTING = re.compile(r"MAILTRIAGE_[A-Z_]+")


def examine(settings: Settings) -> Iterator[Complaint]:
    """Look at everything, in the order in which it has to work. Makes no more than a first start would."""
    named: set[str] = set()
    for look in (_data_folder, _platform, _templates, _language_model, _lookups, _database, _ways, _parts):
        complaints = list(look(settings))
        for item in complaints:
            about = set(_SETTING.findall(f"{item.wrong} {item.remedy}"))
            if not about or not about <= named:  # not twice, in other words
                yield item
            named |= about
        if any(item.fatal for item in complaints):
            return


def _data_folder(settings: Settings) -> Iterator[Complaint]:
    folder = settings.data.absolute()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=folder, prefix=".doctor-"):
            pass
    except OSError as error:
        remedy = (
            f"mkdir -p {folder} && chown {os.getuid()} {folder}, or set MAILTRIAGE_DATA to another folder"
        )
        yield Complaint("data folder", f"{folder} cannot be written: {error.strerror}", remedy, fatal=True)
        return
    yield from _secret_key(folder / "secret-key")


def _secret_key(path: Path) -> Iterator[Complaint]:
    if path.exists() and path.stat().st_mode & 0o077:
        yield Complaint("secret key", f"{path} can be read by others", f"chmod 600 {path}")


def _platform(settings: Settings) -> Iterator[Complaint]:
    from knowledge.errors import KnowledgeError
    from knowledge.library import load_library

    library = load_library(settings.data)
    try:
        platform = library.platform(settings.platform)
    except KnowledgeError as error:
        known = ", ".join(sorted(library.files("platforms", ".toml")))
        yield Complaint(
            "platform", str(error), f"set MAILTRIAGE_PLATFORM to one of {known}, or mend the file", fatal=True
        )
        return
    from bot.doctor_platform import platform_complaints

    yield from platform_complaints(platform, settings)


def _templates(settings: Settings) -> Iterator[Complaint]:
    from knowledge.library import load_library
    from triage.replies.overrides import mistakes
    from triage.replies.sentences import own_folders

    for item in mistakes(own_folders(load_library(settings.data))):
        yield Complaint("templates", f"{item.file}: {item.wrong}", item.remedy)


def _language_model(settings: Settings) -> Iterator[Complaint]:
    model = settings.of(LanguageModelSettings)
    if model.llm_url and model.llm_model is None:
        yield Complaint("language model", "it has no name", "set MAILTRIAGE_LLM_MODEL=name")
    if model.llm_url is None and (model.llm_model or model.llm_key):
        yield Complaint("language model", "it has no address", "set MAILTRIAGE_LLM_URL=https://host/v1")


def _lookups(settings: Settings) -> Iterator[Complaint]:
    from bot.doctor_lookups import lookup_complaints

    yield from lookup_complaints(settings)


def _database(settings: Settings) -> Iterator[Complaint]:
    from sqlalchemy.exc import SQLAlchemyError

    from bot.store.engine import Store
    from bot.store.migrate import current, differences

    store = Store(settings.url_of_database())
    if store.path is not None and not store.path.exists():
        return  # made at the first start
    try:
        has, needs = current(store)
        if has is not None and has != needs:
            wrong = f"it is at revision {has}, this version needs {needs}"
            yield Complaint("database", wrong, "mailtriage db upgrade", fatal=True)
        elif has is not None and (found := differences(store)):
            remedy = "restore the last backup, or ask for help with these lines"
            yield Complaint(
                "database", "its tables are not as this version left them: " + "; ".join(found), remedy
            )
    except SQLAlchemyError as error:
        why = str(getattr(error, "orig", None) or error).splitlines()[0]
        yield Complaint(
            "database", f"it cannot be opened: {why}", "look at MAILTRIAGE_DATABASE_URL", fatal=True
        )
    finally:
        store.close()


def _ways(settings: Settings) -> Iterator[Complaint]:
    mail, slack, web = settings.of(MailSettings), settings.of(SlackSettings), settings.of(WebSettings)
    mail_in = mail.imap_url or mail.lmtp_listen
    if not mail_in and slack.slack_bot_token is None:
        remedy = "set MAILTRIAGE_IMAP_URL=imaps://user:password@host/INBOX, or MAILTRIAGE_LMTP_LISTEN"
        yield Complaint("intake", "nothing can come in", remedy)
    if mail_in and not (settings.help_address or _help_addresses(settings)):
        remedy = "set MAILTRIAGE_HELP_ADDRESS=help@your-domain"
        yield Complaint("mail", "there is no address for answers to come from", remedy)
    if mail_in and mail.smtp_url is None:
        remedy = "set MAILTRIAGE_SMTP_URL=smtp://user:password@host:587"
        yield Complaint("mail", "answers cannot be sent", remedy)
    if slack.slack_bot_token and not (slack.slack_signing_secret or slack.slack_app_token):
        remedy = "set MAILTRIAGE_SLACK_APP_TOKEN (Socket Mode) or MAILTRIAGE_SLACK_SIGNING_SECRET (HTTP)"
        yield Complaint("slack", "no events can come in", remedy)
    listen = web.web_listen
    if listen and listen.host not in ("127.0.0.1", "::1", "localhost") and web.web_url is None:
        remedy = "set MAILTRIAGE_WEB_URL=https://desk.your-domain"
        yield Complaint("console", "links in messages will not lead to it", remedy)


def _help_addresses(settings: Settings) -> tuple[str, ...]:
    """Those of the platform's profile, which has been found good."""
    from knowledge.library import load_library

    return tuple(load_library(settings.data).platform(settings.platform).help_addresses)


def _parts(settings: Settings) -> Iterator[Complaint]:
    """What the running parts say of themselves: the mailbox, the SMTP server, Slack."""
    from bot.channels import find_channels
    from bot.desk.issues import issues, undecided
    from bot.doctor_sending import sending_complaints
    from bot.open_desk import open_desk

    desk = open_desk(settings)
    try:
        channels = find_channels(desk)
        for name, channel in channels.items():
            for wrong, setting in channel.examine() if hasattr(channel, "examine") else ():
                yield Complaint(name, wrong, f"look at {setting}, and whether that server runs")
        yield from sending_complaints(desk)
        for issue in issues(desk, channels):
            what, _, remedy = issue.partition(": ")
            yield Complaint("now", what, remedy or "see docs/operating.md")
        if count := undecided(desk):
            remedy = "open their tickets and say for each whether it arrived"
            yield Complaint("answers", f"{count} may or may not have arrived", remedy)
    finally:
        desk.close()
