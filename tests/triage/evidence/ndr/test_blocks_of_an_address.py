"""Large providers say in words of their own that it is the sending address that they do not want."""

from __future__ import annotations

import pytest

from knowledge.vocabulary import Platform, Reason
from triage.evidence.reader import read

HOSTS = Platform("hosts", "Hosts", mail_hosts=("*.relays.test",))
R = Reason
BLOCKED = Reason.BLOCKLISTED
ROWS = [
    ("mx00.t-online.de", "554 IP=192.0.2.9 - A problem occurred. (Ask your postmaster for help.)", BLOCKED),
    ("mx00.t-online.de", "554 IP=192.0.2.9 - Dialup/transient IP not allowed. (DYN)", R.SENDER_DNS),
    (
        "gmail-smtp-in.l.google.com",
        "550 5.7.1 unusual rate of unsolicited mail originating from your IP address, "
        "mail sent from your IP address has been blocked",
        BLOCKED,
    ),
    (
        "gmail-smtp-in.l.google.com",
        "421 4.7.0 unusual rate of unsolicited mail originating from your IP address, "
        "it has been temporarily rate limited",
        BLOCKED,
    ),
    (
        "gmail-smtp-in.l.google.com",
        "421 4.7.0 unusual rate of unsolicited mail originating from your DKIM domain",
        R.RATE_LIMITED,
    ),
    (
        "a.olc.protection.outlook.com",
        "550 5.7.1 part of their network is on our block list (S3140).",
        BLOCKED,
    ),
    ("a.mail.protection.outlook.com", "550 5.7.606 Access denied, banned sending IP [192.0.2.9]", BLOCKED),
    (
        "mta7.am0.yahoodns.net",
        "553 5.7.1 [TSS11] All messages from 192.0.2.9 will be permanently deferred",
        BLOCKED,
    ),
    (
        "mx01.mail.icloud.com",
        "550 5.7.0 Blocked - see https://support.proofpoint.com/dnsbl-lookup.cgi?ip=192.0.2.9",
        BLOCKED,
    ),
    ("mx00.emig.gmx.net", "554 No SMTP service 554-IP address is black listed.", BLOCKED),
    ("mx-ha02.web.de", "554 No SMTP service 554-Bad DNS PTR resource record.", R.SENDER_DNS),
    ("smtp-in.orange.fr", "550 5.7.1 service refused OFR_102 [102]", BLOCKED),
    ("mx1.free.fr", "421 Too many spams from your IP (192.0.2.9)", BLOCKED),
    ("smtp-in.libero.it", "550 smtp-09.iol.local IP blacklisted by CSI.", BLOCKED),
    ("mx.wp.pl", "554 5.7.1 adres IP 192.0.2.9 na czarnej liscie", BLOCKED),
    ("mx.poczta.onet.pl", "550 5.7.1 Adres IP 192.0.2.9 zablokowany", BLOCKED),
    # a list that an organisation keeps for itself
    ("mx.firm.test", "550 5.7.1 Sender domain blacklisted by recipient organization", R.SENDER_REJECTED),
    ("mx.firm.test", "550 5.7.1 sender is on the recipient's block list", R.SENDER_REJECTED),
    ("mx.firm.test", "550 5.7.1 Your IP 192.0.2.9 is blacklisted by the recipient's provider", BLOCKED),
]


@pytest.mark.parametrize(("host", "line", "reason"), ROWS)
def test_what_is_refused(host: str, line: str, reason: Reason) -> None:
    raw = (
        "Return-Path: <>\nFrom: MAILER-DAEMON@out.relays.test\nTo: me@own.test\n"
        "Auto-Submitted: auto-replied\nSubject: Undelivered Mail Returned to Sender\n"
        "Content-Type: text/plain\n\n"
        "This is the mail system at host out.relays.test.\n\nYour message could not be delivered.\n\n"
        f"<anna@firm.test>: host {host}[203.0.113.4] said: {line} (in reply to RCPT TO command)\n"
    )
    (seen,) = read(raw.encode(), "", HOSTS)
    assert seen.ndr is not None
    assert seen.ndr.recipients[0].reason is reason
