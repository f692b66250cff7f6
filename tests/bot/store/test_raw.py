"""Raw bytes: whole or not there."""

from __future__ import annotations

import hashlib
import os
import shutil
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


def test_what_a_killed_process_left_half_written_goes_in_time(tmp_path: Path) -> None:
    folder = RawFiles(tmp_path / "raw").path(hashlib.sha256(b"mail").hexdigest()).parent
    folder.mkdir(parents=True)
    old, young = folder / ".new-old", folder / ".new-young"
    for path in (old, young):
        path.write_bytes(b"ma")
    os.utime(old, (1_000_000, 1_000_000))
    sha256 = RawFiles(tmp_path / "raw").put(b"mail")
    assert {path.name for path in folder.iterdir()} == {sha256, young.name}


def test_a_folder_that_somebody_removed_is_made_again(tmp_path: Path) -> None:
    store = RawFiles(tmp_path / "raw")
    shutil.rmtree(store.path(store.put(b"mail")).parent)
    assert store.get(store.put(b"mail")) == b"mail"


def test_names_are_on_disk_also_where_another_one_made_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sha256 = RawFiles(tmp_path / "raw").put(b"mail")
    synced: list[Path] = []
    monkeypatch.setattr("bot.store.raw._sync_folder", synced.append)
    store = RawFiles(tmp_path / "raw")
    assert store.put(b"mail") == sha256
    assert set(synced) >= {tmp_path, tmp_path / "raw", store.path(sha256).parent}
