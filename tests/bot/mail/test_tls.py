"""Handing over within TLS: verified, with an authority of one's own, and no password without it."""

from __future__ import annotations

import socket
import ssl
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, Session

from bot.desk.types import DeliveryOutcome
from bot.mail import send
from bot.mail.send import Parcel, hand_over, try_login
from bot.setting_types import ServerUrl

PARCEL = Parcel("help@help.test", "alice@customer.test", b"Subject: hi\r\n\r\nhello\r\n", "<1@help.test>")
SENT, RETRY = DeliveryOutcome.SENT, DeliveryOutcome.RETRY


class Keeper:
    def __init__(self) -> None:
        self.kept: list[tuple[bytes, bool]] = []

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        assert isinstance(envelope.content, bytes)
        self.kept.append((envelope.content, session.ssl is not None))
        return "250 2.0.0 kept"


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """Signed by nobody but itself, for `localhost`."""
    home = tmp_path_factory.mktemp("certificate")
    words = "req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 -subj /CN=localhost"
    files = ["-keyout", str(home / "key.pem"), "-out", str(home / "cert.pem")]
    names = ["-addext", "subjectAltName=DNS:localhost"]
    subprocess.run(["openssl", *words.split(), *files, *names], check=True, capture_output=True)
    return home / "cert.pem", home / "key.pem"


@pytest.fixture
def server(certificate: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., Any]]:
    """A real SMTP server that asks for a login; this machine counts as another one."""
    monkeypatch.setattr(send, "is_loopback", lambda host: False)
    started: list[Controller] = []

    def start(tls: bool = True) -> tuple[Keeper, ServerUrl]:
        keeper = Keeper()
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(*certificate)
        with socket.create_server(("127.0.0.1", 0)) as free:
            port = free.getsockname()[1]
        controller = Controller(
            keeper,
            hostname="127.0.0.1",
            port=port,
            tls_context=context if tls else None,
            require_starttls=tls,
            auth_required=tls,
            auth_require_tls=tls,
            authenticator=lambda *_: AuthResult(success=True),
        )
        controller.start()
        started.append(controller)
        return keeper, ServerUrl("smtp", "localhost", port, "help", "not-to-be-seen")

    yield start
    for controller in started:
        controller.stop()


def test_starttls_with_an_authority_of_ones_own(
    server: Callable[..., Any], certificate: tuple[Path, Path]
) -> None:
    keeper, url = server()
    delivery = hand_over(url, PARCEL, certificate[0])
    assert (delivery.outcome, delivery.detail) == (SENT, "250 2.0.0 kept")
    assert keeper.kept == [(PARCEL.content, True)]
    assert try_login(url, certificate[0]) is None


def test_a_certificate_that_nobody_vouches_for_is_refused(server: Callable[..., Any]) -> None:
    keeper, url = server()
    delivery = hand_over(url, PARCEL)
    assert delivery.outcome is RETRY
    assert "certificate is not trusted" in delivery.detail
    assert not keeper.kept


def test_one_for_another_name_is_refused(server: Callable[..., Any], certificate: tuple[Path, Path]) -> None:
    keeper, url = server()
    other = ServerUrl("smtp", "127.0.0.1", url.port, url.user, url.password)
    delivery = hand_over(other, PARCEL, certificate[0])
    assert delivery.outcome is RETRY
    assert "certificate is not trusted" in delivery.detail
    assert not keeper.kept


def test_no_password_goes_out_in_clear(server: Callable[..., Any]) -> None:
    keeper, url = server(tls=False)
    delivery = hand_over(url, PARCEL)
    assert (delivery.outcome, keeper.kept) == (RETRY, [])
    assert "offers no encryption (STARTTLS), so the password is not sent" in delivery.detail
    assert "not-to-be-seen" not in delivery.detail
