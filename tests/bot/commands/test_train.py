"""`mailtriage train`, `models`, `evaluate` and `export --examples`, on a desk with decided tickets."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from sqlalchemy import insert
from typer.testing import CliRunner, Result

from bot.cli import app
from bot.store.engine import Store
from bot.store.migrate import upgrade
from bot.store.schema.example import examples
from bot.store.schema.ticket import tickets
from knowledge.library import load_library
from tests.bot.conftest import START

NEWSLETTER = "weekly offers unsubscribe list shop promotion catalogue voucher"
JUNK = "junk folder full quarantine pills casino emptied daily rubbish"
PEOPLE = "ann bo cy di ed flo gus hal ida jo kim lee meg ned oz pat ray sue tom uma"


@pytest.fixture(autouse=True)
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A data folder with a handful of tickets in place of the package's, so that learning takes a moment."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("MAILTRIAGE_DATA", str(tmp_path))
    monkeypatch.setattr("triage.routing.make_model.cues", lambda library: ())
    monkeypatch.setattr("triage.routing.train.cues", lambda library: ())
    folder = tmp_path / "knowledge" / "examples"
    folder.mkdir(parents=True)
    for path in load_library().example_files():
        (folder / path.name).write_text("", encoding="utf-8")
    write(folder / "own.jsonl", range(12))
    return tmp_path


def write(path: Path, numbers: range) -> None:
    lines = [
        {"id": f"{route}{number}", "lang": "en", "text": text(words, number), "route": route}
        for route, words in (("newsletter", NEWSLETTER), ("junk_expected", JUNK))
        for number in numbers
    ]
    path.write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")


def text(words: str, number: int) -> str:
    row = words.split()
    return " ".join((*row[number % 4 : number % 4 + 4], PEOPLE.split()[number % 20]))


def decide(data: Path, *rows: tuple[str, str, str]) -> None:
    """Put decided tickets into the database: what was done, the route that stands, the words."""
    store = Store(f"sqlite:///{data / 'mailtriage.sqlite3'}")
    upgrade(store)
    with store.write() as connection:
        for what, route, words in rows:
            ticket = {
                "subject": "x", "requester": "a@example.org", "channel": "mail", "platform": "oss",
                "state": "triaged", "missing": [], "known": {}, "created_at": START, "updated_at": START,
            }  # fmt: skip
            number = connection.execute(insert(tickets).values(ticket).returning(tickets.c.number)).scalar()
            row: dict[str, object] = {
                "ticket": number,
                "what": what,
                "actor": "ann",
                "route": route,
                "data": {},
                "at": START,
            }
            connection.execute(insert(examples).values(row | {"text": words}))
    store.close()


def run(*words: str) -> Result:
    return CliRunner().invoke(app, words)


def as_json(*words: str) -> dict[str, object]:
    found: dict[str, object] = json.loads(run(*words, "--json").stdout.splitlines()[-1])
    return found


def model(number: int) -> dict[str, object]:
    rows: list[dict[str, object]] = [json.loads(line) for line in run("models", "--json").stdout.splitlines()]
    (found,) = [row for row in rows if row["number"] == number]
    return found


GOOD = [("accepted", "newsletter", text(NEWSLETTER, number)) for number in range(12, 18)]
BAD = [
    ("rerouted", "junk_expected", text(NEWSLETTER, n) + f" {PEOPLE.split()[(n + 7) % 20]}") for n in range(20)
]


def test_nothing_decided_is_nothing_new(data: Path) -> None:
    ended = run("train")
    assert ended.exit_code == 0
    assert "Nothing new: the built model is in use" in ended.stdout
    assert not (data / "mailtriage.sqlite3").exists()


def test_learnt_taken_listed_and_rolled_back(data: Path) -> None:
    decide(data, *GOOD, ("dismissed", "newsletter", "whatever this is"))
    assert "it would be taken" in run("train", "--dry-run").stdout
    assert as_json("train", "--dry-run")["in_use"] == 0
    taken = run("train")
    assert taken.exit_code == 0
    assert "Learnt from 6 accepted tickets, 24 examples of your own" in taken.stdout
    assert "it is in use now" in taken.stdout
    assert as_json("train")["outcome"] == "nothing_new"
    listed = model(1)
    assert (listed["number"], listed["taken"], listed["in_use"]) == (1, True, True)
    assert listed["learnt"] == {"accepted": 6, "own": 24}
    assert "The built model is in use now." in run("models", "--rollback").stderr
    assert (model(0)["in_use"], model(1)["in_use"]) == (True, False)
    again = run("models", "--rollback")
    assert again.exit_code == 1
    assert "there is none before it" in again.stderr
    assert "Model 1 is in use now." in run("models", "--use", "1").stderr
    assert (model(0)["in_use"], model(1)["in_use"]) == (False, True)


def test_what_is_worse_is_refused_and_says_where(data: Path) -> None:
    decide(data, *BAD)
    refused = run("train")
    assert refused.exit_code == 1
    assert "It is refused: " in refused.stdout
    assert "of newsletter falls from " in refused.stdout
    assert "The built model stays in use." in refused.stdout
    found = as_json("train")
    assert (found["outcome"], found["version"], found["in_use"]) == ("nothing_new", 1, 0)
    assert "falls from" in run("models").stdout
    assert "it was refused" in run("models", "--use", "1").stderr


@pytest.mark.parametrize(
    ("words", "status", "said"),
    [
        (("models", "--use", "9"), 1, "0009.json is missing"),
        (("models", "--use", "-1"), 2, ""),
        (("models", "--rollback", "--use", "1"), 2, "one of them"),
        (("evaluate", "no-such-folder"), 2, "no such file or folder"),
    ],
)
def test_wrong_wishes(words: tuple[str, ...], status: int, said: str) -> None:
    ended = run(*words)
    assert ended.exit_code == status
    assert said in ended.stderr


def test_a_damaged_model_is_named(data: Path) -> None:
    decide(data, *GOOD)
    run("train")
    (data / "models" / "versions" / "0001.npz").write_bytes(b"?")
    listed = run("models")
    assert "0001.npz is missing or damaged: model 1 is not used" in listed.stderr
    assert "0001.npz is missing or damaged" in run("evaluate", "knowledge/examples/own.jsonl").stderr


def test_what_agents_decided_can_be_evaluated(data: Path) -> None:
    decide(data, *GOOD, ("rerouted", "junk_expected", f"{text(JUNK, 19)} ann@firm.example"))
    exported = run("export", "--examples")
    assert "ann@firm" not in exported.stdout
    (data / "decided").mkdir()
    (data / "decided" / "all.jsonl").write_text(exported.stdout, encoding="utf-8")
    found = as_json("evaluate", "decided")
    assert (found["tickets"], found["route_accuracy"]) == (7, 1.0)


def test_a_ticket_that_was_learnt_from_proves_nothing(data: Path) -> None:
    own = data / "knowledge" / "examples" / "own.jsonl"
    assert "has learnt from 24 of these tickets" in run("evaluate", str(own)).stderr
    write(data / "new.jsonl", range(12, 14))
    assert "has learnt" not in run("evaluate", "new.jsonl").stderr


def test_curves_are_drawn(data: Path) -> None:
    ended = run("evaluate", "--curves", "curves")
    assert ended.exit_code == 0
    assert {path.name for path in (data / "curves").iterdir()} == {"reliability.svg", "coverage.svg"}
    for heading in ("right when sure", "it said", "language"):
        assert heading in ended.stdout


def test_the_whole_pipeline_judges_what_is_missing(data: Path) -> None:
    line = {
        "id": "a", "lang": "en", "from": "tom@firm.example", "subject": "Lost",
        "text": "sue@shop.example wrote to me yesterday at 9:05 am, and it never arrived.",
        "route": "real_issue", "problem": "missing_mail", "missing": ["junk_checked"],
    }  # fmt: skip
    (data / "unseen.jsonl").write_text(json.dumps(line), encoding="utf-8")
    learnt = [
        {"id": f"m{n}", "lang": "en", "text": f"a mail never arrived {n}", "route": "real_issue"}
        | {"problem": "missing_mail"}
        for n in range(9)
    ]
    lines = "".join(json.dumps(one) + "\n" for one in learnt)
    (data / "knowledge" / "examples" / "more.jsonl").write_text(lines, encoding="utf-8")
    found = as_json("evaluate", "unseen.jsonl", "--pipeline")
    assert found["tickets"] == 1
    assert found["missing"] == {"precision": 1.0, "recall": 1.0, "tickets": 1}
    assert "missing details: recall" in run("evaluate", "unseen.jsonl", "--pipeline").stdout
