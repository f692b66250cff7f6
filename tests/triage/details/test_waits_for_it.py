"""One of ours waits, whom no list of jobs knows: who it is was not told."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from knowledge.vocabulary import ProblemKind
from triage.details import recipient, sender
from triage.details.telling import Telling

OURS = [
    "Our locksmith never got the offer from bob@partner.test.",
    "Unser Glockengießer hat das Angebot von bob@partner.test nicht bekommen.",
    "A harangöntőnknek küldték a bob@partner.test címről, és nem kapta meg.",
    "Notre vitrailliste n'a pas reçu le devis de bob@partner.test.",
    "Nuestro campanero no ha recibido la oferta de bob@partner.test.",
    "Il nostro liutaio non ha ricevuto l'offerta di bob@partner.test.",
    "Onze klokkengieter heeft de offerte van bob@partner.test niet gekregen.",
    "Nasz ludwisarz nie dostał oferty od bob@partner.test.",
    "O nosso sineiro não recebeu a proposta de bob@partner.test.",
]


@pytest.mark.parametrize("text", OURS)
def test_one_of_ours_waits(tell: Callable[..., Telling], text: str) -> None:
    telling = tell(text, ProblemKind.MISSING_MAIL)
    assert (sender.find(telling), recipient.find(telling)) == ("bob@partner.test", None)


MINE = [
    "Our mailbox never got the offer from bob@partner.test.",
    "Our firm has not received the offer from bob@partner.test.",
    "Unser Postfach hat die Mail von bob@partner.test nicht bekommen.",
    "A fiókunk nem kapta meg a levelet a bob@partner.test címről.",
    "Notre entreprise n'a pas reçu le devis de bob@partner.test.",
    "Nuestra empresa no ha recibido la oferta de bob@partner.test.",
    "La nostra ditta non ha ricevuto l'offerta di bob@partner.test.",
    "Ons bedrijf heeft de offerte van bob@partner.test niet gekregen.",
    "Nasza firma nie dostała oferty od bob@partner.test.",
    "A nossa empresa não recebeu a proposta de bob@partner.test.",
    "Our shop never received the order from bob@partner.test.",
    "Mein Telefon hat die Mail von bob@partner.test nicht bekommen.",
    # who sent it got no error
    "I miss a mail of bob@partner.test, our glazier. My glazier got no error.",
    "Mir fehlt eine Mail von bob@partner.test. Unser Glaser hat keine Meldung bekommen.",
]


@pytest.mark.parametrize("text", MINE)
def test_a_thing_and_the_house_are_nobody_else(tell: Callable[..., Telling], text: str) -> None:
    assert recipient.find(tell(text, ProblemKind.MISSING_MAIL)) == ("anna@bakery.test",)
