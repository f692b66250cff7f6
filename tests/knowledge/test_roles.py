"""Who is spoken of, in each language, and where mail goes to."""

from __future__ import annotations

from pathlib import Path

import pytest

from knowledge.errors import KnowledgeError
from knowledge.folding import words
from knowledge.roles import load_roles


@pytest.mark.parametrize(
    ("text", "language", "roles"),
    [
        ("I wrote to our supplier and it came back", "en", ["me", "to_me", "to_person", "person"]),
        ("The supplier wrote to us and it is refused", "en", ["person", "to_me"]),
        ("Der Lieferant schreibt an uns und wird nicht angenommen", "de", ["person", "to_me"]),
        ("A beszállító nem tud írni nekünk", "hu", ["person", "me"]),
        ("Le serveur du client refuse notre courrier et je ne sais pas", "fr", ["mailhost", "from_person"]),
        ("El proveedor no nos puede escribir", "es", ["person", "me"]),
        ("Il fornitore non ci può scrivere", "it", ["person", "me"]),
        ("De leverancier kan niet naar ons mailen", "nl", ["person", "to_me"]),
        ("Klient pisze do nas i nie dochodzi", "pl", ["person", "to_me"]),
        ("O fornecedor não nos consegue escrever", "pt", ["person", "me"]),
    ],
)
def test_who_is_spoken_of(text: str, language: str, roles: list[str]) -> None:
    row = words(text)
    known = load_roles()
    assert known.language(row) == language
    assert [role for _, role in known.found(row)][: len(roles)] == roles


def test_a_short_word_means_what_its_language_means() -> None:
    known = load_roles()
    assert "me" not in {role for _, role in known.found(words("Serwer i filtr nie działa, proszę"))}


@pytest.mark.parametrize("text", ["", "???", "qq", "x " * 5000])
def test_any_text_has_some_language_and_no_error(text: str) -> None:
    assert list(load_roles().found(words(text))) == []


@pytest.mark.parametrize(("entry", "named"), [("two words", "two words"), ("ab*", "ab")])
def test_a_wrong_entry_is_named(tmp_path: Path, entry: str, named: str) -> None:
    path = tmp_path / "roles.toml"
    path.write_text(f'[en]\ncommon = ["the"]\nme = ["{entry}"]\n', encoding="utf-8")
    with pytest.raises(KnowledgeError, match=named):
        load_roles(path)
