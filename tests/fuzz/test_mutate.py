"""Damage comes out the same for the same seed, and what goes wrong is found and named."""

from __future__ import annotations

import random
import subprocess
import sys
from pathlib import Path

import pytest

from fuzz.families import FAMILIES
from fuzz.mutate import Cases
from fuzz.mutations import MUTATIONS, Mutation
from fuzz.outlook_mutations import OUTLOOK
from fuzz.target import check
from knowledge.vocabulary import Platform
from triage.evidence.reader import read
from triage.model import Evidence, Hop

MAIL = (
    b"From: a@example.org\nSubject: x\nContent-Type: multipart/mixed; boundary=b\n\n"
    b"--b\nContent-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: 8bit\n\n"
    b"550 5.1.1 <b@example.net>: no\n--b--\n"
)
NAME = "__substg1.0_0037001F".encode("utf-16-le")
ITEM = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(1_016) + NAME + b"e\0" * 492


@pytest.mark.parametrize("mutation", [*MUTATIONS, *OUTLOOK])
def test_the_same_damage_every_time(mutation: Mutation) -> None:
    raw = ITEM if mutation in OUTLOOK else MAIL
    one, two = (mutation(raw, MAIL, random.Random(7)) for _ in range(2))
    assert one == two
    assert any(mutation(raw, MAIL[::-1], random.Random(seed)) != raw for seed in range(30))
    assert check(read, one).wrong == []


@pytest.mark.parametrize("raw", [b"", b"\n", b"\xff"])
@pytest.mark.parametrize("mutation", [*MUTATIONS, *OUTLOOK])
def test_nothing_is_too_small_to_damage(mutation: Mutation, raw: bytes) -> None:
    assert isinstance(mutation(raw, MAIL, random.Random(1)), bytes)


def test_cases_by_number() -> None:
    corpora = {"ndr": [MAIL], "msg": [ITEM]}
    one, two = Cases(corpora, 1), Cases(corpora, 1)
    assert [one.make(number) for number in (3, 1, 2)] == [two.make(number) for number in (3, 1, 2)]
    assert {Cases(corpora, 1).make(number) for number in range(30)} != {
        Cases(corpora, 2).make(number) for number in range(30)
    }


def test_what_goes_wrong_is_named() -> None:
    def raises(raw: bytes, name: str, platform: Platform) -> tuple[Evidence, ...]:
        raise ValueError("on purpose")

    def nothing(raw: bytes, name: str, platform: Platform) -> tuple[Evidence, ...]:
        return ()

    def backwards(raw: bytes, name: str, platform: Platform) -> tuple[Evidence, ...]:
        return (Evidence("message", hops=(Hop(delay_s=-1.0),)),)

    seen: list[int] = []

    def another(raw: bytes, name: str, platform: Platform) -> tuple[Evidence, ...]:
        seen.append(1)
        return (Evidence("message", problems=(f"{len(seen)}",)),)

    for odd, words in (
        (raises, "ValueError"),
        (nothing, "no tuple of evidence"),
        (backwards, "delay_s"),
        (another, "two answers"),
    ):
        assert any(words in wrong for wrong in check(odd, MAIL).wrong), words


def command(*words: str) -> subprocess.CompletedProcess[str]:
    """The command as people run it: its limits are for a process of its own."""
    return subprocess.run([sys.executable, "-m", "fuzz.mutate", *words], capture_output=True, text=True)


def test_the_command(tmp_path: Path) -> None:
    (tmp_path / "ndr").mkdir()
    (tmp_path / "ndr" / "a").write_bytes(MAIL)
    saved = tmp_path / "case"
    run = command("--count", "20", "--seed", "1", "--samples", str(tmp_path))
    assert (run.returncode, "20 damaged mails" in run.stdout) == (0, True), run.stdout + run.stderr
    assert command("--only", "7", "--save", str(saved), "--samples", str(tmp_path)).returncode == 0
    assert saved.read_bytes() == Cases({"ndr": [MAIL]}, 1).make(7)
    assert command("--samples", str(tmp_path / "none")).returncode == 2


@pytest.mark.parametrize("name", FAMILIES)
def test_mail_that_grows(name: str) -> None:
    _, make = FAMILIES[name]
    assert len(make(20)) > len(make(5))
    assert check(read, make(20)).wrong == []
