"""Ways in which mail grows: a name, a size, and how mail of that size is made.

Sizes are a quarter of the limits, so that four times as much is still read whole.
"""

from __future__ import annotations

import base64
from collections.abc import Callable

_HEAD = b"From: a@example.org\nTo: b@example.net\nSubject: x\n"
_HOP = (
    b"Received: from a%d.example.org (a.example.org [192.0.2.1]) by b.example.org with ESMTPS id x%d;"
    b" Mon, 2 Mar 2026 10:00:00 +0000\n"
)
_REPORT = (
    _HEAD + b"Content-Type: multipart/report; report-type=delivery-status; boundary=b\n\n"
    b"--b\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; mx.example.org\n\n"
)
_RECIPIENT = (
    b"Final-Recipient: rfc822; user%d@example.net\nAction: failed\nStatus: 5.1.1\n"
    b"Diagnostic-Code: smtp; 550 5.1.1 No such user\n\n"
)
_BOUNCE_LINE = b"<user%d@example.net>: host mx.example.net said: 550 5.1.1 No such user\n"
_DAEMON = b"From: MAILER-DAEMON@mx.example.org\nSubject: Undelivered Mail\n\ndelivery failed\n"
_MBOX = b"From a@example.org Sat Nov 21 19:56:36 2026\nFrom: a@example.org\nSubject: %d\n\nbody\n\n"
_HTML = _HEAD + b"Content-Type: text/html\n\n"


Make = Callable[[int], bytes]


def _body(text: bytes, head: bytes = _HEAD) -> bytes:
    return head + b"\n" + text


def _top(field: bytes) -> bytes:
    return field.rstrip(b"\n") + b"\n" + _HEAD + b"\nbody\n"


def _coded(encoding: bytes, text: bytes) -> bytes:
    return _body(text, _HEAD + b"Content-Transfer-Encoding: " + encoding + b"\n")


def _parts(count: int, part: bytes = b"\npart\n") -> bytes:
    head = _HEAD + b"Content-Type: multipart/mixed; boundary=b\n"
    return _body((b"--b\n" + part) * count + b"--b--\n", head)


def _nested(count: int) -> bytes:
    return (_HEAD + b"Content-Type: message/rfc822\n\n") * count + b"body " * 20_000


def _numbered(line: bytes, count: int) -> bytes:
    return b"".join(line % ((number,) * line.count(b"%d")) for number in range(count))


_PDF = b"Content-Type: application/pdf\nContent-Transfer-Encoding: base64\n\n"
_OUTLOOK_HEAD = b"-----Original Message-----\nFrom: a@b.c\nTo: b@c.d\n\n"
_SAID = _RECIPIENT % 1

FAMILIES: dict[str, tuple[int, Make]] = {
    "Received fields": (240, lambda n: _top(_numbered(_HOP, n))),
    "other fields": (240, lambda n: _top(_numbered(b"X-A%d: b\n", n))),
    "one field's length": (8_000, lambda n: _top(b"Subject: " + b"a " * n)),
    "folds of one field": (1_500, lambda n: _top(b"References:" + b"\n <a@b.c>" * n)),
    "( in From": (16_000, lambda n: b"From: " + b"(" * n + b"a@b.c\n\nbody\n"),
    "quotation marks in From": (16_000, lambda n: b"From: " + b'"' * n + b"a@b.c\n\nbody\n"),
    "< in To": (16_000, lambda n: b"From: a@b.c\nTo: " + b"<" * n + b"a@b.c\n\nbody\n"),
    "@ in From": (8_000, lambda n: b"From: " + b"a@" * n + b"\n\nbody\n"),
    "addresses in To": (1_200, lambda n: b"From: a@b.c\nTo: " + _numbered(b"u%d@b.c, ", n) + b"\n\nbody\n"),
    "encoded words": (25, lambda n: _top(b"Subject: " + b"=?utf-8?b?w6k=?= " * n)),
    "fields of encoded words": (200, lambda n: _top((b"X: " + b"=?utf-8?q?=C3?= " * 99 + b"\n") * n)),
    "parts": (50, _parts),
    "boundary lines that are none": (50_000, lambda n: _parts(1) + b"--bb\n" * n),
    "one part's text": (10_000, lambda n: _parts(1, b"\n" + b"text " * n + b"\n")),
    "mail in mail": (5, _nested),
    "one line of text": (10_000, lambda n: _body(b"word " * n)),
    "one line without a space": (50_000, lambda n: _body(b"a" * n)),
    "lines of text": (2_000, lambda n: _body(b"some words of text here\n" * n)),
    "empty lines": (50_000, lambda n: _body(b"\n" * n + b"x")),
    "spaces": (50_000, lambda n: _body(b" " * n + b"x")),
    "quoted lines": (4_000, lambda n: _body(b"> some words\n" * n)),
    "levels of quotes": (50_000, lambda n: _body(b">" * n + b" 550 5.1.1 <a@b.c>\n")),
    "lines of levels of quotes": (1_000, lambda n: _body((b">" * 40 + b" words\n") * n)),
    "pasted headers": (400, lambda n: _body(_numbered(_HOP, n))),
    "forwarded heads": (800, lambda n: _body(_OUTLOOK_HEAD * n)),
    "lines with a colon": (4_000, lambda n: _body(b"From: a@b.c\n" * n)),
    "codes in text": (600, lambda n: _body(_numbered(_BOUNCE_LINE, n))),
    "recipients of a report": (500, lambda n: _REPORT + _numbered(_RECIPIENT, n) + b"--b--\n"),
    "recipients of a bounce in words": (400, lambda n: _body(_numbered(_BOUNCE_LINE, n), _DAEMON)),
    "one diagnostic's length": (
        5_000,
        lambda n: _REPORT + _SAID.replace(b"No", b"No " * n) + b"--b--\n",
    ),
    "text of a bounce": (2_000, lambda n: _DAEMON + b"some words of text here\n" * n + _BOUNCE_LINE % 1),
    "digits and dots": (10_000, lambda n: _DAEMON + b"5.1." * n),
    "< in a bounce": (40_000, lambda n: _DAEMON + b"<" * n + b"a@b.c> 550 5.1.1 no"),
    "@ in a bounce": (15_000, lambda n: _DAEMON + b"a@a" * n),
    "colons in a bounce": (20_000, lambda n: _DAEMON + b"a:" * n + b"\n" + _BOUNCE_LINE % 1),
    "base64": (40_000, lambda n: _coded(b"base64", base64.encodebytes(b"word " * n))),
    "dirty base64": (60_000, lambda n: _coded(b"base64", b"QU-" * n)),
    "quoted-printable": (30_000, lambda n: _coded(b"quoted-printable", b"=C3=A9" * n)),
    "an attachment": (1_000_000, lambda n: _parts(1, _PDF + base64.encodebytes(bytes(n)))),
    "HTML tags": (3_000, lambda n: _HTML + b"<div><b>a</b></div>" * n),
    "HTML left open": (5_000, lambda n: _HTML + b"<a href='" * n),
    "HTML comments": (12_000, lambda n: _HTML + b"<!--" * n),
    "HTML entities": (7_000, lambda n: _HTML + b"&amp;lt" * n),
    "HTML brackets": (50_000, lambda n: _HTML + b"<" * n),
    "HTML spaces": (50_000, lambda n: _HTML + b"<p" + b" " * n),
    "mails of a mailbox": (200, lambda n: _numbered(_MBOX, n)),
    "mailbox lines that are none": (20_000, lambda n: _MBOX % 1 + b"From a 10:00\n" * n),
    "spam tests": (1_500, lambda n: _top(b"X-Spam-Status: Yes, score=8 tests=" + _numbered(b"T_%d=1,", n))),
    "authentication results": (
        800,
        lambda n: _top(b"Authentication-Results: x;" + b" spf=pass (x) a=b;" * n),
    ),
    "parameters": (1_500, lambda n: _top(b"Content-Type: text/plain" + _numbered(b"; a%d=b", n))),
    "pieces of a parameter": (800, lambda n: _top(b"Content-Type: a/b" + _numbered(b"; name*%d*=b", n))),
    "carriage returns": (100_000, lambda n: _HEAD.replace(b"\n", b"\r") + b"\r" * n),
    "bytes of zero": (50_000, lambda n: _body(bytes(n))),
}
