"""By which names people are greeted, and by which not."""

from __future__ import annotations

import pytest

from triage.replies.name import greeted_as


@pytest.mark.parametrize(
    ("display", "address", "name"),
    [
        ("Anna Fischer", "anna.fischer@bakery.test", "Anna Fischer"),
        ("Fischer, Anna", "a.fischer@bakery.test", "Anna Fischer"),
        ("Nagy Péter", "peter.nagy@example.org", "Nagy Péter"),
        ("José García López", "jgarcia@example.org", "José García López"),
        ("Jan van der Berg", "jan@example.org", "Jan van der Berg"),
        ("Jean-Luc O'Neill", "jeanluc.oneill@example.org", "Jean-Luc O'Neill"),
        ("Łukasz Wiśniewski", "l.wisniewski@example.org", "Łukasz Wiśniewski"),
        ("Anna", "anna@bakery.test", None),
        ("Marketing Team", "marketing@bakery.test", None),
        ("Anna Fischer", "office@bakery.test", None),
        ("Your Account Suspended", "account@bakery.test", None),
        ("Call Now", "x@bakery.test", None),
        ("Anna F1scher", "anna@bakery.test", None),
        ("Anna http://x.test", "anna@bakery.test", None),
        ("anna@bakery.test", "anna@bakery.test", None),
        ("anna fischer", "anna@bakery.test", None),
        ("Anna Fischеr", "anna@bakery.test", None),
        ("Anna\u202e Fischer", "anna@bakery.test", None),
        ("Anna {recipient}", "anna@bakery.test", None),
        ("Anna Maria Magdalena Josephine Theresia Fischer", "anna@bakery.test", None),
        ("Anna Fischer", "slack:U1", None),
        ("Rezeption Seehotel", "rezeption@seehotel.test", None),
        ("Gasthaus Adler", "adler@gasthaus-adler.test", None),
        ("Zahnarztpraxis Blum", "blum@praxis.test", None),
        ("Office Müller GmbH", "mueller@example.org", None),
        ("Pensjonat Nad Morzem", "morzem@example.org", None),
        ("Szálloda Portaszolgálat Recepció", "recepcio@example.org", None),
        ("Padaria do Largo", "largo@example.org", None),
        ("Casa do Largo", "casa@casadolargo.test", None),
        ("Garage Dupont", "dupont@example.org", None),
        ("Klantendienst De Boer", "boer@example.org", None),
        ("Ristorante Da Gino", "gino@example.org", None),
        ("Bruno Schmidt", "anna.fischer@bakery.test", None),
        ("", "anna@bakery.test", None),
        (None, None, None),
    ],
)
def test_name(display: str | None, address: str | None, name: str | None) -> None:
    assert greeted_as(display, address) == name
