from __future__ import annotations

import asyncio

import pytest

from triage.tools.answer_cache import AnswerCache
from triage.tools.presentation import wire_name
from triage.tools.protocols import Answer, Outcome
from triage.tools.resolver import DnsResolver, OfflineResolver, parse_nameserver


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("192.0.2.53", ("192.0.2.53", 53)),
        ("192.0.2.53:5353", ("192.0.2.53", 5353)),
        (" 192.0.2.53:53 ", ("192.0.2.53", 53)),
        ("2001:db8::53", ("2001:db8::53", 53)),
        ("[2001:db8::53]", ("2001:db8::53", 53)),
        ("[2001:db8::53]:5353", ("2001:db8::53", 5353)),
        ("localhost:5353", ("127.0.0.1", 5353)),
    ],
)
def test_reads_a_nameserver(text: str, expected: tuple[str, int]) -> None:
    assert parse_nameserver(text) == expected


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("", "no address"),
        ("dns..example:53", "no host of that name"),
        ("192.0.2.53:", "port after ':' is missing"),
        ("192.0.2.53:0", "number from 1 to 65535"),
        ("192.0.2.53:65536", "number from 1 to 65535"),
        ("192.0.2.53:dns", "number from 1 to 65535"),
        ("192.0.2.53:٥٣", "number from 1 to 65535"),
        ("[2001:db8::53", "IPv6 address with port"),
        ("[2001:db8::53]:", "port after ':' is missing"),
        ("[2001:db8::53]5353", "IPv6 address with port"),
    ],
)
def test_refuses_a_nameserver_with_a_word(text: str, word: str) -> None:
    with pytest.raises(ValueError, match=word):
        parse_nameserver(text)


@pytest.mark.parametrize(
    ("name", "wire"),
    [
        ("example.org.", "example.org."),
        ("bücher.example", "xn--bcher-kva.example."),
        ("foo:bar/baz.example.com", "foo:bar/baz.example.com."),
        ("a..example", None),
        ("", None),
        (f"{'a' * 64}.example", None),
        (".".join(["a" * 60] * 5), None),
        (".example", None),
    ],
)
def test_names_as_dns_carries_them(name: str, wire: str | None) -> None:
    found = wire_name(name)
    assert (None if found is None else found.to_text()) == wire


def test_a_name_that_cannot_be_is_not_asked_for() -> None:
    resolver = DnsResolver([("127.0.0.1", 1)])
    answer = asyncio.run(resolver.query("a..example", "A"))
    assert (answer.outcome, answer.at) == (Outcome.NXDOMAIN, None)


def test_a_server_whose_name_is_not_found_is_refused_at_once() -> None:
    with pytest.raises(ValueError, match="no host of that name"):
        DnsResolver([("dns..example", 53)])


def test_offline_asks_nobody() -> None:
    answer = asyncio.run(OfflineResolver().query("Example.org.", "mx"))
    assert (answer.name, answer.rdtype, answer.outcome) == ("example.org", "MX", Outcome.OFFLINE)


@pytest.mark.parametrize(
    ("answer", "later", "kept"),
    [
        (Answer("a.test", "A", Outcome.OK, ("192.0.2.1",), 60), 59.0, True),
        (Answer("a.test", "A", Outcome.OK, ("192.0.2.1",), 60), 60.0, False),
        (Answer("a.test", "A", Outcome.OK, ("192.0.2.1",), 999_999), 3599.0, True),
        (Answer("a.test", "A", Outcome.OK, ("192.0.2.1",), 999_999), 3600.0, False),
        (Answer("a.test", "A", Outcome.NXDOMAIN, (), 60), 59.0, True),
        (Answer("a.test", "A", Outcome.NODATA, (), 60), 61.0, False),
        (Answer("a.test", "A", Outcome.NODATA, (), None), 0.0, False),
        (Answer("a.test", "A", Outcome.OK, ("192.0.2.1",), 0), 0.0, False),
        (Answer("a.test", "A", Outcome.TIMEOUT, (), 60), 0.0, False),
        (Answer("a.test", "A", Outcome.SERVFAIL, (), 60), 0.0, False),
    ],
)
def test_the_cache_honours_ttl(answer: Answer, later: float, kept: bool) -> None:
    now = [100.0]
    cache = AnswerCache(lambda: now[0])
    cache.put(answer)
    now[0] += later
    assert (cache.get("a.test", "A") == answer) is kept


def test_the_cache_is_bounded() -> None:
    cache = AnswerCache(lambda: 0.0)
    for number in range(10_050):
        cache.put(Answer(f"a{number}.test", "A", Outcome.OK, ("192.0.2.1",), 60))
    assert cache.get("a0.test", "A") is None
    assert cache.get("a10049.test", "A") is not None
