"""Real mail, damaged at random (the same damage every time): always an answer, never an exception."""

from __future__ import annotations

import random
from pathlib import Path

import msgspec
import pytest

from knowledge.vocabulary import Platform
from triage.evidence.frames import Answer
from triage.evidence.quotes import new_text
from triage.evidence.reader import read
from triage.model.typed import from_json

PIECES = (
    b"\n",
    b"\r",
    b"\0",
    b"=?utf-8?q?",
    b"(",
    b'"',
    b"<",
    b"--",
    b"\xff\xfe",
    b"From ",
    b"\n\n",
    b"{\\rtf1",
)


def _damage(raw: bytes, other: bytes, chance: random.Random) -> bytes:
    data = bytearray(raw)
    for _ in range(chance.randint(1, 10)):
        at = chance.randrange(len(data) + 1)
        end = min(len(data), at + chance.randint(1, 200))
        how = chance.randrange(5)
        if how == 0:
            del data[at:end]
        elif how == 1:
            data[at:at] = data[at:end] * chance.randint(1, 20)
        elif how == 2:
            start = chance.randrange(len(other) + 1)
            data[at:end] = other[start : start + 2_000]
        elif how == 3:
            data[at:at] = chance.choice(PIECES) * chance.randint(1, 30)
        else:
            data[at:end] = chance.randbytes(end - at)
    return bytes(data)


@pytest.mark.parametrize("folder", ["ndr", "msg", "mail", "malformed"])
def test_damaged_mail(samples: Path, platform: Platform, folder: str) -> None:
    chance = random.Random(folder)
    paths = [path for path in sorted((samples / folder).rglob("*")) if path.is_file()]
    files = [path.read_bytes() for path in paths if path.stat().st_size < 100_000]
    for _ in range(100):
        raw = _damage(chance.choice(files), chance.choice(files), chance)
        found = read(raw, "", platform)
        assert found
        assert from_json(msgspec.json.encode(Answer(found)), Answer).evidence == found
        new_text(found[0].text[:5_000])
