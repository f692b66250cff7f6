"""Which words does a header field hold when its encoded words (RFC 2047) are decoded?"""

from __future__ import annotations

import binascii
import re

from triage.evidence.charsets import decode_bytes
from triage.evidence.limits import MAX_DECODED_CHARS, MAX_ENCODED_WORDS

_WORD = re.compile(r"=\?([^?\s]{1,60})\?([bBqQ])\?([^?\n]*)\?=")
_BLANK = frozenset(" \t\r\n")


def decode_words(value: str) -> tuple[str, bool]:
    """The decoded text, and whether a limit cut it short.

    Neighbours of one charset are joined before they are decoded: senders split characters between them.
    """
    if "=?" not in value:
        return value, False
    cut = len(value) > MAX_DECODED_CHARS
    value = value[:MAX_DECODED_CHARS]
    out: list[str] = []
    pending = b""
    charset = ""
    at = count = 0
    for match in _WORD.finditer(value):
        count += 1
        if count > MAX_ENCODED_WORDS:
            cut = True
            break
        gap = value[at : match.start()]
        kind, found = match.group(2).lower(), match.group(1).lower()
        if pending and (found != charset or not _BLANK.issuperset(gap)):
            out.append(decode_bytes(pending, charset))
            pending = b""
        if at == 0 or not _BLANK.issuperset(gap):
            out.append(gap)
        pending += _base64(match.group(3)) if kind == "b" else _quoted(match.group(3))
        charset, at = found, match.end()
    if pending:
        out.append(decode_bytes(pending, charset))
    if count <= MAX_ENCODED_WORDS:
        out.append(value[at:])
    return "".join(out), cut


def _base64(text: str) -> bytes:
    data = text.encode("ascii", "ignore").rstrip(b"=")
    try:
        return binascii.a2b_base64(data + b"=" * (-len(data) % 4))
    except binascii.Error:
        try:
            return binascii.a2b_base64(data[: len(data) // 4 * 4])
        except binascii.Error:
            return data


def _quoted(text: str) -> bytes:
    return binascii.a2b_qp(text.encode("utf-8", "replace").replace(b" ", b"_"), header=True)
