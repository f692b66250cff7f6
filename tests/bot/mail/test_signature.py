"""Who may post mail, told by the signature."""

from __future__ import annotations

import base64
import hmac

import pytest
from werkzeug.datastructures import Headers

from bot.mail.signature import NotSigned, check_form, check_headers

KEY, NOW, BODY = b"a key of sixteen bytes", 1_772_000_000.0, b"From: alice@customer.test\r\n\r\nhi\r\n"


def v1(name: str, at: str, body: bytes = BODY, key: bytes = KEY) -> str:
    return "v1," + base64.b64encode(hmac.digest(key, f"{name}.{at}.".encode() + body, "sha256")).decode()


def test_the_example_of_standard_webhooks_is_signed() -> None:
    key = base64.b64decode("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")
    headers = Headers(
        {
            "webhook-id": "msg_p5jXN8AQM9LWM0D4loKWxJek",
            "webhook-timestamp": "1614265330",
            "webhook-signature": "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
        }
    )
    assert check_headers(key, headers, b'{"test": 2432232314}', 1614265330).covers_body


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({}, None),
        ({"webhook-timestamp": str(int(NOW) - 300)}, None),
        ({"webhook-timestamp": str(int(NOW) - 301)}, "5 minutes off"),
        ({"webhook-timestamp": str(int(NOW) + 301)}, "5 minutes off"),
        ({"webhook-timestamp": "now"}, "not in seconds"),
        ({"webhook-timestamp": ""}, "not in seconds"),
        ({"webhook-id": ""}, "webhook-id is missing"),
        ({"webhook-id": "a b"}, "webhook-id is missing"),
    ],
)
def test_time_and_id_are_looked_at(change: dict[str, str], why: str | None) -> None:
    headers = {"webhook-id": "m1", "webhook-timestamp": str(int(NOW))} | change
    headers["webhook-signature"] = v1(headers["webhook-id"], headers["webhook-timestamp"])
    if why is None:
        assert check_headers(KEY, Headers(headers), BODY, NOW).id.startswith("m1:")
    else:
        with pytest.raises(NotSigned, match=why):
            check_headers(KEY, Headers(headers), BODY, NOW)


@pytest.mark.parametrize(
    ("signature", "right"),
    [
        (v1("m1", "1772000000"), True),
        (f"v1a,ed25519 {v1('m1', '1772000000', key=b'another')} {v1('m1', '1772000000')}", True),
        (v1("m1", "1772000000", BODY + b" "), False),
        (v1("m2", "1772000000"), False),
        (v1("m1", "1772000001"), False),
        (v1("m1", "1772000000").removeprefix("v1,"), False),
        (v1("m1", "1772000000")[:-2], False),
        ("v1,é", False),
        ("v1,", False),
        ("", False),
    ],
)
def test_only_the_right_signature_will_do(signature: str, right: bool) -> None:
    headers = Headers({"webhook-id": "m1", "webhook-timestamp": "1772000000", "webhook-signature": signature})
    if right:
        assert check_headers(KEY, headers, BODY, NOW).covers_body
    else:
        with pytest.raises(NotSigned, match="not right"):
            check_headers(KEY, headers, BODY, NOW)


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({}, None),
        ({"timestamp": "1771999699"}, "not right"),
        ({"token": "another"}, "not right"),
        ({"token": ""}, "It is not signed"),
        ({"signature": "0" * 64}, "not right"),
        ({"signature": ""}, "not right"),
    ],
)
def test_a_form_is_signed_by_time_and_token(change: dict[str, str], why: str | None) -> None:
    right = hmac.digest(KEY, b"1772000000token", "sha256").hex()
    fields = {"timestamp": "1772000000", "token": "token", "signature": right} | change
    if why is None:
        assert not check_form(KEY, fields, NOW).covers_body
        with pytest.raises(NotSigned, match="5 minutes off"):
            check_form(KEY, fields, NOW + 301)
    else:
        with pytest.raises(NotSigned, match=why if "timestamp" not in change else "off"):
            check_form(KEY, fields, NOW)
