"""An address that is named only in passing is no side of the mail, and not the account, in question."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from knowledge.vocabulary import ProblemKind
from triage.details import recipient
from triage.details.telling import Telling

WENT_OUT = [
    "I cannot send the offer to our landlord. A mail to another client (bob@partner.test) went through.",
    "Ich kann das Angebot nicht senden. Eine Mail an einen anderen Kunden (bob@partner.test) ging durch.",
    "Nem tudom elküldeni az ajánlatot. Egy másik ügyfélnek (bob@partner.test) rögtön elment egy levél.",
    "Je n'arrive pas à envoyer le devis. Un message à un autre client (bob@partner.test) est parti.",
    "No puedo enviar la oferta al casero. Un correo a otro cliente (bob@partner.test) salió enseguida.",
    "Non riesco a inviare l'offerta. Una mail a un altro cliente (bob@partner.test) è partita subito.",
    "Ik kan de offerte niet sturen. Een mail aan een andere klant (bob@partner.test) ging goed.",
    "Nie mogę wysłać oferty. Mail do innego klienta (bob@partner.test) poszedł od razu.",
    "Não consigo enviar a proposta. Um e-mail para outro cliente (bob@partner.test) saiu logo.",
]


@pytest.mark.parametrize("text", WENT_OUT)
def test_what_went_out_is_not_what_was_refused(tell: Callable[..., Telling], text: str) -> None:
    assert recipient.find(tell(text, ProblemKind.OUTBOUND_REFUSED)) is None


REFUSED = [
    "I cannot send to bob@partner.test. To another client it went through.",
    "The other mail to bob@partner.test never went out, it was refused.",
    "Yesterday a mail to bob@partner.test went out, today it is refused.",
    "An bob@partner.test geht nichts raus. Andere Mails gehen durch.",
    "A bob@partner.test címre nem megy ki. Más címre elment.",
    "Je n'arrive pas à envoyer à bob@partner.test. À un autre client, c'est parti.",
    "No puedo enviar a bob@partner.test. A otro cliente salió bien.",
    "Non riesco a inviare a bob@partner.test. A un altro cliente è partita.",
    "Ik kan niet mailen naar bob@partner.test. Een andere mail ging goed.",
    "Nie mogę wysłać do bob@partner.test. Do innego klienta poszło.",
    "Não consigo enviar para bob@partner.test. Para outro cliente saiu.",
]


@pytest.mark.parametrize("text", REFUSED)
def test_what_was_refused_stays(tell: Callable[..., Telling], text: str) -> None:
    assert recipient.find(tell(text, ProblemKind.OUTBOUND_REFUSED)) == ("bob@partner.test",)


VICTIMS = [
    "Our cashier gave her password away. A customer in town, bob@partner.test, has nearly paid it.",
    "Unser Kassierer hat sein Passwort verraten. Ein Kunde in der Stadt, bob@partner.test, rief schon an.",
    "A raktárosunk megadta a jelszavát. Egy vevő a városból (bob@partner.test) már telefonált emiatt.",
    "Notre caissier a donné son mot de passe. Un client de la ville, bob@partner.test, a failli payer.",
    "Nuestro cajero dio su contraseña. Un cliente de la ciudad, bob@partner.test, casi ha pagado.",
    "Il nostro cassiere ha dato la sua password. Un cliente in città, bob@partner.test, stava per pagare.",
    "Onze kassier heeft zijn wachtwoord gegeven. Een klant in de stad, bob@partner.test, had bijna betaald.",
    "Nasz kasjer podał hasło. Klient z miasta, bob@partner.test, prawie zapłacił tę fakturę.",
    "O nosso caixa deu a senha. Um cliente da cidade, bob@partner.test, quase pagou a fatura.",
]


@pytest.mark.parametrize("text", VICTIMS)
def test_whom_a_stolen_account_wrote_to_is_not_the_account(tell: Callable[..., Telling], text: str) -> None:
    assert recipient.find(tell(text, ProblemKind.ACCOUNT_COMPROMISED)) is None


ACCOUNTS = [
    "Our customer gave his password away. Since then mails from bob@partner.test leave by the hundred.",
    "Our customer Bob (bob@partner.test) gave his password away.",
    "Our customer gave his password away this morning. It is bob@partner.test.",
    "Our customer gave his password away this morning. Please lock the mailbox: bob@partner.test.",
    "Unser Kunde hat sein Passwort eingegeben. Bitte sperren Sie heute noch bob@partner.test für alle.",
    "Az ügyfelünk megadta a jelszavát. Kérem, zárják le most azonnal: bob@partner.test.",
    "Notre client a donné son mot de passe. L'adresse de ce client est bob@partner.test.",
    "Nuestro cliente dio su contraseña. La dirección de este cliente es bob@partner.test.",
    "Il nostro cliente ha dato la sua password. Bloccate per favore subito bob@partner.test.",
    "Onze klant heeft zijn wachtwoord gegeven. Het adres van deze klant is bob@partner.test.",
    "Nasz klient podał hasło. Proszę jak najszybciej zablokować bob@partner.test.",
    "O nosso cliente deu a senha. Peço que bloqueiem já hoje bob@partner.test.",
]


@pytest.mark.parametrize("text", ACCOUNTS)
def test_the_account_that_was_given_away(tell: Callable[..., Telling], text: str) -> None:
    assert recipient.find(tell(text, ProblemKind.ACCOUNT_COMPROMISED)) == ("bob@partner.test",)
