"""Real Dovecots of many kinds: tokens for passwords, no MOVE, no IDLE, no keywords; full and broken ones."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from pydantic import SecretStr

from bot.jobs.runner import drain
from bot.mail.channel import MailChannel
from bot.mail.imap import watcher as watching
from bot.mail.imap.access import Access
from bot.mail.imap.session import KEYWORD, ImapSession, try_mailbox
from bot.mail.imap.trouble import LoginRefused
from bot.mail.oauth import Client, Tokens, tokens_of
from bot.setting_types import read_server_url
from bot.store.migrate import upgrade
from bot.store.queries.ledger import ledger, ledger_rows
from tests.bot.conftest import START, Bench, make_bench
from tests.bot.mail.running import started
from tests.peers.servers.process import wait_until
from triage.evidence.sandbox import Sandbox

if TYPE_CHECKING:
    from tests.peers.servers.imap_only import ImapOnly
    from tests.peers.servers.mail import MailServers
    from tests.peers.servers.tokens import TokenServer

pytestmark = pytest.mark.peer("dovecot")

HELP = "help@help.test"
Dovecot = Callable[..., "ImapOnly"]


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[Bench]:
    bench = make_bench(tmp_path)
    upgrade(bench.desk.store)
    bench.desk = replace(bench.desk, sandbox=Sandbox())
    yield bench
    bench.desk.close()


@contextmanager
def reading(bench: Bench, *urls: str, **settings: object) -> Iterator[MailChannel]:
    """The channel on these mailboxes, running."""
    where = tuple(read_server_url(text, ("imap", "imaps")) for text in urls)
    bench.set(**{"imap_url": where, "lmtp_listen": None, **settings})
    with started(bench.desk) as channel:
        yield channel


def seen(bench: Bench) -> int:
    return ledger(bench.desk.store).seen


def subjects(bench: Bench) -> set[str]:
    with bench.desk.store.read() as connection:
        rows = ledger_rows(connection)
    heads = (bench.desk.raw.get(row.sha256).decode().partition("Subject: ")[2] for row in rows)
    return {head.partition("\r\n")[0] for head in heads}


def with_tokens(server: TokenServer, **settings: object) -> dict[str, object]:
    given = {
        "oauth_token_url": server.token_url,
        "oauth_client_id": "the client",
        "oauth_client_secret": SecretStr(server.client_secret),
        "oauth_refresh_token": SecretStr("refresh-0"),
    }
    return given | settings


@pytest.mark.parametrize("mechanism", ["xoauth2", "oauthbearer"])
def test_a_mailbox_is_read_by_access_token(
    bench: Bench, dovecot: Dovecot, token_server: TokenServer, mechanism: str
) -> None:
    server = dovecot(mechanisms=f"plain login {mechanism}", introspection=token_server.introspection_url)
    server.put(HELP, "by token", at=START)
    with reading(bench, server.url(HELP, password=None), **with_tokens(token_server)) as channel:
        wait_until(lambda: seen(bench) == 1, "the mail is taken", server.server.log)
        wait_until(lambda: server.found(HELP) == 0, "it is put away")
        assert channel.issues() == []
        # Withdrawn early: the server breaks the line and takes the old token no more.
        token_server.active.clear()
        server.server.stop()
        server.server.start()
        server.put(HELP, "by another token", at=START)
        wait_until(lambda: seen(bench) == 2, "the next one is taken", server.server.log)
    assert [form["grant_type"] for form in token_server.asked] == ["refresh_token"] * 2


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"oauth_token_url": None}, "MAILTRIAGE_OAUTH_TOKEN_URL is not set"),
        ({"oauth_client_secret": SecretStr("wrong")}, "refuses: invalid_client"),
        ({"oauth_refresh_token": SecretStr("old-and-secret")}, "refuses: invalid_grant: not [*][*][*]"),
        ({"oauth_token_url": "http://127.0.0.1:1/token"}, "cannot be reached"),
    ],
)
def test_what_keeps_tokens_away_is_said_without_secrets(
    bench: Bench, dovecot: Dovecot, token_server: TokenServer, change: dict[str, Any], words: str
) -> None:
    server = dovecot(mechanisms="plain login xoauth2", introspection=token_server.introspection_url)
    bench.set(**with_tokens(token_server, **change))
    url = read_server_url(server.url(HELP, password=None), ("imap",))
    wrong = try_mailbox(url, Access(tokens=tokens_of(bench.desk.settings)))
    assert wrong is not None
    assert re.search(words, wrong), wrong
    assert "old-and-secret" not in wrong


def test_a_server_without_tokens_is_named(
    dovecot: Dovecot, token_server: TokenServer, tmp_path: Path
) -> None:
    server = dovecot()
    tokens = Tokens(Client(token_server.token_url, "the client"), tmp_path)
    url = read_server_url(server.url(HELP, password=None), ("imap",))
    session = ImapSession(url, Access(tokens=tokens))
    with pytest.raises(LoginRefused, match="neither XOAUTH2 nor OAUTHBEARER"):
        session.open()
    session.close()
    assert token_server.asked == []


@pytest.mark.parametrize(
    ("without", "done", "folder"),
    [
        ("", "mailtriage/done", "mailtriage/done"),
        ("", "Handled by machine/Änderung", "Handled by machine/&AMQ-nderung"),
        ("", "keyword", None),
        ("MOVE", "mailtriage/done", None),
        ("IDLE", "mailtriage/done", "mailtriage/done"),
    ],
)
def test_handled_mail_is_moved_or_marked(
    bench: Bench,
    dovecot: Dovecot,
    monkeypatch: pytest.MonkeyPatch,
    without: str,
    done: str,
    folder: str | None,
) -> None:
    monkeypatch.setattr("bot.mail.imap.watcher._POLL_S", 0.1)
    server = dovecot(without=without)
    server.put(HELP, "waits", at=START)
    with reading(bench, server.url(HELP), imap_done=done) as channel:
        wait_until(lambda: seen(bench) == 1, "what waits is taken", server.server.log)
        server.put(HELP, "comes", at=START)
        wait_until(lambda: seen(bench) == 2, "what comes is taken", server.server.log)
        marked = f"SEEN KEYWORD {KEYWORD}"
        wait_until(lambda: server.found(HELP, "ALL", folder or "INBOX") == 2, "both are there")
        wait_until(lambda: server.found(HELP, "ALL" if folder else marked) == (0 if folder else 2), "handled")
        assert channel.issues() == []
    with reading(bench, server.url(HELP), imap_done=done):
        server.put(HELP, "comes later", at=START)
        wait_until(lambda: seen(bench) == 3, "only the new one", server.server.log)
    assert subjects(bench) == {"waits", "comes", "comes later"}


def test_waiting_is_renewed_and_mail_is_seen_at_once(
    bench: Bench, dovecot: Dovecot, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert watching._RENEW_IDLE_S < 29 * 60  # RFC 2177
    waited: list[float] = []
    idle = ImapSession.idle

    def counted(session: ImapSession, wake_fd: int, seconds: float) -> None:
        waited.append(seconds)
        idle(session, wake_fd, seconds)

    monkeypatch.setattr(watching, "_RENEW_IDLE_S", 0.05)
    monkeypatch.setattr(ImapSession, "idle", counted)
    server = dovecot()
    with reading(bench, server.url(HELP)) as channel:
        wait_until(lambda: len(waited) > 5, "it has waited anew", server.server.log)
        server.put(HELP, "comes", at=START)
        wait_until(lambda: seen(bench) == 1, "it is taken", server.server.log)
        assert channel.issues() == []


def test_a_mailbox_that_keeps_no_keyword_is_known_from_the_ledger(bench: Bench, dovecot: Dovecot) -> None:
    server = dovecot()
    server.put(HELP, "one", at=START)
    (server.folder / "mail" / HELP / "dovecot-acl").write_text("owner lrsi\n")
    for later in ("two", "three"):
        with reading(bench, server.url(HELP), imap_done="keyword") as channel:
            server.put(HELP, later, at=START)
            wait_until(lambda late=later: late in subjects(bench), "it is taken", server.server.log)  # type: ignore[misc]
            wait_until(lambda: server.found(HELP, "UNSEEN") == 0, "all are marked as read")
            assert channel.issues() == []
    assert server.found(HELP, f"KEYWORD {KEYWORD}") == 0
    assert seen(bench) == 3


@pytest.mark.parametrize(
    ("start", "taken"),
    [
        ("new", {"unread yesterday", "comes"}),
        ("all", {"last year", "last week", "read yesterday", "unread yesterday", "comes"}),
        ((START - timedelta(days=8)).date(), {"last week", "read yesterday", "unread yesterday", "comes"}),
    ],
)
def test_a_full_mailbox_is_read_from_a_chosen_start(
    bench: Bench, dovecot: Dovecot, start: object, taken: set[str]
) -> None:
    server = dovecot()
    for subject, days, flags in (
        ("last year", 365, ""),
        ("last week", 7, ""),
        ("read yesterday", 1, "\\Seen"),
        ("unread yesterday", 1, ""),
    ):
        server.put(HELP, subject, at=START - timedelta(days=days), flags=flags)
    with reading(bench, server.url(HELP), imap_start=start):
        wait_until(lambda: seen(bench) == len(taken) - 1, "what waits is taken", server.server.log)
    # It comes while nobody looks, and is read by a person before we do; its date is an old one.
    server.put(HELP, "comes", at=START - timedelta(days=5), flags="\\Seen")
    with reading(bench, server.url(HELP), imap_start=start):
        wait_until(lambda: seen(bench) == len(taken), "what came is taken", server.server.log)
    assert subjects(bench) == taken
    assert server.found(HELP) == 5 - len(taken)


def test_old_mail_sets_no_machine_off(bench: Bench, dovecot: Dovecot) -> None:
    from bot.desk.came_late import came_late

    server = dovecot()
    for subject, hours in (("old", 25), ("fresh", 23)):
        server.put(HELP, subject, at=START - timedelta(hours=hours))
    with reading(bench, server.url(HELP), imap_start="all") as channel:
        wait_until(lambda: seen(bench) == 2, "both are taken", server.server.log)
        drain(bench.desk, {"mail": channel})
    with bench.desk.store.read() as connection:
        late = {bench.view(number).line.subject: came_late(connection, number) for number in (1, 2)}
    assert late == {"old": True, "fresh": False}


def test_one_broken_mailbox_stops_no_other(bench: Bench, dovecot: Dovecot) -> None:
    server = dovecot()
    server.put(HELP, "good", at=START)
    server.put("sales@help.test", "also good", at=START)
    broken = server.url("broken@help.test", password="wrong")
    with reading(bench, broken, server.url(HELP), server.url("sales@help.test")) as channel:
        wait_until(lambda: seen(bench) == 2, "the others are read", server.server.log)
        wait_until(lambda: "cannot log in" in " ".join(channel.issues()), "it is said")
        wait_until(lambda: len(channel.issues()) == 1, "the others have no issue")
        (issue,) = channel.issues()
        assert "broken@help.test" in issue
        assert "wrong" not in issue
        (told, setting), *more = channel.examine()
        assert (told.split(": ")[0], setting, more) == (issue.split(": ")[0], "MAILTRIAGE_IMAP_URL", [])
    assert subjects(bench) == {"good", "also good"}


@pytest.mark.parametrize("start", ["new", "all"])
def test_a_mailbox_that_is_made_anew_brings_no_doubles(bench: Bench, dovecot: Dovecot, start: str) -> None:
    server = dovecot()
    server.put(HELP, "one", at=START, folder="Support")
    with reading(bench, server.url(HELP, "Support"), imap_done="keyword", imap_start=start) as channel:
        wait_until(lambda: seen(bench) == 1, "it is taken", server.server.log)
        drain(bench.desk, {"mail": channel})
    with server.client(HELP) as client:
        assert client.delete("Support")[0] == "OK"
        # A folder of the same name within one second would get the same UIDVALIDITY from the clock.
        client.create("Other")
    for subject in ("one", "two"):
        server.put(HELP, subject, at=START, folder="Support")
    with reading(bench, server.url(HELP, "Support"), imap_done="keyword", imap_start=start) as channel:
        wait_until(lambda: seen(bench) == 3, "both are looked at", server.server.log)
        drain(bench.desk, {"mail": channel})
    sums = ledger(bench.desk.store)
    assert (sums.tickets, sums.duplicates, sums.in_work) == (2, 1, 0)


@pytest.mark.peer("postfix")
def test_an_authority_of_ones_own_is_trusted_when_it_is_named(mail_servers: MailServers) -> None:
    url = read_server_url(mail_servers.imap_url("ca@help.test", tls=True), ("imaps",))
    assert try_mailbox(url, Access(ca_file=mail_servers.ca_file)) is None
    assert "certificate is not trusted" in (try_mailbox(url) or "")
