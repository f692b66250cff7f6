"""Whose account was given away: the requester's, or somebody's for whom they only speak?"""

from __future__ import annotations

from collections.abc import Callable

import pytest

from knowledge.vocabulary import ProblemKind
from triage.details import recipient
from triage.details.telling import Telling

THEIRS = [
    "Maria in the bakehouse entered her credentials on a fake page, I have only just heard. Lock it, please.",
    "Jonas aus dem Lager hat auf so einer Seite sein Kennwort eingetippt, das hat er mir eben gesagt.",
    "Frau Kern hat auf einen Link geklickt, nun gehen aus ihrem Postfach hunderte Mails raus. Bitte sperren.",
    "Egyik dolgozónk beírta a jelszavát egy hamis oldalon, most szólt nekem.",
    "Paul, à l'atelier, a tapé son mot de passe sur une fausse page, il vient de me le dire.",
    "Marta, del obrador, metió su contraseña en una página falsa, me lo acaba de decir.",
    "Marco del laboratorio ha inserito le sue credenziali su una pagina falsa, ce ne siamo accorti adesso.",
    "Piet uit de bakkerij heeft zijn inloggegevens op een nepsite gezet, hij vertelde het me net.",
    "Marek z piekarni wpisał hasło na fałszywej stronie, właśnie mi o tym powiedział.",
    "O Rui, da padaria, introduziu a sua senha numa página falsa, só agora me disse.",
    "Please lock Tom's mailbox, mails leave it that he never wrote. I see them in the queue.",
    "Hundreds of mails from our driver leave the queue, he clicked on a link.",
    "One of our drivers clicked on a link and now hundreds of mails leave. He told me this morning.",
]

OURS = [
    "I typed my password on a fake page, my colleague saw it.",
    "Ich habe auf so einer Seite mein Passwort eingegeben, ein Kollege hat es gemerkt.",
    "Megadtam a jelszavam egy hamis oldalon, a kollégám vette észre.",
    "J'ai saisi mon mot de passe sur une fausse page, c'est un collègue qui l'a vu.",
    "Puse mi contraseña en una página falsa, lo vio un compañero.",
    "Ho inserito la password su una pagina falsa, se n'è accorto un collega.",
    "Ik heb mijn wachtwoord op een nepsite ingevuld, een collega zag het.",
    "Podałam hasło na fałszywej stronie, kolega to zauważył.",
    "Pus a senha numa página falsa, foi um colega que viu.",
    "Strange mails leave my mailbox, a customer told me so.",
    "The mail I got was a fake and I gave my password away, a colleague tells me.",
    "Notre compte est piraté, c'est un client qui nous l'a dit.",
    "Nasze konto wysyła spam, powiedział nam o tym klient, a pracownik to potwierdził.",
    "The apprentice typed his password, and so did I: my password is gone, too.",
]


@pytest.mark.parametrize("text", THEIRS)
def test_somebody_elses_account_is_to_be_named(tell: Callable[..., Telling], text: str) -> None:
    assert recipient.find(tell(text, ProblemKind.ACCOUNT_COMPROMISED)) is None


@pytest.mark.parametrize("text", OURS)
def test_the_requesters_own_account_is_known(tell: Callable[..., Telling], text: str) -> None:
    assert recipient.find(tell(text, ProblemKind.ACCOUNT_COMPROMISED)) == ("anna@bakery.test",)


def test_the_account_that_was_named(tell: Callable[..., Telling]) -> None:
    text = "Our apprentice (carl@bakery.test) typed his password on a fake page."
    assert recipient.find(tell(text, ProblemKind.ACCOUNT_COMPROMISED)) == ("carl@bakery.test",)
