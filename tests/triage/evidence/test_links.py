"""The hosts of links, wherever they stand, in linear time."""

from __future__ import annotations

import pytest

from knowledge.vocabulary import Platform
from triage.evidence.links import MAX_HOSTS, link_hosts
from triage.evidence.reader import read

ROWS = [
    ("See https://www.Shop.test/sale?x=1 now", ("shop.test",)),
    (
        "<a href=\"http://evil.test:8080/\">bank</a> <a href='https://two.test'>x</a>",
        ("evil.test", "two.test"),
    ),
    ("(https://one.test) https://one.test/again", ("one.test",)),
    ("https://localhost/x ftp://files.test no link at www.plain.test", ()),
    ("https://user@evil.test/", ()),
    ("http://[2001:db8::1]/ https://192.0.2.9/login", ("192.0.2.9",)),
]


@pytest.mark.parametrize(("text", "hosts"), ROWS)
def test_hosts(text: str, hosts: tuple[str, ...]) -> None:
    assert link_hosts([text]) == hosts


def test_there_is_an_end() -> None:
    assert len(link_hosts(" ".join(f"https://h{n}.test/" for n in range(500)) for _ in range(3))) == MAX_HOSTS
    assert link_hosts(["https://" * 30_000, "https://" + "a." * 100_000]) == ()


def test_a_link_behind_words_is_seen() -> None:
    raw = (
        b"From: a@x.test\r\nContent-Type: text/html\r\n\r\n"
        b'<p>Your <a href="https://pay.test/now">parcel</a> waits.</p>'
    )
    (found,) = read(raw, "", Platform("p", "P"))
    assert found.link_hosts == ("pay.test",)
    assert "pay.test" not in found.text
