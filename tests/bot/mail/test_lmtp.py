"""The listening side, spoken to by real clients on loopback."""

from __future__ import annotations

import errno
import gc
import smtplib
import socket
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest

from bot.mail.lmtp import Envelope, Listener
from bot.setting_types import Listen

MESSAGE = b"From: alice@customer.test\r\nSubject: hi\r\n\r\n.a line\r\n..\r\nend\r\n"


class Kept:
    """Takes messages, or fails as it is told."""

    def __init__(self, error: Exception | None = None) -> None:
        self.error = error
        self.taken: list[tuple[bytes, Envelope]] = []

    def __call__(self, raw: bytes, envelope: Envelope) -> None:
        if self.error is not None:
            raise self.error
        self.taken.append((raw, envelope))


@contextmanager
def listening(kept: Kept, speaks: tuple[str, ...] = ("lmtp",), max_bytes: int = 10_000_000) -> Iterator[int]:
    listener = Listener(Listen("127.0.0.1", 0), kept, speaks=speaks, max_bytes=max_bytes)
    listener.start()
    try:
        yield listener.port
    finally:
        listener.stop()


def conversation(port: int, *lines: bytes) -> list[str]:
    """Says all lines at once and returns every reply line until the server closes."""
    with socket.create_connection(("127.0.0.1", port), timeout=20) as client:
        client.sendall(b"".join(lines))
        with client.makefile("rb") as stream:
            return [line.decode().rstrip() for line in stream]


def delivery(
    *recipients: bytes, content: bytes = MESSAGE, sender: bytes = b"alice@customer.test"
) -> list[bytes]:
    dotted = b"".join(
        b"." + line if line.startswith(b".") else line for line in content.splitlines(keepends=True)
    )
    named = [b"RCPT TO:<" + recipient + b">\r\n" for recipient in recipients]
    return [
        b"LHLO here\r\n",
        b"MAIL FROM:<" + sender + b">\r\n",
        *named,
        b"DATA\r\n",
        dotted,
        b".\r\n",
        b"QUIT\r\n",
    ]


def codes_after_data(replies: list[str]) -> list[str]:
    at = next(index for index, reply in enumerate(replies) if reply.startswith("354"))
    return [reply[:3] for reply in replies[at + 1 : -1]]


def test_one_reply_for_each_recipient() -> None:
    kept = Kept()
    with listening(kept) as port:
        replies = conversation(port, *delivery(b"help@help.test", b"support@help.test"))
    assert codes_after_data(replies) == ["250", "250"]
    assert kept.taken == [
        (MESSAGE, Envelope("alice@customer.test", ("help@help.test", "support@help.test"), "lmtp"))
    ]


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (OSError(errno.ENOSPC, "no space"), "452"),
        (OSError(errno.EIO, "input/output error"), "451"),
        (RuntimeError("a fault of ours"), "451"),
    ],
)
def test_what_cannot_be_kept_stays_with_the_other_side(error: Exception, code: str) -> None:
    with listening(Kept(error)) as port:
        replies = conversation(port, *delivery(b"help@help.test", b"support@help.test"))
    assert codes_after_data(replies) == [code, code]


@pytest.mark.parametrize("size", [999, 1_000, 1_001, 5_000_000])
def test_too_large_is_refused_for_each_recipient(size: int) -> None:
    kept = Kept()
    content = b"x" * (size - 2) + b"\r\n"
    with listening(kept, max_bytes=1_000) as port:
        replies = conversation(port, *delivery(b"a@help.test", b"b@help.test", content=content))
    fits = size <= 1_000
    assert codes_after_data(replies) == (["250"] * 2 if fits else ["552"] * 2)
    assert [raw for raw, _ in kept.taken] == ([content] if fits else [])


def test_a_size_that_is_announced_too_large_is_refused_at_once() -> None:
    with listening(Kept(), max_bytes=1_000) as port:
        replies = conversation(port, b"LHLO here\r\n", b"MAIL FROM:<a@x.test> SIZE=2000\r\n", b"QUIT\r\n")
    assert replies[-2].startswith("552")


def test_very_long_lines_are_kept_whole() -> None:
    kept = Kept()
    content = b"Subject: long\r\n\r\n" + b"y" * 300_000 + b"\r\n." + b"z" * 200_000 + b"\r\n"
    with listening(kept) as port:
        conversation(port, *delivery(b"help@help.test", content=content))
    assert kept.taken[0][0] == content


@pytest.mark.parametrize("fake_end", [b"\n.\n", b"\n.\r\n", b"\r.\r"])
def test_only_cr_lf_ends_a_message(fake_end: bytes) -> None:
    kept = Kept()
    inner = b"MAIL FROM:<eve@evil.test>\r\nRCPT TO:<help@help.test>\r\nDATA\r\nsmuggled\r\n"
    content = b"Subject: one\r\n\r\nbody" + fake_end + inner
    words = [b"LHLO here\r\n", b"MAIL FROM:<a@x.test>\r\n", b"RCPT TO:<help@help.test>\r\n", b"DATA\r\n"]
    with listening(kept) as port:
        conversation(port, *words, content, b".\r\n", b"QUIT\r\n")
    assert [envelope.sender for _, envelope in kept.taken] == ["a@x.test"]


def test_the_null_sender_and_addresses_that_are_no_text() -> None:
    kept = Kept()
    with listening(kept) as port:
        conversation(port, *delivery(b"h\xfclp@help.test", sender=b""))
    assert kept.taken[0][1] == Envelope("", ("h\ufffdlp@help.test",), "lmtp")


@pytest.mark.parametrize(
    ("speaks", "greeting", "code"),
    [
        (("lmtp",), b"EHLO here\r\n", "500"),
        (("lmtp",), b"HELO here\r\n", "500"),
        (("smtp",), b"LHLO here\r\n", "500"),
        (("lmtp", "smtp"), b"LHLO here\r\n", "250"),
        (("lmtp", "smtp"), b"EHLO here\r\n", "250"),
        (("lmtp", "smtp"), b"HELO here\r\n", "250"),
    ],
)
def test_it_speaks_what_it_was_told_to(speaks: tuple[str, ...], greeting: bytes, code: str) -> None:
    with listening(Kept(), speaks) as port:
        replies = conversation(port, greeting, b"QUIT\r\n")
    assert replies[1][:3] == code


@pytest.mark.parametrize("client", [smtplib.SMTP, smtplib.LMTP])
def test_any_mail_program(client: Callable[..., smtplib.SMTP]) -> None:
    kept = Kept()
    with listening(kept, ("lmtp", "smtp")) as port, client("127.0.0.1", port) as program:
        for _ in range(2):
            program.sendmail("alice@customer.test", ["help@help.test"], MESSAGE)
    assert [raw for raw, _ in kept.taken] == [MESSAGE, MESSAGE]


def test_smtp_answers_once_for_all_recipients() -> None:
    kept = Kept()
    with listening(kept, ("smtp",)) as port, smtplib.SMTP("127.0.0.1", port) as program:
        program.sendmail("alice@customer.test", ["help@help.test", "b@help.test"], MESSAGE)
    assert [len(envelope.recipients) for _, envelope in kept.taken] == [2]


def test_stopping_drops_idle_connections_and_frees_the_port() -> None:
    listener = Listener(Listen("127.0.0.1", 0), Kept())
    listener.start()
    port = listener.port
    with socket.create_connection(("127.0.0.1", port), timeout=20) as client:
        assert client.recv(100).startswith(b"220")
        listener.stop()
        assert client.recv(100) == b""
    again = Listener(Listen("127.0.0.1", port), Kept())
    again.start()
    again.stop()


def test_a_port_that_is_taken_is_named() -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        listener = Listener(Listen("127.0.0.1", port), Kept())
        with pytest.raises(OSError, match=f"127.0.0.1:{port}"):
            listener.start()
        listener.stop()


def test_one_that_never_listened_leaves_nothing_open() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken, warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        listener = Listener(Listen("127.0.0.1", taken.getsockname()[1]), Kept())
        with pytest.raises(OSError, match="cannot listen"):
            listener.start()
        del listener
        gc.collect()
    assert not [warning for warning in caught if issubclass(warning.category, ResourceWarning)]
