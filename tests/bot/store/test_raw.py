"""Raw bytes: whole or not there."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from bot.store.raw import RawFiles


@pytest.mark.parametrize("raw", [b"", b"From: a\r\n\r\n\x00\xff", b"x" * 3_000_000])
def test_what_is_put_comes_back(tmp_path: Path, raw: bytes) -> None:
    store = RawFiles(tmp_path / "raw")
    sha256 = store.put(raw)
    assert sha256 == store.put(raw) == hashlib.sha256(raw).hexdigest()
    assert store.get(sha256) == raw
    assert [path.name for path in (tmp_path / "raw").rglob("*") if path.is_file()] == [sha256]


@pytest.mark.parametrize("name", ["0" * 64, "../../etc/passwd", "", "ABC"])
def test_what_is_not_there(tmp_path: Path, name: str) -> None:
    with pytest.raises(LookupError):
        RawFiles(tmp_path).get(name)


def test_a_disk_that_is_full_leaves_nothing_half_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("bot.store.raw.os.fsync", full)
    store = RawFiles(tmp_path)
    with pytest.raises(OSError, match="No space"):
        store.put(b"mail")
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []
