"""A mail that is posted to the running service becomes a ticket, with its ledger row before the answer."""

from __future__ import annotations

import base64
import hmac
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.peers.servers.service import RunningService

KEY = "a key of sixteen bytes"
MAIL = (
    b"From: Alice <alice@customer.test>\r\nTo: help@help.test\r\nSubject: posted\r\n"
    b"Message-ID: <posted@customer.test>\r\n\r\nMy mail to bob@remote.test came back.\r\n"
)


def post(service: RunningService, body: bytes, name: str, key: bytes = KEY.encode()) -> int:
    at = str(int(time.time()))
    sums = base64.b64encode(hmac.digest(key, f"{name}.{at}.".encode() + body, "sha256")).decode()
    request = urllib.request.Request(f"{service.url}/inbound/mail", data=body)
    request.add_header("Content-Type", "message/rfc822")
    request.add_header("webhook-id", name)
    request.add_header("webhook-timestamp", at)
    request.add_header("webhook-signature", f"v1,{sums}")
    with urllib.request.urlopen(request, timeout=30) as answer:
        return int(answer.status)


def test_posted_mail_becomes_a_ticket(start_service: Callable[..., RunningService]) -> None:
    service = start_service(inbound_secret=KEY, help_address="help@help.test", autonomy="suggest")
    assert post(service, MAIL, "m1") == post(service, MAIL, "m2") == 200
    assert service.api("ledger")["seen"] == 2
    for body, key, status in ((MAIL, b"another key", 401), (b"x" * 27_000_000, KEY.encode(), 413)):
        with pytest.raises(urllib.error.HTTPError) as refused:
            post(service, body, "m3", key)
        assert refused.value.code == status
        refused.value.close()
    sums = service.wait_for(
        lambda: found if (found := service.api("ledger"))["duplicates"] else None, "both are filed"
    )
    assert (sums["seen"], sums["tickets"], sums["duplicates"]) == (2, 1, 1)
    assert [item["subject"] for item in service.tickets()] == ["posted"]
