"""Can mail come in and answers go out, and do links lead to the console?"""

from __future__ import annotations

from collections.abc import Iterator

from bot.doctor.complaint import Complaint
from bot.settings import Settings
from bot.settings.groups.mail import MailSettings
from bot.settings.groups.slack import SlackSettings
from bot.settings.groups.web import WebSettings
from knowledge.library import load_library

ORDER = 70


def look(settings: Settings) -> Iterator[Complaint]:
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
    return tuple(load_library(settings.data).platform(settings.platform).help_addresses)
