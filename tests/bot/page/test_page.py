"""The page for a browser: what it shows, and that strangers' words stay words."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path

import pytest

from bot.page.journey import journey
from bot.page.page import Page, in_pieces
from bot.page.score import bar
from bot.page.way import stops, whole_time
from knowledge.vocabulary import Reason, RejectedBy, WhoCanFix
from triage.model import (
    Attachment,
    Authentication,
    DeliveryReport,
    Evidence,
    ExplainedMessage,
    Hop,
    ListMarks,
    MessageInfo,
    OriginalMessage,
    RecipientReport,
    SenderView,
    SpamTest,
    SpamVerdict,
)

NOW = datetime(2026, 3, 2, 10, tzinfo=UTC)
VOID = {"meta", "wbr"}
ELEMENTS = """
    html head meta title style body nav h1 h2 h3 h4 h5 h6 ol ul li a span b bdi main footer article p header
    div section dl dt dd figure figcaption blockquote details summary svg line rect time code table thead
    tbody tr th td wbr
"""


class Seen(HTMLParser):
    """Which elements and attributes are there, which words, and does every element end?"""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.words: list[str] = []
        self.open: list[str] = []
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if not self.open or self.open[-1] != "style":
            self.words.append(data)

    @property
    def text(self) -> str:
        return " ".join(" ".join(self.words).split())


def _page(*evidence: Evidence, path: str = "a.eml") -> Seen:
    page = Page()
    for number, one in enumerate(evidence):
        page.add(ExplainedMessage(path, number, one))
    return Seen(page.text())


def _full(word: str) -> Evidence:
    """Every place where a stranger's word can stand."""
    failed = RecipientReport(
        f"{word}@example.net", "failed", "5.1.1", 550, True, Reason.NO_SUCH_USER, RejectedBy.THIRD_PARTY,
        WhoCanFix.SENDER, word, word, word, word,
    )  # fmt: skip
    original = OriginalMessage(word, word, (word,), NOW, word)
    report = Evidence("ndr", ndr=DeliveryReport(word, original, (failed, failed)))
    return Evidence(
        "message",
        MessageInfo(word, word, (word,), NOW, word, word),
        hops=(Hop(word, word, word, word, NOW, 1.0), Hop(word, word, word, word, NOW, 4_000.0)),
        spam=SpamVerdict(True, 8.0, 5.0, 8, (SpamTest(word, 8.0, word), SpamTest(word, -1.0)), 8),
        authentication=Authentication(word, word, False, word, word, word, word),
        sender=SenderView(word, word, True, word),
        list_marks=ListMarks(True, word),
        nested=(report, Evidence("unreadable", problems=(word,))),
        problems=(word,),
        from_name=word,
        attachments=(Attachment(word, word, 1, word),),
    )


def test_the_way_of_a_bounce() -> None:
    seen = _page(_full("odd"))
    for said in ("Not delivered", "said no: 550 5.1.1", "The line that decided it", "the sender",
                 "not reached", "2 servers, 1 h 6 min in all", "8 points, spam from 5 on",
                 "Suspicious sender", "SPF", "sent to many", "Could not be read"):  # fmt: skip
        assert said in seen.text, said
    assert seen.open == []


def test_nothing_is_loaded_and_nothing_runs() -> None:
    seen = _page(_full("https://example.org/x.png"), _full("javascript:alert(1)"))
    assert {tag for tag, _ in seen.tags} <= set(ELEMENTS.split())
    names = {name for _, attributes in seen.tags for name in attributes}
    assert not {name for name in names if name.startswith("on")} | (
        names & {"src", "style", "action", "srcset"}
    )
    assert all((given.get("href") or "#").startswith("#") for _, given in seen.tags)
    policy = next(given["content"] for _, given in seen.tags if given.get("http-equiv"))
    assert policy and policy.startswith("default-src 'none'")


def _shape(seen: Seen) -> list[tuple[str, list[str]]]:
    """The elements and their attributes' names, without their values."""
    return [(tag, sorted(given)) for tag, given in seen.tags if tag != "wbr"]


NAUGHTY = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "' onmouseover='x",
    "</style><b>",
    "{{ 7 * 7 }}{% x %}",
    "&lt;b&gt;",
    "\u202eevil\u202c",
    "a\x00b\x1b[2J",
    "]]>",
    "<!--",
    "\ud800",
)


@pytest.mark.parametrize("word", NAUGHTY)
def test_strangers_words_stay_words(word: str) -> None:
    seen = _page(_full(word), path=word)
    assert _shape(seen) == _shape(_page(_full("plain"), path="plain"))
    assert not set(seen.text) & set("\u202a\u202b\u202d\u202e\u2066\u2067\u2068\x00\x1b\ud800")


def test_all_naughty_strings(samples: Path) -> None:
    strings = [one for one in json.loads((samples / "strings" / "blns.json").read_text()) if one.strip()]
    assert len(strings) > 500
    wanted = _shape(_page(_full("plain"), path="plain"))
    for word in strings:
        page = Page()
        page.add(ExplainedMessage(word, 0, _full(word)))
        drawn = page.text()
        assert _shape(Seen(drawn)) == wanted, word
        drawn.encode()


def test_host_names_break_at_their_dots() -> None:
    assert in_pieces("mx.<b>.example") == "mx.<wbr>&lt;b&gt;.<wbr>example"


def test_a_page_with_nothing_and_with_much() -> None:
    assert "There was no mail to read." in _page().text
    recipient = RecipientReport("b@example.net", "failed")
    many = Evidence("ndr", ndr=DeliveryReport(recipients=(recipient,) * 60))
    assert "and 10 more recipients" in _page(many).text
    seen = _page(Evidence("message", MessageInfo("One")), Evidence("message", MessageInfo("Two")))
    assert [given["href"] for tag, given in seen.tags if tag == "a"] == ["#mail-1", "#mail-2"]


def test_headings_skip_no_level() -> None:
    deep = _full("x")
    for _ in range(6):
        deep = Evidence("message", MessageInfo("outer"), nested=(deep,))
    levels = [int(tag[1]) for tag, _ in _page(deep).tags if tag in ("h1", "h2", "h3", "h4", "h5", "h6")]
    assert levels[0] == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))


@pytest.mark.parametrize(
    ("reporting", "remote", "action", "rejected_by", "states"),
    [
        ("mx.a", "mx.b", "failed", RejectedBy.THIRD_PARTY, ["passed", "passed", "stopped", "unreached"]),
        ("mx.a", "mx.b", "delayed", RejectedBy.UNKNOWN, ["passed", "passed", "waiting", "unreached"]),
        ("mx.a", None, "failed", RejectedBy.UNKNOWN, ["passed", "stopped", "unreached"]),
        ("mx.a", "mx.a", "failed", RejectedBy.PLATFORM, ["passed", "stopped", "unreached"]),
        ("mx.a", "mx.b", "failed", RejectedBy.SENDER_SIDE, ["passed", "stopped", "unreached"]),
        (None, None, "failed", RejectedBy.THIRD_PARTY, ["passed", "stopped", "unreached"]),
        ("mx.a", "mx.b", "delivered", RejectedBy.UNKNOWN, ["passed", "passed", "passed", "passed"]),
    ],
)
def test_where_it_stopped(
    reporting: str | None, remote: str | None, action: str, rejected_by: RejectedBy, states: list[str]
) -> None:
    recipient = RecipientReport("b@example.net", action, rejected_by=rejected_by, remote_mta=remote)
    found = journey(DeliveryReport(reporting), recipient)
    assert [station.state for station in found] == states
    assert found[-1].name == "b@example.net"


@pytest.mark.parametrize(
    "spam",
    [
        SpamVerdict(
            score=8.1, required=5.0, tests=(SpamTest("A", 7.0), SpamTest("B", 2.0), SpamTest("C", -0.9))
        ),
        SpamVerdict(score=-3.0, required=5.0, tests=(SpamTest("A", -3.0),)),
        SpamVerdict(score=4.0),
        SpamVerdict(score=0.0, required=0.0),
        SpamVerdict(score=-2.5),
        SpamVerdict(tests=(SpamTest("A"),)),
        SpamVerdict(score=1e9, required=5.0, tests=(SpamTest("A", 1e9), SpamTest("B", -1e9))),
        SpamVerdict(score=2.0, tests=tuple(SpamTest(f"T{at}", 0.1) for at in range(100))),
    ],
)
def test_the_bar_holds_its_pieces(spam: SpamVerdict) -> None:
    drawn = bar(spam)
    assert drawn is not None
    for piece in drawn.pieces:
        assert -0.02 <= piece.x <= piece.x + piece.width <= 100.03
    ends = sorted((piece.x, piece.x + piece.width) for piece in drawn.pieces)
    assert all(after[0] - before[1] < 0.05 for before, after in pairwise(ends))
    for mark in (drawn.zero, drawn.score, drawn.limit):
        assert mark is None or 0 <= mark <= 100
    assert len(drawn.rows) + drawn.left_out == len(spam.tests)


def test_no_bar_without_a_score() -> None:
    assert bar(SpamVerdict(flag=True)) is None


def test_longer_waits_have_longer_lines() -> None:
    hops = tuple(Hop(by="a", delay_s=delay) for delay in (None, 0.0, 3.0, 60.0, 3_600.0, 1e9))
    drawn = stops(hops)
    assert [stop.gap for stop in drawn] == sorted(stop.gap for stop in drawn)
    assert [stop.slow for stop in drawn] == [False, False, False, False, True, True]
    assert drawn[-1].gap < 120
    assert whole_time(hops[:3]) == "3 s"
    assert whole_time((Hop(),)) is None
