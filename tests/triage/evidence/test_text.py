"""Charsets, encoded words and HTML: bytes that strangers wrote, as text."""

from __future__ import annotations

import pytest

from triage.evidence.charsets import codec_name, decode_bytes
from triage.evidence.encoded_words import decode_words
from triage.evidence.html_text import html_text


@pytest.mark.parametrize(
    ("data", "charset", "text"),
    [
        (b"plain", None, "plain"),
        ("Grüße".encode(), None, "Grüße"),
        ("Grüße".encode("latin-1"), None, "Grüße"),
        ("Grüße".encode("latin-1"), "utf-8", "Grüße"),
        ("Grüße und mehr".encode()[:-1] + b"\xc3", "utf-8", "Grüße und meh\ufffd"),
        ("“quotes”".encode("cp1252"), "iso-8859-1", "“quotes”"),
        ("日本語".encode("iso-2022-jp"), None, "日本語"),
        ("日本語".encode("cp932"), "x-sjis", "日本語"),
        ("中文".encode("gb18030"), "gb2312", "中文"),
        ("Привет".encode("koi8-r"), "koi8-r", "Привет"),
        (b"text", "no-such-charset", "text"),
        (b"text", "base64", "text"),
        (b"+2D0-", "utf-7", "?"),
    ],
)
def test_decode_bytes(data: bytes, charset: str | None, text: str) -> None:
    assert decode_bytes(data, charset) == text


@pytest.mark.parametrize(
    "charset", ["idna", "punycode", "unicode_escape", "hex", "rot13", "zlib", "x" * 500, ""]
)
def test_codecs_that_are_no_charset(charset: str) -> None:
    assert codec_name(charset) is None


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("plain", "plain"),
        ("=?utf-8?Q?a=20b?=", "a b"),
        ("Re: =?utf-8?B?SGVsbG8=?= there", "Re: Hello there"),
        ("=?utf-8?B?w4Q=?= =?utf-8?B?w5Y=?=", "ÄÖ"),
        ("=?utf-8?B?ww==?= =?utf-8?B?hA==?=", "Ä"),
        ("=?iso-8859-1?Q?a?= =?utf-8?Q?b?=", "ab"),
        ("=?utf-8?Q?a b c?=", "a b c"),
        ("=?utf-8?B?SGVsbG8?=", "Hello"),
        ("=?x?Y?z?=", "=?x?Y?z?="),
    ],
)
def test_decode_words(value: str, text: str) -> None:
    assert decode_words(value) == (text, False)


def test_encoded_words_are_decoded_up_to_a_limit() -> None:
    text, cut = decode_words("=?utf-8?b?YWJj?= " * 20_000)
    assert cut
    assert text == "abc" * 100


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<p>one</p><p>two &amp; three</p>", "one\n\ntwo & three"),
        ("a<br>b<BR/>c", "a\nb\nc"),
        ("<style>p {}</style><script>x<y</script>shown", "shown"),
        ("<head><title>no</title></head><body>yes</body>", "yes"),
        ("<!-- hidden <b>x</b> -->seen", "seen"),
        ("<table><tr><td>550</td><td>5.1.1</td></tr></table>", "550 5.1.1"),
        ("&lt;ann@example.org&gt; and <ann@example.org>", "<ann@example.org> and <ann@example.org>"),
        ("<pre>a\n  b</pre>", "a\nb"),
        ("5 < 6 and <", "5 < 6 and <"),
    ],
)
def test_html_text(html: str, text: str) -> None:
    assert html_text(html) == text


def test_links_are_shown_when_asked_for() -> None:
    html = '<a href="https://score.platform.test/x?a=1&amp;b=2">why</a>'
    assert html_text(html) == "why"
    assert html_text(html, links=True) == "why <https://score.platform.test/x?a=1&b=2>"
