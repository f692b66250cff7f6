"""Addresses in the shapes that people and programs give them."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from knowledge.vocabulary import ProblemKind
from triage.details import sender
from triage.details.spelt import plain_addresses
from triage.details.telling import Telling

ROWS = [
    ("bob (at) partner.test", "bob@partner.test"),
    ("bob [at] partner [dot] test", "bob@partner.test"),
    ("bob at partner dot test", "bob@partner.test"),
    ("bob.smith AT mail DOT partner DOT test", "bob.smith@mail.partner.test"),
    ("bob kukac partner pont test", "bob@partner.test"),
    ("bob arroba partner punto test", "bob@partner.test"),
    ("bob chiocciola partner.test", "bob@partner.test"),
    ("bob małpa partner kropka test", "bob@partner.test"),
    ("bob apenstaartje partner punt test", "bob@partner.test"),
    ("bob @ partner.test", "bob@partner.test"),
    ("<mailto:bob@partner.test|bob@partner.test>", "bob@partner.test"),
    ("[Bob](mailto:bob@partner.test)", "bob@partner.test"),
    ("bob@partner.test <mailto:bob@partner.test>", "bob@partner.test"),
    ("bob@partner.test<mailto:bob@partner.test>", "bob@partner.test"),
    # no addresses
    ("look at example.test", "look at example.test"),
    ("we met at noon", "we met at noon"),
    ("all channels @ 5", "all channels @ 5"),
]


@pytest.mark.parametrize(("text", "plain"), ROWS)
def test_plain_addresses(text: str, plain: str) -> None:
    assert plain_addresses(text) == plain


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("I miss a mail from bob@bäckerei.test", "bob@bäckerei.test"),
        ("I miss a mail from bob@xn--bckerei-5wa.test", "bob@xn--bckerei-5wa.test"),
        ("I miss a mail from bob+shop@partner.test", "bob+shop@partner.test"),
        ("I miss a mail from <Bob.Smith@Partner.test>", "bob.smith@partner.test"),
        ("I miss a mail from “Bob” <mailto:bob@partner.test|bob@partner.test>", "bob@partner.test"),
        ("I miss a mail, Message-ID: <20260311.x@partner.test>", None),
        ("I miss a mail, see image001.png@01DA2B3C.4D5E6F70", None),
    ],
)
def test_who_sent(tell: Callable[..., Telling], text: str, address: str | None) -> None:
    assert sender.find(tell(text, ProblemKind.MISSING_MAIL)) == address
