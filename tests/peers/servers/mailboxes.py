"""People's mailboxes on the real servers: writing a mail, sending it, reading what has come."""

from __future__ import annotations

import imaplib
import smtplib
from email import message_from_bytes, policy
from email.message import EmailMessage

from tests.peers.servers.mail import MailServers


def send(servers: MailServers, mail: EmailMessage) -> None:
    with smtplib.SMTP(servers.host, servers.smtp_port) as client:
        client.send_message(mail)


def written(sender: str, to: str, subject: str, text: str, message_id: str) -> EmailMessage:
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"], mail["Message-ID"] = sender, to, subject, message_id
    mail["Date"] = "Mon, 02 Mar 2026 09:00:00 +0000"
    mail.set_content(text)
    return mail


def mailbox(servers: MailServers, address: str) -> list[EmailMessage]:
    with imaplib.IMAP4(servers.host, servers.imap_port) as client:
        client.login(address, servers.password)
        client.select("INBOX", readonly=True)
        numbers = client.search(None, "ALL")[1][0].split()
        found = [client.fetch(number.decode(), "(RFC822)")[1][0] for number in numbers]
    return [message_from_bytes(item[1], policy=policy.default) for item in found if isinstance(item, tuple)]


def from_address(mails: list[EmailMessage], sender: str) -> list[EmailMessage]:
    return [mail for mail in mails if sender in str(mail["From"])]


def waiting_in(servers: MailServers, address: str) -> int:
    """How many mails stand in the inbox."""
    with imaplib.IMAP4(servers.host, servers.imap_port) as client:
        client.login(address, servers.password)
        return int(client.select("INBOX", readonly=True)[1][0] or 0)


def words_of(mail: EmailMessage) -> str:
    """The plain part, its soft line breaks joined (RFC 3676)."""
    part = mail.get_body(("plain",))
    assert part is not None
    lines = str(part.get_content()).replace("\r\n", "\n").split("\n")
    return "".join(line if line.endswith(" ") else f"{line}\n" for line in lines)
