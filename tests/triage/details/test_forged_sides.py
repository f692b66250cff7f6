"""Somebody writes in the requester's name, or in a colleague's: who was forged, and who got it?"""

from __future__ import annotations

from collections.abc import Callable

import pytest

from knowledge.vocabulary import ProblemKind
from triage.details import recipient, sender
from triage.details.telling import Telling

ANNA = "anna@bakery.test"
CARL = ("carl@bakery.test",)

A_COLLEAGUE_GOT_IT = [
    "Our cashier, Carl <carl@bakery.test>, got a mail that looked as if I (anna@bakery.test) sent it.",
    "Gestern erhielt unser Kassierer (carl@bakery.test) Mail unter meinem Namen, Absender anna@bakery.test.",
    "A pénztárosunk (carl@bakery.test) levelet kapott a nevemben, feladó: anna@bakery.test. Nem én írtam.",
    "Notre caissier carl@bakery.test a reçu un mail à mon nom (anna@bakery.test). Je n'ai jamais écrit cela.",
    "Nuestro cajero, carl@bakery.test, recibió un correo con mi dirección (anna@bakery.test). Yo no fui.",
    "Il nostro cassiere (carl@bakery.test) ha ricevuto una mail a mio nome, anna@bakery.test. Non è mia.",
    "Onze kassier, carl@bakery.test, kreeg een mail op mijn naam (anna@bakery.test). Ik was het niet.",
    "Nasz kasjer (carl@bakery.test) dostał mail w moim imieniu, z adresu anna@bakery.test. To nie ja.",
    "O nosso caixa, carl@bakery.test, recebeu um email em meu nome (anna@bakery.test). Não fui eu.",
]

I_GOT_IT = [
    "Yesterday I received a mail signed by my boss (carl@bakery.test), who denies it.",
    "Ich habe heute eine Mail mit der Unterschrift meines Chefs (carl@bakery.test) erhalten, er nicht.",
    "Tegnap kaptam egy levelet a főnököm (carl@bakery.test) nevében, ő nem írt ilyet.",
    "Hier j'ai reçu un message au nom de mon patron (carl@bakery.test), qui n'y est pour rien.",
    "Ayer recibí un correo firmado por mi jefe (carl@bakery.test), que no sabe nada.",
    "Ieri ho ricevuto una mail firmata dal mio capo (carl@bakery.test), che non ne sa nulla.",
    "Gisteren kreeg ik een mail ondertekend door mijn baas (carl@bakery.test), hij weet van niets.",
    "Wczoraj dostałam mail podpisany przez szefa (carl@bakery.test), on nic o tym nie wie.",
    "Ontem recebi um email assinado pelo meu chefe (carl@bakery.test), que não sabe de nada.",
]


@pytest.mark.parametrize("text", A_COLLEAGUE_GOT_IT)
def test_a_colleague_got_it_in_my_name(tell: Callable[..., Telling], text: str) -> None:
    telling = tell(text, ProblemKind.SPOOFED)
    assert (sender.find(telling), recipient.find(telling)) == (ANNA, CARL)


@pytest.mark.parametrize("text", I_GOT_IT)
def test_i_got_it_in_a_colleagues_name(tell: Callable[..., Telling], text: str) -> None:
    telling = tell(text, ProblemKind.SPOOFED)
    assert (sender.find(telling), recipient.find(telling)) == (CARL[0], (ANNA,))


NOT_TOLD = [
    # whoever else got it was not told
    "Our customers got invoices that claim to be from anna@bakery.test.",
    "Unsere Kunden bekommen Rechnungen, angeblich von anna@bakery.test.",
    "Customers received mails in my name (anna@bakery.test), they tell me.",
    "Kunden haben Mails in meinem Namen (anna@bakery.test) bekommen.",
    "Des clients ont reçu des mails à mon nom (anna@bakery.test).",
]


@pytest.mark.parametrize("text", NOT_TOLD)
def test_who_got_it_was_not_told(tell: Callable[..., Telling], text: str) -> None:
    telling = tell(text, ProblemKind.SPOOFED)
    assert (sender.find(telling), recipient.find(telling)) == (ANNA, None)


def test_two_addresses_of_ours_are_forged(tell: Callable[..., Telling]) -> None:
    telling = tell("Mails in our name come from shop@bakery.test, to bob@partner.test.", ProblemKind.SPOOFED)
    assert (sender.find(telling), recipient.find(telling)) == ("shop@bakery.test", ("bob@partner.test",))


def test_two_forged_addresses_in_a_row(tell: Callable[..., Telling]) -> None:
    text = "In my name, with anna@bakery.test and shop@bakery.test as sender, spam goes to bob@partner.test."
    telling = tell(text, ProblemKind.SPOOFED)
    assert sender.find(telling) == ("anna@bakery.test", "shop@bakery.test")
    assert recipient.find(telling) == ("bob@partner.test",)
