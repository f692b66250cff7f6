"""How parent and child speak: a length (four bytes, big-endian) and as many bytes. JSON, no pickle."""

from __future__ import annotations

import struct
from typing import BinaryIO

import msgspec

from knowledge.vocabulary import Platform
from triage.model import Evidence

MAX_FRAME = 128 * 1024 * 1024
_LENGTH = struct.Struct(">I")


class Request(msgspec.Struct, array_like=True):
    """What to read; the bytes follow in their own frame. `platform`: only when it is another than before.

    `file`: the SHA-256 of the one file that is wanted instead of the evidence.
    """

    name: str
    platform: Platform | None = None
    file: str | None = None


class Answer(msgspec.Struct, array_like=True):
    """Evidence, or the bytes of a file, or the name of the fault that ended the reading."""

    evidence: tuple[Evidence, ...] = ()
    fault: str | None = None
    file: bytes | None = None


def pack(payload: bytes) -> bytes:
    return _LENGTH.pack(len(payload)) + payload


def length_of(head: bytes) -> int:
    """The length that a frame's first four bytes announce. Raises `ValueError` when it is too much."""
    size: int = _LENGTH.unpack(head)[0]
    if size > MAX_FRAME:
        raise ValueError("frame too long")
    return size


def read_frame(stream: BinaryIO) -> bytes | None:
    """The next frame, or `None` at the end."""
    head = stream.read(4)
    if len(head) < 4:
        return None
    return stream.read(length_of(head))
