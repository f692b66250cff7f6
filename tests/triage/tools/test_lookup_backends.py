"""Traces and customers from an operator's own endpoint, and customers from a file."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from triage.tools.clock import SystemClock
from triage.tools.customers import make_customers
from triage.tools.customers.reading import customer_of
from triage.tools.lookups import Customer, Ended, TraceQuery
from triage.tools.source_url import parse_source
from triage.tools.trace import make_trace

if TYPE_CHECKING:
    from tests.triage.tools.conftest import Counting

Serve = Callable[..., "Counting"]
HEAD = b"HTTP/1.1 200 OK\r\n\r\n"
NOON = datetime(2026, 3, 12, 12, 0, tzinfo=UTC)
EVENT = {"fate": "refused", "at": "2026-03-12T11:05:00+00:00", "line": "x", "reply": "554 no", "host": 7}

LATER = {**EVENT, "fate": "filed", "at": "2026-03-12T11:06:00Z"}


@pytest.mark.parametrize(
    ("says", "ended", "fates"),
    [
        ({"events": [LATER, EVENT]}, Ended.FOUND, ["refused", "filed"]),
        ({"events": []}, Ended.ABSENT, []),
        ({"events": [{**EVENT, "fate": "eaten"}, EVENT]}, Ended.FOUND, ["refused"]),
        ({"events": [{**EVENT, "at": "2026-03-12T11:05:00"}]}, Ended.BROKEN, []),
        ({"events": "none"}, Ended.BROKEN, []),
        ({}, Ended.BROKEN, []),
        (None, Ended.ABSENT, []),
    ],
)
def test_a_trace_by_http(serving: Serve, says: Any, ended: Ended, fates: list[str]) -> None:
    server = serving(b"HTTP/1.1 404 No\r\n\r\n" if says is None else HEAD + json.dumps(says).encode())
    backend = make_trace(f"http://127.0.0.1:{server.port}/trace", SystemClock())
    query = TraceQuery(
        NOON - timedelta(hours=1), NOON, sender="bob@partner.test", recipient="anna@bakery.test"
    )
    answer = asyncio.run(backend.trace(query))
    assert (answer.ended, [event.fate.value for event in answer.events]) == (ended, fates)
    asked = server.heard[0].decode().split()[1]
    assert "since=2026-03-12T11%3A00%3A00%2B00%3A00" in asked
    assert "sender=bob%40partner.test" in asked
    assert "message_id" not in asked


CSV = """domain,reseller_id,authorized_user_id,cluster,time_zone,language,brand
bakery.test,res-1,user-1,b,Europe/Budapest,hu,Bakery Mail
vip@bakery.test,res-2,,,,,
"""
BAKERY = Customer("bakery.test", "res-1", "user-1", "b", "Europe/Budapest", "hu", "Bakery Mail")


@pytest.mark.parametrize(
    ("keys", "customer"),
    [
        (("anna@bakery.test", "bakery.test"), BAKERY),
        (("vip@bakery.test", "bakery.test"), Customer("vip@bakery.test", "res-2")),
        (("other.test",), None),
        ((), None),
    ],
)
def test_customers_in_a_file(tmp_path: Path, keys: tuple[str, ...], customer: Customer | None) -> None:
    (tmp_path / "customers.csv").write_text(CSV)
    answer = asyncio.run(make_customers(str(tmp_path / "customers.csv"), SystemClock()).find(keys))
    assert answer.customer == customer
    assert answer.ended is (Ended.FOUND if customer else Ended.ABSENT)


@pytest.mark.parametrize(
    ("says", "ended", "customer"),
    [
        (HEAD + b'{"reseller_id": 17, "brand": "A\\nB", "cluster": ["b"]}', Ended.FOUND, ("17", "A B", None)),
        (b"HTTP/1.1 404 No\r\n\r\n", Ended.ABSENT, None),
        (b"HTTP/1.1 500 No\r\n\r\n", Ended.UNREACHABLE, None),
    ],
)
def test_customers_by_http(serving: Serve, says: bytes, ended: Ended, customer: Any) -> None:
    server = serving(says)
    backend = make_customers(f"http://127.0.0.1:{server.port}/c", SystemClock())
    answer = asyncio.run(backend.find(("anna@bakery.test", "bakery.test")))
    found = answer.customer
    assert answer.ended is ended
    assert (found and (found.reseller_id, found.brand, found.cluster)) == customer
    assert server.connections == (2 if ended is Ended.ABSENT else 1)


@pytest.mark.parametrize("odd", [None, True, 1.5, [], {}, "", " \n ", "x" * 9999, "\x1b[31m\u202e"])
def test_values_of_any_kind(odd: Any) -> None:
    brand = customer_of("a.test", {"brand": odd, "key": "b.test", "more": odd}).brand
    assert brand is None or (len(brand) <= 200 and brand.isprintable())


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("https://a:p%40ss@h.test/x?y=1", "https://a:***@h.test/x?y=1"),
        ("https://:token@h.test/", "https://:***@h.test/"),
        ("/var/log/mail.log", "/var/log/mail.log"),
    ],
)
def test_no_password_is_shown(text: str, shown: str) -> None:
    source = parse_source(text)
    assert str(source) == shown
    assert not {"p%40ss", "p@ss", "token"} & set(repr(source).replace(":", "'").split("'"))
