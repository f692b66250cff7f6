from __future__ import annotations

import io
from pathlib import Path

import pytest

from triage.evidence.sources import Item, open_paths

MBOX = (
    b"From a@b.test Sat Nov 21 10:00:00 2026\nSubject: 1\n\none\n\n"
    b"From a@b.test Sat Nov 21 10:00:01 2026\nSubject: 2\n\n>From two\n"
)


def _open(*paths: str, stdin: bytes = b"") -> list[Item]:
    return list(open_paths(paths, io.BytesIO(stdin)))


def test_files_folders_and_mailboxes_in_order(tmp_path: Path) -> None:
    (tmp_path / "b" / "deep").mkdir(parents=True)
    (tmp_path / "a.eml").write_bytes(b"Subject: a\n\nx")
    (tmp_path / "b" / "deep" / "z.eml").write_bytes(b"Subject: z\n\nx")
    (tmp_path / "b" / "inbox").write_bytes(MBOX)
    folder = str(tmp_path)
    found = [(item.path.removeprefix(folder), item.index, item.raw[:10]) for item in _open(folder)]
    assert found == [
        ("/a.eml", 0, b"Subject: a"),
        ("/b/inbox", 0, b"Subject: 1"),
        ("/b/inbox", 1, b"Subject: 2"),
        ("/b/deep/z.eml", 0, b"Subject: z"),
    ]
    assert _open(str(tmp_path / "b" / "inbox"))[1].raw == b"Subject: 2\n\nFrom two\n"


def test_standard_input() -> None:
    (item,) = _open("-", stdin=b"Subject: x\n\ny")
    assert (item.path, item.index, item.raw) == ("-", 0, b"Subject: x\n\ny")
    assert [item.index for item in _open("-", stdin=MBOX)] == [0, 1]


def test_what_cannot_be_opened_has_its_line(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    (tmp_path / "broken").symlink_to(tmp_path / "nowhere")
    items = _open(str(tmp_path / "nix"), str(tmp_path / "empty"), str(tmp_path / "broken"))
    assert len(items) == 3
    assert all(item.problem for item in items)
    assert "No such file" in (items[0].problem or "")


@pytest.mark.parametrize("given", ["./x.eml", "x.eml", "../{folder}/x.eml"])
def test_the_path_is_exactly_as_given(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, given: str) -> None:
    (tmp_path / "x.eml").write_bytes(b"Subject: x\n\ny")
    monkeypatch.chdir(tmp_path)
    path = given.format(folder=tmp_path.name)
    assert [item.path for item in _open(path)] == [path]
