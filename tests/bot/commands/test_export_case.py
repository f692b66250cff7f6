"""`mailtriage export --case N`: the case of one ticket."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from bot.cli import app


@pytest.mark.parametrize("more", [[], ["--text"]])
def test_a_case_that_is_not_there(tmp_path: Path, more: list[str]) -> None:
    environ = {"MAILTRIAGE_DATA": str(tmp_path), "MAILTRIAGE_PLATFORM": "oss"}
    CliRunner().invoke(app, ["db", "upgrade"], env=environ)
    answer = CliRunner().invoke(app, ["export", "--case", "7", *more], env=environ)
    assert (answer.exit_code, answer.stdout) == (1, "")
    assert "There is no ticket 7." in answer.stderr
