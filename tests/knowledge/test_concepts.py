"""Words, folded, and what they stand for in each language."""

from __future__ import annotations

from pathlib import Path

import pytest

from knowledge.concepts import load_concepts
from knowledge.errors import KnowledgeError
from knowledge.folding import words


@pytest.mark.parametrize(
    ("text", "row"),
    [
        ("Kézbesítés KÉSIK!", ["kezbesites", "kesik", "."]),
        ("Łódź straße œuf", ["lodz", "strasse", "oeuf"]),
        ("to bob@example.org now", ["to", "qqaddress", "now"]),
        ("see https://example.org/a?b=1 ok", ["see", "qqurl", "ok"]),
        ("550 5.7.1 at 192.0.2.7", ["qqreply5", "qqcode5", "qqcode5x7x1", "at", "qqip"]),
        ("at 14:05, 3 of 1200", ["at", "qqtime", "qqfew", "of", "qqmany"]),
        ("a\n\nb", ["a", ".", "b"]),
        ("", []),
    ],
)
def test_words_are_folded_and_numbers_marked(text: str, row: list[str]) -> None:
    assert words(text) == row


@pytest.mark.parametrize(
    ("text", "concept"),
    [
        ("my junk folder", "junkfolder"),
        ("im Spam-Ordner", "junkfolder"),
        ("a levélszemét mappában", "junkfolder"),
        ("courrier indésirable", "junkfolder"),
        ("carpeta de spam", "junkfolder"),
        ("posta indesiderata", "junkfolder"),
        ("map ongewenste e-mail", "junkfolder"),
        ("w folderze spam", "junkfolder"),
        ("lixo eletrónico", "junkfolder"),
        ("nie dotarl", "missing"),
        ("nunca llegó", "missing"),
        ("ich habe mein passwort eingegeben", "hacked"),
    ],
)
def test_a_concept_is_found_in_any_language_with_or_without_accents(text: str, concept: str) -> None:
    assert concept in {name for _, name in load_concepts().found(words(text))}


@pytest.mark.parametrize(
    ("text", "language", "found"),
    [
        ("caiu no spam", None, True),
        ("caiu no spam", "pt", False),
        ("no llega", "es", True),
        ("bounced by o meu domínio", "pt", True),
    ],
)
def test_a_short_word_counts_in_its_own_language(text: str, language: str | None, found: bool) -> None:
    names = {name for _, name in load_concepts().found(words(text), language)}
    assert bool(names & {"not", "bounce"}) is found


def test_a_phrase_at_the_very_end_that_is_cut_off_is_none() -> None:
    assert "junkfolder" not in {name for _, name in load_concepts().found(["correo", "no"])}


@pytest.mark.parametrize("entry", ["ab*", "-", "spam* -"])
def test_a_wrong_entry_is_named(tmp_path: Path, entry: str) -> None:
    path = tmp_path / "concepts.toml"
    path.write_text(f'[x]\nen = ["{entry}"]', encoding="utf-8")
    with pytest.raises(KnowledgeError, match=r"\[x\] en"):
        load_concepts(path)
