"""Mail that a service posts: what is taken, what is refused, and what stands in the ledger before the 200."""

from __future__ import annotations

import base64
import hmac
import json
from collections.abc import Callable
from dataclasses import replace
from io import BytesIO
from typing import TYPE_CHECKING, Any

import pytest
from flask.testing import FlaskClient
from pydantic import SecretStr
from sqlalchemy import select
from werkzeug.test import TestResponse

from bot.jobs.runner import drain
from bot.mail.channel import make
from bot.mail.inbound_post import RAW_FIELDS
from bot.store.queries.ledger import ledger
from bot.store.schema.ledger import intake
from bot.web.app import create_app
from tests.stand_ins import InProcess

if TYPE_CHECKING:
    from tests.bot.conftest import Bench

KEY = "a key of sixteen bytes"
PATH = "/inbound/mail"
MAIL = (
    b"From: Alice <alice@customer.test>\r\nTo: help@desk.test\r\nSubject: Gr\xfc\xdfe\r\n"
    b"Message-ID: <q1@customer.test>\r\n\r\nIt came back: \xe4\xf6\xfc\x00\r\n"
)


@pytest.fixture
def service(bench: Bench) -> Callable[..., FlaskClient]:
    def start(secret: str | None = KEY) -> FlaskClient:
        bench.set(
            lmtp_listen=None, inbound_secret=SecretStr(secret) if secret else None, api_token=SecretStr("t")
        )
        bench.desk = replace(bench.desk, sandbox=InProcess())
        channel = make(bench.desk)
        assert channel is not None
        bench.channel = channel  # type: ignore[assignment]
        return create_app(bench.desk, {"mail": channel}).test_client()

    return start


def signed(bench: Bench, body: bytes, name: str = "m1", key: bytes = KEY.encode()) -> dict[str, str]:
    at = str(int(bench.clock.now().timestamp()))
    sum_ = hmac.digest(key, f"{name}.{at}.".encode() + body, "sha256")
    sums = "v1," + base64.b64encode(sum_).decode()
    return {"webhook-id": name, "webhook-timestamp": at, "webhook-signature": sums}


def form_fields(bench: Bench, **more: Any) -> dict[str, Any]:
    at = str(int(bench.clock.now().timestamp()))
    sums = hmac.digest(KEY.encode(), f"{at}t1".encode(), "sha256").hex()
    return {"timestamp": at, "token": "t1", "signature": sums, **more}


def post_form(
    client: FlaskClient, fields: dict[str, Any], headers: dict[str, str] | None = None
) -> TestResponse:
    boundary, body = as_form(fields)
    kind = f"multipart/form-data; boundary={boundary}"
    return client.post(PATH, data=body, content_type=kind, headers=headers or {})


def as_form(fields: dict[str, Any]) -> tuple[str, bytes]:
    """Bytes are written as they are, which the client's own encoder cannot."""
    boundary = "b0undary"
    parts = []
    for name, value in fields.items():
        content = value if isinstance(value, bytes) else str(value).encode()
        head = f'--{boundary}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n'
        parts.append(head.encode() + content + b"\r\n")
    return boundary, b"".join(parts) + f"--{boundary}--\r\n".encode()


def row(bench: Bench, number: int = 1) -> Any:
    with bench.desk.store.read() as connection:
        return connection.execute(select(intake).where(intake.c.id == number)).one()


def test_a_signed_mail_is_kept_byte_for_byte_and_becomes_a_ticket(
    bench: Bench, service: Callable[..., FlaskClient]
) -> None:
    client = service()
    envelope = {"X-Envelope-From": "<alice@customer.test>", "X-Envelope-To": "help@desk.test, <b@desk.test>"}
    answer = client.post(
        PATH, data=MAIL, content_type="message/rfc822", headers=signed(bench, MAIL) | envelope
    )
    assert (answer.status_code, answer.json) == (200, {"intake": 1, "repeated": False})
    kept = row(bench)
    assert bench.desk.raw.get(kept.sha256) == MAIL
    assert (kept.envelope_from, kept.envelope_to) == (
        "alice@customer.test",
        ["help@desk.test", "b@desk.test"],
    )
    drain(bench.desk, {"mail": bench.channel})
    assert bench.view().line.requester == "alice@customer.test"


@pytest.mark.parametrize("field", RAW_FIELDS)
@pytest.mark.parametrize("by_headers", [False, True])
def test_a_form_brings_the_mail_byte_for_byte(
    bench: Bench, service: Callable[..., FlaskClient], field: str, by_headers: bool
) -> None:
    client = service()
    fields = form_fields(bench, sender="alice@customer.test", recipient="help@desk.test")
    fields |= {"subject": "ignored", field: MAIL}
    headers = {}
    if by_headers:
        fields = {name: value for name, value in fields.items() if name not in ("token", "signature")}
        headers = signed(bench, as_form(fields)[1])
    answer = post_form(client, fields, headers)
    assert answer.status_code == 200
    assert bench.desk.raw.get(row(bench).sha256) == MAIL
    assert (row(bench).envelope_from, row(bench).envelope_to) == ("alice@customer.test", ["help@desk.test"])


def test_a_form_may_bring_the_mail_as_a_file(bench: Bench, service: Callable[..., FlaskClient]) -> None:
    client = service()
    fields = form_fields(bench) | {"email": (BytesIO(MAIL * 20), "mail.eml")}
    answer = client.post(PATH, data=fields, content_type="multipart/form-data")
    assert answer.status_code == 200
    assert bench.desk.raw.get(row(bench).sha256) == MAIL * 20


@pytest.mark.parametrize(
    ("fields", "sender", "recipients"),
    [
        ({}, None, []),
        ({"sender": ""}, "", []),
        ({"sender": "<>"}, "", []),
        (
            {"envelope": '{"from": "a@x.test", "to": ["b@y.test", "c@y.test"]}'},
            "a@x.test",
            ["b@y.test", "c@y.test"],
        ),
        ({"envelope": '{"from": 1, "to": [2, null]}'}, None, []),
        ({"envelope": "[" * 100_000}, None, []),
        ({"envelope": "[" * 50_000}, None, []),
        ({"sender": "a@x.test\r\nBcc: b@y.test"}, "a@x.testBcc: b@y.test", []),
        ({"recipient": ",".join(["b@y.test"] * 500)}, None, ["b@y.test"] * 100),
    ],
)
def test_the_envelope_is_taken_where_it_is_given(
    bench: Bench,
    service: Callable[..., FlaskClient],
    fields: dict[str, str],
    sender: str | None,
    recipients: list[str],
) -> None:
    assert post_form(service(), form_fields(bench, **{"body-mime": MAIL}, **fields)).status_code == 200
    assert (row(bench).envelope_from, row(bench).envelope_to) == (sender, recipients)


def test_the_same_again_is_one_delivery_or_a_duplicate(
    bench: Bench, service: Callable[..., FlaskClient]
) -> None:
    client = service()
    for name, repeated in (("m1", False), ("m1", True), ("m2", False)):
        answer = client.post(
            PATH, data=MAIL, content_type="message/rfc822", headers=signed(bench, MAIL, name)
        )
        assert (answer.status_code, answer.json["repeated"]) == (200, repeated)  # type: ignore[index]
    drain(bench.desk, {"mail": bench.channel})
    sums = ledger(bench.desk.store)
    assert (sums.seen, sums.tickets, sums.duplicates) == (2, 1, 1)


def test_a_token_is_good_for_one_mail(bench: Bench, service: Callable[..., FlaskClient]) -> None:
    client = service()
    for mail, status in ((MAIL, 200), (MAIL, 200), (MAIL + b"more", 401)):
        assert post_form(client, form_fields(bench, **{"body-mime": mail})).status_code == status
    assert ledger(bench.desk.store).seen == 1


@pytest.mark.parametrize(
    ("kind", "body", "sign", "status", "said"),
    [
        ("message/rfc822", MAIL, False, 401, "not signed"),
        ("application/json", b"{}", True, 415, "message/rfc822"),
        ("message/rfc822", b" \r\n", True, 400, "no mail in it"),
        ("multipart/form-data; boundary=b", b"--b--\r\n", True, 400, "no mail in it"),
        ("multipart/form-data; boundary=b", b"no form at all", True, 400, "cannot be read"),
        ("multipart/form-data", MAIL, True, 415, "message/rfc822"),
        (
            "multipart/form-data; boundary=b",
            b'--b\r\nContent-Disposition: form-data; name="x"\r\n\r\n1\r\n' * 200 + b"--b--\r\n",
            True,
            400,
            "cannot be read",
        ),
    ],
)
def test_what_is_no_signed_mail_is_refused_and_not_kept(
    bench: Bench,
    service: Callable[..., FlaskClient],
    kind: str,
    body: bytes,
    sign: bool,
    status: int,
    said: str,
) -> None:
    headers = signed(bench, body) if sign else {}
    answer = service().post(PATH, data=body, content_type=kind, headers=headers)
    assert answer.status_code == status
    assert said.lower() in json.dumps(answer.json).lower()
    assert ledger(bench.desk.store).seen == 0


def test_what_is_too_large_is_said(bench: Bench, service: Callable[..., FlaskClient]) -> None:
    client = service()
    for size in (25 * 1024 * 1024 + 1, 27 * 1024 * 1024):
        body = MAIL + b"x" * (size - len(MAIL))
        answer = client.post(PATH, data=body, content_type="message/rfc822", headers=signed(bench, body))
        assert answer.status_code == 413
    assert ledger(bench.desk.store).seen == 0


def test_what_cannot_be_kept_is_to_come_again(bench: Bench, service: Callable[..., FlaskClient]) -> None:
    client = service()
    raw = bench.desk.settings.data / "raw"
    raw.write_text("a file where the folder should be")
    headers = signed(bench, MAIL)
    answer = client.post(PATH, data=MAIL, content_type="message/rfc822", headers=headers)
    assert answer.status_code == 503
    assert answer.headers["Retry-After"]
    assert ledger(bench.desk.store).seen == 0
    raw.unlink()
    assert client.post(PATH, data=MAIL, content_type="message/rfc822", headers=headers).status_code == 200


def test_a_key_in_base64_is_understood(bench: Bench, service: Callable[..., FlaskClient]) -> None:
    key = bytes(range(32))
    client = service("whsec_" + base64.b64encode(key).decode())
    headers = signed(bench, MAIL, key=key)
    assert client.post(PATH, data=MAIL, content_type="message/rfc822", headers=headers).status_code == 200


def test_without_a_key_it_is_not_there(bench: Bench, service: Callable[..., FlaskClient]) -> None:
    answer = service(None).post(PATH, data=MAIL, content_type="message/rfc822", headers=signed(bench, MAIL))
    assert answer.status_code == 404
