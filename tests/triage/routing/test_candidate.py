"""When is a new model taken? When it is not worse anywhere, on tickets that neither has seen."""

from __future__ import annotations

import json
import random
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from knowledge.labelled import Example
from knowledge.library import load_library
from knowledge.vocabulary import ProblemKind, Route
from triage.routing import candidate, make_model, train, versions
from triage.routing.candidate import comparison, digest_of, without_twins
from triage.routing.make_model import Made
from triage.routing.tally import Guess

AT = "2026-03-02T09:00:00+00:00"
SAYS = {
    Route.NEWSLETTER: "weekly offers unsubscribe list shop promotion catalogue discount voucher sale",
    Route.JUNK_EXPECTED: "junk folder full quarantine pills casino emptied again daily rubbish",
    Route.REAL_ISSUE: "missing never arrived waiting invoice lost colleague expected yesterday nothing",
    Route.NOT_A_TICKET: "office absence autumn holiday returning automatic reply away until monday",
}


def example(route: Route, number: int, says: Route | None = None, decision: str = "") -> Example:
    """A ticket in the words of `says`, labelled as `route`."""
    draw = random.Random(f"{says or route}{number}")
    text = " ".join(draw.sample(SAYS[says or route].split(), 5))
    problem = ProblemKind.MISSING_MAIL if route is Route.REAL_ISSUE else None
    name = f"{decision}{route}{number}"
    return Example(name, name, "en", "", text, route, problem, decision=decision)


def some(route: Route, numbers: range, says: Route | None = None, decision: str = "") -> list[Example]:
    return [example(route, number, says, decision) for number in numbers]


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A data folder whose own tickets hide the package's, so that learning takes a moment only."""
    folder = tmp_path / "knowledge" / "examples"
    folder.mkdir(parents=True)
    for path in load_library().example_files():
        (folder / path.name).write_text("", encoding="utf-8")
    write(folder / "own.jsonl", [one for route in SAYS for one in some(route, range(24))])
    monkeypatch.setattr(make_model, "cues", lambda library: ())
    monkeypatch.setattr(train, "cues", lambda library: ())
    yield tmp_path


def write(path: Path, examples: Sequence[Example]) -> None:
    lines = [
        {
            "id": one.id,
            "lang": one.lang,
            "text": one.text,
            "route": one.route.value,
            "problem": one.problem.value if one.problem else None,
        }
        for one in examples
    ]
    path.write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")


def make(data: Path, decided: Sequence[Example] = (), *, dry_run: bool = False) -> Made:
    return make_model.make_model(data, load_library(data), decided, AT, dry_run=dry_run)


GOOD = [one for route in SAYS for one in some(route, range(100, 106), decision="accepted")]
BAD = some(Route.JUNK_EXPECTED, range(200, 240), says=Route.NEWSLETTER, decision="rerouted")


def test_what_is_not_worse_is_taken(data: Path) -> None:
    made = make(data, GOOD)
    assert (made.outcome, made.in_use) == ("taken", 1)
    assert made.version is not None
    assert (made.version.compared_with, made.version.why) == (0, ())
    assert dict(made.version.learnt) == {"accepted": len(GOOD), "own": 96}
    found = versions.find_model(data, load_library(data))
    assert (found.number, found.model.name, found.passed_over) == (1, "model 1", ())
    said = found.model.read("weekly offers unsubscribe list")
    assert said.model == "model 1"
    assert max(said.routes, key=lambda route: said.routes[route]) is Route.NEWSLETTER


def test_what_is_worse_for_one_route_is_kept_but_refused(data: Path) -> None:
    make(data, GOOD)
    made = make(data, [*GOOD, *BAD])
    assert (made.outcome, made.in_use) == ("refused", 1)
    assert made.version is not None
    assert any(why.startswith("recall of newsletter falls from ") for why in made.version.why)
    kept = versions.story(data, 2)
    assert kept is not None
    assert (kept.taken, kept.why) == (False, made.version.why)
    assert versions.find_model(data, load_library(data)).number == 1
    assert versions.why_not(data, 2) is None, "a person may still choose it"


@pytest.mark.parametrize("decided", [[], GOOD, [*GOOD, *BAD]], ids=["nothing", "taken", "refused"])
def test_the_same_is_not_learnt_twice(data: Path, decided: list[Example]) -> None:
    first = make(data, decided)
    again = make(data, decided)
    assert again.outcome == "nothing_new"
    assert again.in_use == first.in_use
    assert len(versions.stories(data)) == (1 if decided else 0)


def test_a_dry_run_keeps_nothing(data: Path) -> None:
    made = make(data, GOOD, dry_run=True)
    assert (made.outcome, made.in_use) == ("taken", 0)
    assert made.comparison is not None
    assert not versions.pointer(data).exists()
    assert versions.stories(data) == ()


def test_a_candidate_is_compared_with_the_version_in_use(data: Path) -> None:
    make(data, GOOD)
    more = [*GOOD, *(one for route in SAYS for one in some(route, range(300, 303), decision="rerouted"))]
    made = make(data, more)
    assert made.version is not None
    assert (made.version.number, made.version.compared_with) == (2, 1)
    assert versions.roll_back(data) == 1
    assert versions.find_model(data, load_library(data)).number == 1


def test_neither_model_has_seen_the_family_that_it_judges(monkeypatch: pytest.MonkeyPatch) -> None:
    learnt: list[tuple[int, frozenset[str]]] = []
    judged: list[frozenset[str]] = []
    before = [one for route in SAYS for one in some(route, range(12))]
    after = [*before, *(replace(one, id=f"{one.id}b", text=one.text + " please") for one in before)]
    learn, lesson = train.Lesson.learn, train.Lesson.__init__
    rows: dict[int, Sequence[Example]] = {}

    def noting(self: train.Lesson, examples: Sequence[Example]) -> None:
        rows[id(self)] = examples
        lesson(self, examples)

    def spying(self: train.Lesson, mask: np.typing.NDArray[np.bool_], temperature: float = 1.0) -> object:
        seen = frozenset(rows[id(self)][int(place)].family for place in np.flatnonzero(mask))
        learnt.append((len(rows[id(self)]), seen))
        judged.append(frozenset(one.family for one in after) - seen)
        return learn(self, mask, temperature)

    monkeypatch.setattr(train.Lesson, "__init__", noting)
    monkeypatch.setattr(train.Lesson, "learn", spying)
    candidate.compare(before, after, ())
    for size in (len(before), len(after)):
        held = [away for (rows_learnt, _), away in zip(learnt, judged, strict=True) if rows_learnt == size]
        assert frozenset[str]().union(*held) == {one.family for one in after}
        assert sum(map(len, held)) == len({one.family for one in after})


@pytest.mark.parametrize(
    ("before", "after", "tickets", "ends", "worse"),
    [
        (0.95, 0.96, 500, (0.0, 0.02), False),
        (0.95, 0.92, 500, (-0.05, 0.01), True),  # by more than the margin
        (0.95, 0.94, 500, (-0.02, 0.01), False),  # within what chance may do
        (0.95, 0.94, 500, (-0.02, -0.001), True),  # little, but surely
        (0.95, 0.90, 20, (-0.15, 0.0), False),  # one ticket of twenty
        (0.95, 0.50, 5, (-0.6, -0.3), False),  # too few to say
        (None, 0.5, 500, None, False),
        (0.5, None, 500, None, False),
    ],
)
def test_what_counts_as_worse(
    before: float | None,
    after: float | None,
    tickets: int,
    ends: tuple[float, float] | None,
    worse: bool,
) -> None:
    assert candidate._is_worse("recall.newsletter", before, after, ends, tickets) is worse


@pytest.mark.parametrize(("after", "worse"), [(0.02, False), (0.029, False), (0.04, True)])
def test_a_calibration_error_may_hardly_grow(after: float, worse: bool) -> None:
    assert candidate._is_worse("calibration_error", 0.02, after, None, 500) is worse


def test_the_difference_is_that_of_the_same_tickets() -> None:
    one = example(Route.NEWSLETTER, 1)
    rights = [Guess(replace(one, family=str(n)), Route.NEWSLETTER, 0.9, None) for n in range(40)]
    wrongs = [
        replace(guess, route=Route.JUNK_EXPECTED) if n < 10 else guess for n, guess in enumerate(rights)
    ]
    rows = {row.measure: row for row in comparison(rights, wrongs).rows}
    recall = rows["recall.newsletter"]
    assert (recall.before, recall.after, recall.tickets, recall.worse) == (1.0, 0.75, 40, True)
    assert recall.change is not None
    assert recall.change[0] < -0.25 < recall.change[1]
    assert comparison(rights, rights).why_not == ()


def test_the_same_words_are_one_family_wherever_they_come_from() -> None:
    one = example(Route.NEWSLETTER, 1)
    twin = replace(one, id="t", family="ticket-9", text=one.text.upper(), decision="accepted")
    other = example(Route.NEWSLETTER, 2)
    assert [found.family for found in without_twins([one, twin, other])] == [
        one.family,
        one.family,
        other.family,
    ]


def test_a_digest_tells_what_is_taught_and_not_who_said_it() -> None:
    one = example(Route.NEWSLETTER, 1)
    assert digest_of(one) == digest_of(replace(one, id="x", family="y"))
    assert digest_of(one) != digest_of(replace(one, route=Route.JUNK_EXPECTED))
    assert digest_of(one) != digest_of(replace(one, decision="rerouted"))


def test_a_version_of_other_code_is_passed_over_and_made_anew(
    data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    make(data, GOOD)
    monkeypatch.setattr(versions, "reads_as", lambda: "another")
    found = versions.find_model(data, load_library(data))
    assert found.number == versions.BUILT
    assert "made by another version of mailtriage" in found.passed_over[0]
    made = make(data, GOOD)
    assert (made.outcome, made.in_use) == ("taken", 2)
    assert versions.find_model(data, load_library(data)).number == 2


def test_two_processes_that_train_at_once_make_one_version(data: Path, tmp_path: Path) -> None:
    write(tmp_path / "decided.jsonl", GOOD)
    code = (
        "import sys; from dataclasses import replace; from pathlib import Path;"
        "from knowledge.labelled import read_examples; from knowledge.library import load_library;"
        "from triage.routing import make_model, train;"
        "make_model.cues = train.cues = lambda library: ();"
        "data = Path(sys.argv[1]);"
        "decided = [replace(one, decision='accepted') for one in read_examples([data / 'decided.jsonl'])];"
        f"print(make_model.make_model(data, load_library(data), decided, {AT!r}).outcome)"
    )
    command = [sys.executable, "-c", code, str(data)]
    started = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _ in range(2)]
    said = sorted(process.communicate()[0].strip() for process in started)
    assert said == ["nothing_new", "taken"]
    assert [version.number for version in versions.stories(data)] == [1]
    assert not list(data.rglob("*.part"))
