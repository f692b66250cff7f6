"""`mailtriage knowledge` and `evaluate`, as typed."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from bot.commands import evaluate, knowledge

RUN = CliRunner()
TICKET = '{"id":"1","lang":"en","subject":"","text":"weekly offers","route":"newsletter"}\n'


@pytest.fixture(autouse=True)
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A data folder with a handful of tickets in place of the package's, so that learning takes a moment."""
    from knowledge.library import load_library

    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("MAILTRIAGE_DATA", str(tmp_path))
    folder = tmp_path / "knowledge" / "examples"
    folder.mkdir(parents=True)
    for path in load_library().example_files():
        (folder / path.name).write_text("", encoding="utf-8")
    lines = [TICKET.replace('"1"', f'"n{number}"') for number in range(6)]
    lines += [
        line.replace("weekly offers", "my junk folder")
        .replace("newsletter", "junk_expected")
        .replace('"n', '"j')
        for line in lines
    ]
    (folder / "own.jsonl").write_text("".join(lines), encoding="utf-8")
    return tmp_path


def test_list_and_show() -> None:
    listed = RUN.invoke(knowledge.app, ["list"])
    assert listed.exit_code == 0
    assert "mailbox-full" in listed.stdout
    shown = RUN.invoke(knowledge.app, ["show", "mailbox-full", "--json"])
    assert json.loads(shown.stdout)["reasons"] == ["mailbox_full"]


def test_an_unknown_article_gets_a_hint() -> None:
    result = RUN.invoke(knowledge.app, ["show", "mailbox-ful"])
    assert result.exit_code == 1
    assert 'did you mean "mailbox-full"?' in result.output


def test_search_prints_one_object_a_line() -> None:
    result = RUN.invoke(knowledge.app, ["search", "Postfach", "voll", "--json", "--limit", "1"])
    assert [json.loads(line)["slug"] for line in result.stdout.splitlines()] == ["mailbox-full"]


def test_evaluate_a_folder(tmp_path: Path) -> None:
    folder = tmp_path / "unseen"
    folder.mkdir()
    (folder / "a.jsonl").write_text(TICKET, encoding="utf-8")
    found = json.loads(RUN.invoke(evaluate.app, [str(folder), "--json"]).stdout.splitlines()[-1])
    assert (found["tickets"], found["route_accuracy"]) == (1, 1.0)


def test_evaluate_says_what_is_wrong(tmp_path: Path) -> None:
    empty = tmp_path / "empty"
    empty.mkdir()
    assert RUN.invoke(evaluate.app, [str(empty)]).exit_code == 1
    (empty / "a.jsonl").write_text("{", encoding="utf-8")
    result = RUN.invoke(evaluate.app, [str(empty)])
    assert result.exit_code == 1
    assert "line 1: is not JSON" in result.output
