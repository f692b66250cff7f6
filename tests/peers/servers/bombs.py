"""Mails that are made to hurt: each is small to write, and large to read."""

from __future__ import annotations

import base64
import io
import random
import zipfile
from collections.abc import Callable

_MB = 1024 * 1024
_LINE = 76


def bombs() -> tuple[Callable[[str], bytes], ...]:
    """Every kind; each makes one mail out of the head that it is given (fields, without the empty line)."""
    return (nested_mails, nested_parts, large, too_large, fields, zipped, encoded_words, hops)


def nested_mails(head: str) -> bytes:
    inner = b"Content-Type: message/rfc822\r\n\r\nFrom: a@example.org\r\nSubject: x\r\n" * 5_000
    return head.encode() + inner + b"\r\nbody\r\n"


def nested_parts(head: str) -> bytes:
    opened = (
        f"Content-Type: multipart/mixed; boundary=b{depth}\r\n\r\n--b{depth}\r\n" for depth in range(20_000)
    )
    return f"{head}MIME-Version: 1.0\r\n{''.join(opened)}\r\nbody\r\n".encode()


def large(head: str) -> bytes:
    """A little below the 25 MB that are read."""
    return _attached(head, "scan.bin", random.Random(25).randbytes(18 * _MB))


def too_large(head: str) -> bytes:
    return _attached(head, "scan.bin", random.Random(26).randbytes(19 * _MB))


def fields(head: str) -> bytes:
    return head.encode() + b"".join(b"X-%d: y\r\n" % number for number in range(100_000)) + b"\r\nbody\r\n"


def zipped(head: str) -> bytes:
    """A gigabyte of zeros."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for number in range(10):
            archive.writestr(f"{number}.txt", bytes(10 * _MB))
        inner = packed.getvalue()
        for number in range(10):
            archive.writestr(f"{number}.zip", inner)
    return _attached(head, "invoice.zip", packed.getvalue())


def encoded_words(head: str) -> bytes:
    words = "\r\n ".join(["=?utf-8?b?w6k=?="] * 100_000)
    return f"{head}X-Comment: {words}\r\nTo: {words}\r\n\r\nbody\r\n".encode()


def hops(head: str) -> bytes:
    line = b"Received: from a (b [192.0.2.1]) by c with SMTP id d; Mon, 2 Mar 2026 10:00:00 +0000\r\n"
    return line * 40 + head.encode() + (b"References: " + b"<a@b.c>\r\n " * 50_000) + b"\r\n\r\nbody\r\n"


def _attached(head: str, name: str, content: bytes) -> bytes:
    kind = f'Content-Type: application/octet-stream; name="{name}"\r\nContent-Transfer-Encoding: base64\r\n'
    coded = base64.b64encode(content)
    lines = b"\r\n".join(coded[at : at + _LINE] for at in range(0, len(coded), _LINE))
    begin = f"{head}MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n"
    begin += "--b\r\n\r\nSee the file.\r\n"
    return f"{begin}--b\r\n{kind}\r\n".encode() + lines + b"\r\n--b--\r\n"
