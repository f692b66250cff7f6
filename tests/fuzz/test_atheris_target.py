"""The target for atheris, without atheris."""

from __future__ import annotations

import sys

import pytest

from fuzz.atheris_target import FoundError, main, one_input


def test_what_is_right_passes() -> None:
    one_input(b"From: a@example.org\n\nbody")


def test_what_is_wrong_is_raised(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("triage.evidence.reader.read", lambda *_: ())
    with pytest.raises(FoundError, match="no tuple of evidence"):
        one_input(b"x")


def test_a_clear_word_without_atheris(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(sys.modules, "atheris", None)
    assert main() == 2
    assert "pip install atheris" in capsys.readouterr().err
