"""How mail gets damaged: each function takes a mail, another one and chance, and gives a mail back."""

from __future__ import annotations

import base64
import random
import re
from collections.abc import Callable

from fuzz.pieces import ADDRESSES, CHARSETS, ENCODINGS, NAMES, PIECES, TYPES, VALUES

Mutation = Callable[[bytes, bytes, random.Random], bytes]

_LINE_ENDS = (b"\n", b"\r\n", b"\r", b"\n\r", b"\r\r\n", b"\x0b", b"\x0c", b"\xc2\x85", b"\xe2\x80\xa8", b"")
_BOUNDARY = re.compile(rb'boundary="?([^\s";]{1,200})', re.IGNORECASE)
_CHARSET = re.compile(rb'(?i)(charset="?)[^\s";]*')
_ENCODING = re.compile(rb"(?im)^(content-transfer-encoding:[ \t]*)[^\r\n]*")
_TYPE = re.compile(rb"(?im)^(content-type:[ \t]*)[^\r\n]*")
_NUMBER = re.compile(rb"\d[\d.:]*")
_ADDRESS = re.compile(rb"[\w.+-]{1,64}@[\w.-]{1,100}")
_ATTACHED = (
    b"message/rfc822",
    b"message/rfc822",
    b'application/octet-stream; name="a.eml"',
    b'text/plain; name="headers.txt"',
)
MOST_BYTES = 2_000_000


def cut(raw: bytes, other: bytes, chance: random.Random) -> bytes:
    return raw[: chance.randrange(len(raw) + 1)]


def behead(raw: bytes, other: bytes, chance: random.Random) -> bytes:
    return raw[chance.randrange(len(raw) + 1) :]


def splice_halves(raw: bytes, other: bytes, chance: random.Random) -> bytes:
    """The header of one, the body of another."""
    return raw.partition(b"\n\n")[0] + b"\n\n" + other.partition(b"\n\n")[2]


def splice_anywhere(raw: bytes, other: bytes, chance: random.Random) -> bytes:
    at, end = _span(raw, chance, 5_000)
    start = chance.randrange(len(other) + 1)
    return raw[:at] + other[start : start + chance.randint(1, 5_000)] + raw[end:]


def flip_bytes(raw: bytes, other: bytes, chance: random.Random) -> bytes:
    data = bytearray(raw)
    for _ in range(chance.randint(1, 30) if data else 0):
        data[chance.randrange(len(data))] = chance.randrange(256)
    return bytes(data)


def delete_span(raw: bytes, other: bytes, chance: random.Random) -> bytes:
    at, end = _span(raw, chance, 2_000)
    return raw[:at] + raw[end:]


def repeat_span(raw: bytes, other: bytes, chance: random.Random) -> bytes:
    at, end = _span(raw, chance, 400)
    return raw[:at] + raw[at:end] * chance.randint(2, 200) + raw[end:]


def insert_piece(raw: bytes, other: bytes, chance: random.Random) -> bytes:
    at = chance.randrange(len(raw) + 1)
    return raw[:at] + chance.choice(PIECES) * chance.choice((1, 1, 2, 10, 100, 2_000)) + raw[at:]


def shuffle_lines(raw: bytes, other: bytes, chance: random.Random) -> bytes:
    lines = raw.split(b"\n")
    for _ in range(chance.randint(1, 10)):
        a, b = chance.randrange(len(lines)), chance.randrange(len(lines))
        lines[a], lines[b] = lines[b], lines[a]
    return b"\n".join(lines)


def drop_lines(raw: bytes, other: bytes, chance: random.Random) -> bytes:
    rate = chance.random() / 3
    return b"\n".join(line for line in raw.split(b"\n") if chance.random() > rate)


def swap_line_ends(raw: bytes, other: bytes, chance: random.Random) -> bytes:
    """All of them, or each by chance."""
    lines = raw.replace(b"\r\n", b"\n").split(b"\n")
    if chance.random() < 0.5:
        return chance.choice(_LINE_ENDS[:5]).join(lines)
    return b"".join(line + chance.choice(_LINE_ENDS[: chance.randint(2, 10)]) for line in lines)


def indent_lines(raw: bytes, other: bytes, chance: random.Random) -> bytes:
    """As a quote, or as a clipboard leaves it."""
    mark = chance.choice((b"> ", b">", b">> ", b"> > ", b"| ", b" ", b"\t", b"* ")) * chance.choice(
        (1, 1, 3, 20)
    )
    return b"\n".join(mark + line for line in raw.split(b"\n"))


def add_field(raw: bytes, other: bytes, chance: random.Random) -> bytes:
    """One that the readers look at, with a value that no server writes."""
    value = chance.choice((*VALUES, *PIECES, *TYPES)) * chance.choice((1, 1, 1, 5, 500))
    return chance.choice(NAMES) + b": " + value.replace(b"\n", b"\n ") + b"\n" + raw


def huge_field(raw: bytes, other: bytes, chance: random.Random) -> bytes:
    size = chance.choice((1_000, 10_000, 70_000, 200_000))
    piece = chance.choice(PIECES).replace(b"\n", b"\n ")
    return chance.choice(NAMES) + b": " + (piece * (size // len(piece)))[:size] + b"\n" + raw


def many_fields(raw: bytes, other: bytes, chance: random.Random) -> bytes:
    line = (
        chance.choice(NAMES)
        + b": "
        + chance.choice((*VALUES, b"from a.test by b.test; " + VALUES[13]))
        + b"\n"
    )
    return line * chance.choice((2, 50, 150, 1_100)) + raw


def swap_charset(raw: bytes, other: bytes, chance: random.Random) -> bytes:
    charset = chance.choice(CHARSETS)
    return _CHARSET.sub(lambda found: found.group(1) + charset, raw, count=chance.choice((0, 1)))


def swap_encoding(raw: bytes, other: bytes, chance: random.Random) -> bytes:
    encoding = chance.choice(ENCODINGS)
    return _ENCODING.sub(lambda found: found.group(1) + encoding, raw, count=chance.choice((0, 1)))


def swap_type(raw: bytes, other: bytes, chance: random.Random) -> bytes:
    kind = chance.choice(TYPES)
    return _TYPE.sub(lambda found: found.group(1) + kind, raw, count=chance.choice((0, 1)))


def swap_numbers(raw: bytes, other: bytes, chance: random.Random) -> bytes:
    rate = chance.choice((0.02, 0.2, 1.0))
    return _NUMBER.sub(lambda found: chance.choice(VALUES) if chance.random() < rate else found.group(), raw)


def swap_addresses(raw: bytes, other: bytes, chance: random.Random) -> bytes:
    odd = chance.choice(ADDRESSES)
    return _ADDRESS.sub(lambda found: odd if chance.random() < 0.5 else found.group(), raw)


def confuse_boundary(raw: bytes, other: bytes, chance: random.Random) -> bytes:
    """One boundary begins another, is another's, is empty, is endless, never comes, or ends too early."""
    found = _BOUNDARY.findall(raw)
    if not found:
        return raw
    mark = chance.choice(found)
    new = chance.choice(
        (mark[:-1], mark + b"x", found[0], b"", b"x" * 5_000, b"--", b" ", mark + b"--", b"\xff")
    )
    count = chance.choice((1, 2, -1))
    if chance.random() < 0.3:
        return raw.replace(b"--" + mark, b"--" + mark + b"--", 1)
    return raw.replace(mark, new, count)


def repeat_part(raw: bytes, other: bytes, chance: random.Random) -> bytes:
    found = _BOUNDARY.search(raw)
    pieces = raw.split(b"--" + found.group(1)) if found else []
    if not found or len(pieces) < 3:
        return repeat_span(raw, other, chance)
    at = chance.randrange(1, len(pieces))
    count = chance.choice((2, 3, 50, 250)) if len(pieces[at]) < 4_000 else 2
    pieces[at:at] = [chance.choice(pieces[1:]) if chance.random() < 0.1 else pieces[at]] * count
    return (b"--" + found.group(1)).join(pieces)


def encode_body(raw: bytes, other: bytes, chance: random.Random) -> bytes:
    """The body as base64, perhaps cut or dirty."""
    head, _, body = raw.partition(b"\n\n")
    coded = base64.encodebytes(body)
    coded = coded[: chance.randrange(len(coded) + 1)] if chance.random() < 0.7 else coded
    coded = insert_piece(coded, other, chance) if chance.random() < 0.5 else coded
    return b"Content-Transfer-Encoding: base64\n" + head + b"\n\n" + coded


def attach(raw: bytes, other: bytes, chance: random.Random) -> bytes:
    """Within another mail: as a mail, as a file, as text."""
    kind = chance.choice((*TYPES, *_ATTACHED))
    coded = chance.random() < 0.4
    head = b"Content-Type: " + kind + (b"\nContent-Transfer-Encoding: base64\n\n" if coded else b"\n\n")
    outer = other.partition(b"\n\n")[0][:4_000] + b"\nContent-Type: multipart/mixed; boundary=x\n\n"
    return (
        outer + b"--x\n\nsee this\n--x\n" + head + (base64.encodebytes(raw) if coded else raw) + b"\n--x--\n"
    )


def nest(raw: bytes, other: bytes, chance: random.Random) -> bytes:
    """Mail in mail in mail, or parts in parts."""
    for level in range(chance.choice((2, 5, 25, 60))):
        if chance.random() < 0.5:
            raw = b"Subject: %d\nContent-Type: message/rfc822\n\n" % level + raw
        else:
            raw = b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (level, level) + raw
    return b"From: a@example.org\n" + raw


def forward_inline(raw: bytes, other: bytes, chance: random.Random) -> bytes:
    lead = chance.choice((b"-----Original Message-----", b"---------- Forwarded message ---------",
                          b"Begin forwarded message:", b"Von: a@b.c", b""))  # fmt: skip
    return b"From: a@example.org\nSubject: Fwd: x\n\nsee below\n\n" + lead + b"\n" + raw


def as_html(raw: bytes, other: bytes, chance: random.Random) -> bytes:
    head, _, body = raw.partition(b"\n\n")
    tag = chance.choice(
        (b"<br>", b"<div>", b"</p><p>", b"<tr><td>", b"<pre>", b"<!--", b"<style>", b"<a href='x")
    )
    return b"Content-Type: text/html\n" + head + b"\n\n<html><body>" + body.replace(b"\n", tag)


def as_mbox(raw: bytes, other: bytes, chance: random.Random) -> bytes:
    line = b"From a@example.org Sat Nov 21 19:56:36 2026\n"
    return b"\n".join((line + chance.choice((raw, other))) for _ in range(chance.choice((1, 2, 5))))


def as_other_text(raw: bytes, other: bytes, chance: random.Random) -> bytes:
    """The whole in another encoding, with or without its mark."""
    name = chance.choice(("utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp037", "utf-7"))
    return raw[:100_000].decode("latin-1").encode(name, "replace")


def noise(raw: bytes, other: bytes, chance: random.Random) -> bytes:
    at, end = _span(raw, chance, 1_000)
    return raw[:at] + chance.randbytes(end - at) + raw[end:]


MUTATIONS: tuple[Mutation, ...] = (
    cut, behead, splice_halves, splice_anywhere, flip_bytes, delete_span, repeat_span, insert_piece,
    shuffle_lines, drop_lines, swap_line_ends, indent_lines, add_field, huge_field, many_fields,
    swap_charset, swap_encoding, swap_type, swap_numbers, swap_addresses, confuse_boundary, repeat_part,
    encode_body, attach, nest, forward_inline, as_html, as_mbox, as_other_text, noise,
)  # fmt: skip


def mutate(raw: bytes, other: bytes, chance: random.Random) -> bytes:
    """One to five of them, one upon the other."""
    for _ in range(chance.choice((1, 1, 2, 2, 3, 5))):
        raw = chance.choice(MUTATIONS)(raw, other, chance)[:MOST_BYTES]
    return raw


def _span(raw: bytes, chance: random.Random, most: int) -> tuple[int, int]:
    at = chance.randrange(len(raw) + 1)
    return at, min(len(raw), at + chance.randint(1, most))
