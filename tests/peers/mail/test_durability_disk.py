"""A full disk: what cannot be kept is not acknowledged, readyz says so, and it goes on once there is room."""

from __future__ import annotations

import os
import random
import smtplib
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.peers.servers.flood import Letter, letter
from tests.peers.servers.mailboxes import waiting_in

if TYPE_CHECKING:
    from tests.peers.servers.mail import MailServers
    from tests.peers.servers.service import RunningService

pytestmark = [pytest.mark.peer("postfix", "dovecot"), pytest.mark.timeout(300)]

MAILBOX = "full-disk@help.test"
ROOM_MB = 128


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    """A small disk of its own, in memory."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size={ROOM_MB}m", "tmpfs", str(folder)],
        capture_output=True,
        text=True,
    )
    if mounted.returncode:
        reason = f"needs a disk of its own: {mounted.stderr.strip()}"
        pytest.fail(reason) if os.environ.get("CI") else pytest.skip(reason)
    yield folder
    subprocess.run(["umount", "--lazy", str(folder)], check=True)


@pytest.fixture
def desk(
    disk: Path, mail_servers: MailServers, start_service: Callable[..., RunningService]
) -> RunningService:
    return start_service(
        data=disk / "data",
        help_address="help@help.test",
        imap_url=mail_servers.imap_url(MAILBOX),
        autonomy="suggest",
    )


def fill(disk: Path) -> Path:
    filler = disk / "filler"
    with filler.open("ab", buffering=0) as file:
        for size in (1 << 20, 4096, 1):
            try:
                while True:
                    file.write(bytes(size))
            except OSError:
                continue
    return filler


def hand_in(desk: RunningService, item: Letter) -> int:
    """The reply to the mail, by LMTP: 250, or why not."""
    with smtplib.LMTP("127.0.0.1", desk.lmtp_port, timeout=60) as client:
        try:
            client.sendmail(item.sender, [item.to], item.raw)
        except smtplib.SMTPDataError as error:
            return int(error.smtp_code)
    return 250


def test_a_full_disk_loses_nothing(disk: Path, desk: RunningService, mail_servers: MailServers) -> None:
    noise = random.Random(1)
    letters = [
        letter(
            f"disk-{number}", f"user{number}@customer.test", "help@help.test", noise.randbytes(9_000).hex()
        )
        for number in range(8)
    ]
    assert [hand_in(desk, item) for item in letters[:2]] == [250, 250]
    desk.wait_for(lambda: desk.api("ledger")["tickets"] == 2, "the first mails are tickets")
    filler = fill(disk)
    refused = [hand_in(desk, item) for item in letters[2:4]]
    assert set(refused) <= {451, 452}
    (issue,) = desk.issues()
    assert str(disk / "data") in issue
    assert "Mail that cannot be kept waits on the servers that bring it" in issue

    with smtplib.SMTP(mail_servers.host, mail_servers.smtp_port) as client:
        for item in letters[4:]:
            client.sendmail(item.sender, [MAILBOX], item.raw)
    desk.wait_for(lambda: waiting_in(mail_servers, MAILBOX) == 4, "the other mails are in the mailbox")
    desk.wait_for(lambda: sum("cannot be taken" in why for why in desk.issues()) == 4, "they stay there")
    assert waiting_in(mail_servers, MAILBOX) == 4
    assert desk.api("ledger")["seen"] == 2

    filler.unlink()
    assert [hand_in(desk, item) for item in letters[2:4]] == [250, 250]
    desk.wait_for(lambda: desk.api("ledger")["tickets"] == len(letters), "all mails are tickets")
    desk.wait_for(lambda: desk.issues() == [], "all is well again")
    sums = desk.api("ledger")
    assert sums["seen"] == sum(sums.values()) - sums["seen"] == len(letters)
    assert waiting_in(mail_servers, MAILBOX) == 0
    assert {item["subject"] for item in desk.tickets()} == {item.name for item in letters}


def test_a_folder_that_is_read_only_is_named_at_the_start(disk: Path) -> None:
    data = disk / "data"
    data.mkdir()
    subprocess.run(["mount", "-o", "remount,ro", str(disk)], check=True)
    command = [sys.executable, "-m", "bot.cli", "serve"]
    environ = os.environ | {"MAILTRIAGE_DATA": str(data), "MAILTRIAGE_LMTP_LISTEN": "off"}
    ended = subprocess.run(command, env=environ, capture_output=True, text=True, timeout=60)
    assert ended.returncode == 1
    assert ended.stderr.strip() == f"MAILTRIAGE_DATA: {data} cannot be used: Read-only file system"
