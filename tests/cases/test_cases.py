"""Every mail of `mail/` gets the decision that `expected.toml` says, offline."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from knowledge.library import load_library
from triage.arrival import arrived
from triage.evidence.reader import read
from triage.model import Decision
from triage.pipeline import triage
from triage.routing.train import load_or_train
from triage.tools.clock import SystemClock
from triage.tools.protocols import Classifier, Tools
from triage.tools.resolver import OfflineResolver

HERE = Path(__file__).parent
EXPECTED: dict[str, dict[str, Any]] = tomllib.loads((HERE / "expected.toml").read_text("utf-8"))


@pytest.fixture(scope="session")
def classifier(tmp_path_factory: pytest.TempPathFactory) -> Classifier:
    return load_or_train(tmp_path_factory.mktemp("data"), load_library())


@pytest.fixture(scope="session")
def decisions(classifier: Classifier) -> dict[str, Decision]:
    return {name: decide(name, classifier) for name in EXPECTED}


def decide(name: str, classifier: Classifier) -> Decision:
    library = load_library()
    platform = library.platform(str(HERE / "platforms" / f"{EXPECTED[name]['platform']}.toml"))
    raw = (HERE / "mail" / f"{name}.eml").read_bytes()
    tools = Tools(OfflineResolver(), SystemClock(), classifier)
    return triage(arrived(read(raw, "", platform)[0], platform), library, tools)


def test_every_mail_has_its_row() -> None:
    assert {path.stem for path in (HERE / "mail").glob("*.eml")} == set(EXPECTED)


@pytest.mark.parametrize("name", EXPECTED)
def test_decision(name: str, decisions: dict[str, Decision]) -> None:
    decision, row = decisions[name], EXPECTED[name]
    problem = decision.problem.value if decision.problem else None
    assert (decision.route.value, problem, decision.action.value, sorted(decision.missing)) == (
        row["route"],
        row.get("problem"),
        row["action"],
        sorted(row["missing"]),
    ), decision.reasons


@pytest.mark.parametrize("name", EXPECTED)
def test_what_a_decision_holds(name: str, decisions: dict[str, Decision]) -> None:
    decision = decisions[name]
    assert (decision.reply is not None) or decision.action in ("escalate", "hold", "ignore")
    assert (decision.dossier is not None) == (decision.action == "escalate")
    if decision.action == "ask":
        assert decision.reply is not None
        assert "@" not in decision.reply.text
    if row_language := EXPECTED[name].get("language"):
        assert decision.reply is not None
        assert decision.reply.text.startswith({"de": "Guten Tag"}[row_language])


@pytest.mark.parametrize(
    ("name", "says", "never_says"),
    [
        ("pasted-exchange-report", "on your side, as the sender", "pass this message on"),
        ("third-party-no-such-user", "on your side, as the sender", "pass this message on"),
        ("third-party-delayed", "The delivery report says", "refus"),
        ("third-party-delayed", "being tried again", "cannot open a case"),
        ("newsletter-words", "glad of a newsletter", "says who it is"),
    ],
)
def test_a_reply_fits_its_reader(
    name: str, says: str, never_says: str, decisions: dict[str, Decision]
) -> None:
    reply = decisions[name].reply
    assert reply is not None
    assert says in reply.text
    assert never_says not in reply.text
