"""Whatever URL a stranger writes, nobody is connected to who should not be; and what a page may be like."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

import pytest

from triage.tools.clock import SystemClock
from triage.tools.fetch import WebFetch
from triage.tools.http import HttpTrouble, Limits, Target, request
from triage.tools.lookups import Ended, Page
from triage.tools.protocols import Answer, Outcome, Resolver
from triage.tools.static_zones import StaticZones

if TYPE_CHECKING:
    from tests.triage.tools.conftest import Counting

Serve = Callable[..., "Counting"]
LISTED = ("score.hosting.test", "*.pages.hosting.test")

INNER = [
    "127.0.0.1", "127.0.0.2", "127.255.255.254", "0.0.0.0", "0.1.2.3", "10.0.0.1", "10.255.255.255",
    "100.64.0.1", "100.127.255.255", "169.254.169.254", "172.16.0.1", "172.31.255.255", "192.0.0.1",
    "192.0.2.1", "192.88.99.1", "192.168.0.1", "198.18.0.1", "198.51.100.1", "203.0.113.1", "224.0.0.1",
    "239.255.255.250", "240.0.0.1", "255.255.255.255", "::", "::1", "::127.0.0.1", "::ffff:127.0.0.1",
    "::ffff:10.0.0.1", "::ffff:0:127.0.0.1", "64:ff9b::7f00:1", "64:ff9b::a9fe:a9fe", "64:ff9b:1::7f00:1",
    "100::1", "2001::1", "2001:0:7f00:1::", "2001:db8::1", "2001:10::1", "2002:7f00:1::", "2002:a00:1::1",
    "3fff::1", "4000::1", "5f00::1", "fc00::1", "fd00:ec2::254", "fe80::1", "fe80::1%lo", "fec0::1",
    "ff02::1", "ff0e::1", "not an address", "1.2.3", "0x7f.0.0.1",
]  # fmt: skip
"""What a listed name may be made to lead to."""

FORMS = [
    # another way to write the canary's address
    "http://127.0.0.1:{port}/", "http://127.1:{port}/", "http://127.0.1:{port}/", "http://2130706433:{port}/",
    "http://0x7f000001:{port}/", "http://0x7f.0.0.1:{port}/", "http://0x7f.0x0.0x0.0x1:{port}/",
    "http://0177.0.0.1:{port}/", "http://017700000001:{port}/", "http://127.0.0.1.:{port}/",
    "http://0:{port}/", "http://0.0.0.0:{port}/", "http://[::1]:{port}/", "http://[::]:{port}/",
    "http://[::ffff:127.0.0.1]:{port}/", "http://[::ffff:7f00:1]:{port}/", "http://[0:0:0:0:0:0:0:1]:{port}/",
    "http://[::1%25lo]:{port}/", "http://[::127.0.0.1]:{port}/", "http://localhost:{port}/",
    "http://localhost.:{port}/", "http://LOCALHOST:{port}/", "http://localhost.localdomain:{port}/",
    "http://ip6-localhost:{port}/", "http://%31%32%37.0.0.1:{port}/", "http://127。0。0。1:{port}/",
    "http://①②⑦.⓪.⓪.①:{port}/", "http://127.0.0.1%00.score.hosting.test:{port}/",
    # the listed name, and a way round it
    "http://score.hosting.test@127.0.0.1:{port}/", "http://score.hosting.test:80@127.0.0.1:{port}/",
    "http://127.0.0.1:{port}@score.hosting.test@127.0.0.1:{port}/", "http://a:b@score.hosting.test:{port}/",
    "http://@score.hosting.test:{port}/", "http://score.hosting.test%40127.0.0.1:{port}/",
    "http://127.0.0.1:{port}#@score.hosting.test/", "http://127.0.0.1:{port}?@score.hosting.test/",
    "http://127.0.0.1:{port}\\@score.hosting.test/", "http://127.0.0.1:{port}/\\@score.hosting.test",
    "http:\\\\127.0.0.1:{port}/", "http:/\\127.0.0.1:{port}/", "http:///127.0.0.1:{port}/",
    "http:127.0.0.1:{port}/", "http://127.0.0.1:{port};score.hosting.test/", "//127.0.0.1:{port}/",
    "http://127.0.0.1:{port},score.hosting.test/", "http://score.hosting.test,127.0.0.1:{port}/",
    "http://score.hosting.test:{port}:{port}/", "http://score.hosting.test:+{port}/",
    "http://score.hosting.test:{port}x/", "http://score.hosting.test:0x50/", "http://score.hosting.test:99999/",
    "http://score.hosting.test:-1/", "http://score.hosting.test:{port}/", "http://score.hosting.test:22/",
    "http://score.hosting.test:443/", "https://score.hosting.test:80/", "https://score.hosting.test:{port}/",
    "http://score.hosting.test.127.0.0.1.nip.test:{port}/", "http://evilscore.hosting.test:{port}/",
    "http://score.hosting.test.evil.test:{port}/", "http://hosting.test:{port}/", "http://pages.hosting.test/",
    "http://.pages.hosting.test/", "http://-.pages.hosting.test/", "http://a..pages.hosting.test/",
    "http://score.hosting.test./", "http://score.hosting.test../", "http://score_hosting.test/",
    "http://scоre.hosting.test/", "http://score。hosting。test/", "http://ſcore.hosting.test/",
    "http://score.hosting.test\u200b/", "http://score.hosting\u00ad.test/", "http://score.hosting.test\t/",
    "http://score.hosting.test\n/", "\thttp://score.hosting.test/", " http://score.hosting.test/",
    "ht\ntp://score.hosting.test/", "http://score.hosting.test/\r\nHost: evil.test", 
    "http://score.hosting.test/ x",
    "http://score.hosting.test/\x00", "http://score.hosting.test/%\u202e", "http://[score.hosting.test]/",
    "http://[score.hosting.test/", "http://score.hosting.test]/", "http://score.hosting.test:/\\",
    "http://" + "a." * 130 + "pages.hosting.test/", "http://" + "a" * 64 + ".pages.hosting.test/",
    "http://score.hosting.test/" + "a" * 3000,
    # not a web page at all
    "", "/", "score.hosting.test", "file:///etc/passwd", "file://score.hosting.test/etc/passwd",
    "ftp://score.hosting.test/", "gopher://score.hosting.test:{port}/_x", "dict://score.hosting.test:{port}/",
    "ldap://score.hosting.test/", "jar:http://score.hosting.test/!/", "data:text/html,x",
    "javascript://score.hosting.test/", "unix:///run/x", "ws://score.hosting.test/", "view-source:http://x/",
    "HTTP//score.hosting.test/", "http:", "http://", "http://:{port}/", "http://?", "http://#", "http://%",
]  # fmt: skip
OK = b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n\r\n"


@pytest.fixture(scope="module")
def canary() -> Iterator[Counting]:
    """The one that nobody may reach; what makes servers lives in the fixture of each test."""
    from tests.triage.tools.conftest import Counting

    server = Counting("127.0.0.1", OK)
    server.start()
    yield server
    server.stop()


def open_page(url: str, hosts: tuple[str, ...], resolver: Resolver, **more: object) -> Page:
    fetch = WebFetch(resolver, SystemClock(), **more)  # type: ignore[arg-type]
    return asyncio.run(fetch.fetch(url, hosts))


def leading_to(*addresses: str) -> StaticZones:
    records = {
        (name, "AAAA" if ":" in address else "A"): tuple(
            one for one in addresses if (":" in one) == (":" in address)
        )
        for address in addresses
        for name in ("score.hosting.test", "127.0.0.1", "localhost", "a.pages.hosting.test")
    }
    return StaticZones(records)


def test_there_are_enough_of_them() -> None:
    assert len(set(FORMS)) + len(set(INNER)) >= 150
    assert len(set(FORMS)) >= 100


@pytest.mark.parametrize("form", FORMS)
def test_a_hostile_url_leads_nowhere(form: str, canary: Counting) -> None:
    """Even where names lead to the canary, and the address that is written is itself listed."""
    url = form.replace("{port}", str(canary.port))
    before = canary.connections
    page = open_page(url, LISTED, leading_to("127.0.0.1"), private=["127.0.0.0/8"])
    assert (page.ended, page.body) == (Ended.REFUSED, b"")
    assert page.why
    assert canary.connections == before


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "[::1]", "0x7f.1", "2130706433"])
def test_an_address_is_not_opened_even_when_it_is_listed(host: str, canary: Counting) -> None:
    before = canary.connections
    listed = (f"{host}:{canary.port}", host)
    page = open_page(f"http://{host}:{canary.port}/", listed, leading_to("127.0.0.1"))
    assert page.ended is Ended.REFUSED
    assert canary.connections == before


@pytest.mark.parametrize("beside", [(), ("192.0.9.9",)])
@pytest.mark.parametrize("inner", INNER)
def test_a_listed_name_may_not_lead_inside(inner: str, beside: tuple[str, ...], canary: Counting) -> None:
    """Alone, or beside a harmless address: then none of them is taken."""
    listed = (f"score.hosting.test:{canary.port}",)
    before = canary.connections
    page = open_page(canary.url(), listed, leading_to(*beside, inner))
    assert (page.ended, page.why) == (
        Ended.REFUSED,
        "its name leads to an address that is not a public one",
    )
    assert canary.connections == before


class Rebinding:
    """Harmless when it is asked first, the canary from then on."""

    def __init__(self, harmless: str) -> None:
        self.harmless, self.asked = harmless, 0

    async def query(self, name: str, rdtype: str) -> Answer:
        if rdtype != "A":
            return Answer(name, rdtype, Outcome.NODATA)
        self.asked += 1
        return Answer(name, rdtype, Outcome.OK, (self.harmless if self.asked == 1 else "127.0.0.1",), 0)


def test_a_name_that_changes_its_mind_is_asked_once(canary: Counting, serving: Serve) -> None:
    harmless = serving(OK + b"harmless", host="127.0.0.9", port=canary.port)
    before = canary.connections
    page = open_page(
        harmless.url(),
        (f"score.hosting.test:{harmless.port}",),
        Rebinding("127.0.0.9"),
        private=["127.0.0.9"],
    )
    assert (page.ended, page.body) == (Ended.FOUND, b"harmless")
    assert (canary.connections, harmless.connections) == (before, 1)


def test_the_peer_is_looked_at_before_a_byte_is_sent(serving: Serve) -> None:
    server = serving(OK)
    target = Target("http", "score.hosting.test", server.port, "/", "127.0.0.1")
    answer = request(target, limits=Limits(peer_allowed=lambda peer: peer != "127.0.0.1"))
    assert isinstance(answer, HttpTrouble)
    assert answer.ended is Ended.REFUSED
    assert b"".join(server.heard) == b""


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
@pytest.mark.parametrize("field", ["Location", "Refresh", "Content-Location"])
def test_no_redirect_is_followed(status: int, field: str, canary: Counting, serving: Serve) -> None:
    to = f"http://127.0.0.1:{canary.port}/"
    value = f"0; url={to}" if field == "Refresh" else to
    server = serving(f"HTTP/1.1 {status} Go\r\n{field}: {value}\r\n\r\n".encode(), host="127.0.0.9")
    before = canary.connections
    page = open_page(
        server.url(), (f"score.hosting.test:{server.port}",), leading_to("127.0.0.9"), private=["127.0.0.9"]
    )
    assert (page.ended, page.status) == (Ended.FOUND, status)
    assert (canary.connections, server.connections) == (before, 1)


@pytest.mark.parametrize(
    ("says", "drip", "ended", "why"),
    [
        (OK + b"8.1 points", b"", Ended.FOUND, ""),
        (b"HTTP/1.1 410 Gone\r\nContent-Length: 0\r\n\r\n", b"", Ended.FOUND, ""),
        (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n", b"", Ended.FOUND, ""),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 9999999999\r\n\r\n", b"x" * 4096, Ended.BROKEN, "larger"),
        (OK, b"x" * 4096, Ended.BROKEN, "larger"),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nshort", b"", Ended.BROKEN, "middle"),
        (b"HTTP/1.1 200 OK\r\nX: ", b"x" * 4096, Ended.BROKEN, "not HTTP"),
        (b"HTTP/1.1 200 OK\r\n", b"X: y\r\n" * 200, Ended.BROKEN, "not HTTP"),
        (b"SSH-2.0-x\r\n", b"", Ended.BROKEN, "not HTTP"),
        (b"\0" * 100, b"", Ended.BROKEN, "not HTTP"),
        (b"", b"", Ended.BROKEN, "not HTTP"),
        (
            b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nffffffffff\r\n",
            b"",
            Ended.BROKEN,
            "not HTTP",
        ),
        (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n", b"", Ended.BROKEN, "not HTTP"),
    ],
)
def test_every_answer_is_a_value(says: bytes, drip: bytes, ended: Ended, why: str, serving: Serve) -> None:
    server = serving(says, drip=drip)
    page = open_page(
        server.url(), (f"score.hosting.test:{server.port}",), leading_to("127.0.0.1"), private=["127.0.0.1"]
    )
    assert page.ended is ended
    assert why in page.why
    assert len(page.body) <= 1_000_000


@pytest.mark.parametrize(
    ("says", "how"),
    [
        (OK, {"drip": b"x", "pause_s": 0.02}),
        (b"HTTP/1.1 200 OK\r\n", {"drip": b"X", "pause_s": 0.02}),
        (OK, {"hold": True}),
        (b"", {"hold": True}),
    ],
)
def test_the_deadline_counts_the_whole(says: bytes, how: dict[str, Any], serving: Serve) -> None:
    """Also for a server that keeps every single wait short, and never comes to an end."""
    server = serving(says, **how)
    target = Target("http", "score.hosting.test", server.port, "/", "127.0.0.1")
    answer = request(target, limits=Limits(deadline_s=0.2))
    assert isinstance(answer, HttpTrouble)
    assert answer.ended is Ended.TIMEOUT


@pytest.mark.parametrize(
    ("trouble", "why"),
    [
        (Outcome.NXDOMAIN, "its name has no address"),
        (Outcome.TIMEOUT, "its name could not be looked up"),
        (Outcome.OFFLINE, "this run is offline"),
    ],
)
def test_a_name_without_an_address_is_not_reachable(trouble: Outcome, why: str) -> None:
    zones = StaticZones({}, trouble={"score.hosting.test": trouble})
    page = open_page("https://score.hosting.test/", LISTED, zones)
    assert (page.ended, page.why) == (Ended.UNREACHABLE, why)


def test_nothing_is_told_about_ourselves(serving: Serve) -> None:
    server = serving(OK)
    open_page(
        server.url("/s/1?a=b#part"),
        (f"*.hosting.test:{server.port}",),
        leading_to("127.0.0.1"),
        private=["127.0.0.1"],
    )
    head = server.heard[0].decode()
    assert head.startswith("GET /s/1?a=b HTTP/1.1\r\n")
    assert f"Host: score.hosting.test:{server.port}\r\n" in head
    assert "Cookie" not in head
    assert "Referer" not in head
