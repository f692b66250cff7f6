"""The mailbox in question is expressly somebody else's: that side is asked for."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from knowledge.vocabulary import ProblemKind
from triage.details import recipient, sender
from triage.details.telling import Telling

ME = "anna@bakery.test"

MINE_SENDS = [
    "I cannot send from our bookings mailbox, I tried twice. Mine works.",
    "Aus dem Kassenpostfach kann ich nichts senden. Mein eigenes Postfach funktioniert.",
    "A recepciós fiókról nem tudok küldeni. Az enyémről minden elmegy.",
    "Depuis la boîte de l'atelier je ne peux rien envoyer. La mienne fonctionne.",
    "Desde el buzón del taller no puedo enviar. El mío funciona.",
    "Dalla casella della portineria non riesco a inviare. La mia funziona.",
    "Vanuit de mailbox van de werkplaats kan ik niets verzenden. De mijne werkt.",
    "Ze skrzynki recepcji nie mogę nic wysłać. Moja działa.",
    "Da caixa da oficina não consigo enviar. A minha funciona.",
]
"""From a place's mailbox, with a word that one's own does work."""


@pytest.mark.parametrize("text", MINE_SENDS)
def test_mine_works_so_it_is_another_that_cannot_send(tell: Callable[..., Telling], text: str) -> None:
    assert sender.find(tell(text, ProblemKind.OUTBOUND_REFUSED)) is None


MINE_RECEIVES = [
    "bob@partner.test wrote to the mailbox of the workshop, I see nothing there. Mine is fine.",
    "bob@partner.test schrieb an das Postfach der Werkstatt, ich finde dort nichts. Bei mir kommt alles an.",
    "bob@partner.test írt a műhely fiókjába, nem találom. Nálam minden megjön.",
    "bob@partner.test a écrit à la boîte de la réception, je ne vois rien. Chez moi tout arrive.",
    "bob@partner.test escribió al correo de la oficina, no veo nada. A mí me llega todo.",
    "bob@partner.test ha scritto alla casella della reception, non vedo nulla. A me arriva tutto.",
    "bob@partner.test schreef naar de mailbox van de balie, ik zie niets. Bij mij komt alles binnen.",
    "bob@partner.test napisał na skrzynkę recepcji, nic nie widzę. Do mnie wszystko dochodzi.",
    "bob@partner.test escreveu para a caixa da receção, não vejo nada. No meu chega tudo.",
]


@pytest.mark.parametrize("text", MINE_RECEIVES)
def test_mine_works_so_it_is_another_that_gets_nothing(tell: Callable[..., Telling], text: str) -> None:
    telling = tell(text, ProblemKind.MISSING_MAIL)
    assert (sender.find(telling), recipient.find(telling)) == ("bob@partner.test", None)


I_GET_EVERYTHING = [
    "bob@partner.test mailed the inbox of the warehouse. I get everything normally, they see nothing.",
    "bob@partner.test schrieb an das Konto vom Lager. Ich selbst bekomme alles.",
    "bob@partner.test a raktári fiókba írt. Én mindent rendben megkapok.",
    "bob@partner.test a écrit à l'adresse de la boutique. Moi je reçois bien les siens.",
    "bob@partner.test escribió a la cuenta del almacén. Yo sí recibo los suyos.",
    "bob@partner.test ha scritto all'indirizzo del magazzino. Io invece ricevo le sue.",
    "bob@partner.test mailde naar het adres van het magazijn. Zelf krijg ik ze gewoon.",
    "bob@partner.test pisał na adres magazynu. Ja normalnie dostaję jego maile.",
    "bob@partner.test escreveu para a conta do armazém. Eu recebo tudo bem.",
]


@pytest.mark.parametrize("text", I_GET_EVERYTHING)
def test_who_gets_everything_misses_nothing(tell: Callable[..., Telling], text: str) -> None:
    assert recipient.find(tell(text, ProblemKind.MISSING_MAIL)) is None


MINE_ALL_THE_SAME = [
    # nothing but one's own is spoken of
    "I can't send to bob@partner.test. Mine works for everyone else.",
    "I can't send to bob@partner.test. My own mails go out normally, only those to him do not.",
    "Ich kann an bob@partner.test nichts senden. Sonst läuft bei mir alles, nur das nicht.",
    "Nem tudok küldeni a bob@partner.test címre. Egyébként nálam minden működik.",
    "Je ne peux rien envoyer à bob@partner.test. Sinon chez moi tout marche.",
    "No puedo enviar a bob@partner.test. Por lo demás a mí me funciona.",
    "Non riesco a inviare a bob@partner.test. Per il resto da me funziona tutto.",
    "Ik kan niets sturen naar bob@partner.test. Verder werkt bij mij alles.",
    "Nie mogę wysłać do bob@partner.test. Poza tym u mnie wszystko działa.",
    "Não consigo enviar para bob@partner.test. De resto comigo funciona.",
]


@pytest.mark.parametrize("text", MINE_ALL_THE_SAME)
def test_mine_but_for_one_thing_stays_mine(tell: Callable[..., Telling], text: str) -> None:
    assert sender.find(tell(text, ProblemKind.OUTBOUND_REFUSED)) == ME


TO_A_PLACE = [
    "I can't send to the account of the school. I get everything fine.",
    "Ich kann an die Adresse der Schule nicht senden. Ich selbst bekomme alles.",
    "Nem tudok küldeni az iskola címére. Hozzám minden megjön.",
    "Je ne peux pas envoyer à l'adresse de la mairie. Chez moi tout marche.",
    "No puedo enviar a la cuenta de la escuela. A mí me llega todo bien.",
    "Non riesco a inviare all'indirizzo della scuola. Da me funziona tutto.",
    "Ik kan niets versturen naar het adres van de school. Bij mij werkt alles.",
    "Nie mogę wysłać na adres szkoły. U mnie wszystko działa.",
    "Não consigo enviar para o e-mail da escola. Eu recebo tudo bem.",
]


@pytest.mark.parametrize("text", TO_A_PLACE)
def test_to_a_place_it_is_still_me_who_sends(tell: Callable[..., Telling], text: str) -> None:
    assert sender.find(tell(text, ProblemKind.OUTBOUND_REFUSED)) == ME


LATE_AT_MINE = [
    "A mí me llega todo con retraso desde la cuenta del banco.",
    "Bei mir kommt alles erst nach Stunden an, vor allem vom Konto der Bank.",
    "A me arriva tutto in ritardo, anche dall'indirizzo della banca.",
]


@pytest.mark.parametrize("text", LATE_AT_MINE)
def test_all_of_it_late_is_not_fine(tell: Callable[..., Telling], text: str) -> None:
    assert recipient.find(tell(text, ProblemKind.DELAYED)) == (ME,)


FROM_ELSEWHERE = [
    "I am writing to you from my private address: I can't send with the shop's.",
    "Ich schreibe Ihnen von meiner privaten Adresse: mit der vom Laden kann ich nicht senden.",
    "Az otthoni címemről írok, mert a boltéval nem tudok küldeni.",
    "Je vous écris depuis mon adresse perso, avec celle du magasin je ne peux rien envoyer.",
    "Les escribo desde mi correo personal, con el de la tienda no puedo enviar.",
    "Vi scrivo dalla mia mail personale, con quella del negozio non riesco a inviare.",
    "Ik schrijf jullie vanaf mijn privéadres, met dat van de winkel kan ik niet verzenden.",
    "Piszę do Państwa z prywatnego adresu, z tego sklepowego nie mogę wysyłać.",
    "Escrevo do meu e-mail pessoal, com o da loja não consigo enviar.",
]


@pytest.mark.parametrize("text", FROM_ELSEWHERE)
def test_who_writes_from_home_writes_of_another_mailbox(tell: Callable[..., Telling], text: str) -> None:
    assert sender.find(tell(text, ProblemKind.OUTBOUND_REFUSED)) is None
    assert recipient.find(tell(text, ProblemKind.ACCOUNT_COMPROMISED)) is None


TRIALS = [
    "When I write from my private address to my mailbox, nothing reaches me.",
    "Wenn ich von meiner privaten Adresse schreibe, bekomme ich nichts.",
    "Schreibe ich von meiner privaten Adresse an mich, bekomme ich nichts.",
    "Ha otthoni címemről írok magamnak, nem kapom meg.",
    "Si j'écris depuis mon adresse perso, je ne reçois rien.",
    "Si me escribo desde mi correo personal, no recibo nada.",
    "Se mi scrivo dalla mia mail personale, non ricevo nulla.",
    "Als ik schrijf vanaf mijn privéadres, ontvang ik niets.",
    "Gdy piszę z prywatnego adresu do siebie, nic nie dostaję.",
    "Se escrevo do meu e-mail pessoal para mim, não recebo nada.",
    "I work from home and get no mail.",
]


@pytest.mark.parametrize("text", TRIALS)
def test_a_trial_from_home_is_about_ones_own(tell: Callable[..., Telling], text: str) -> None:
    assert recipient.find(tell(text, ProblemKind.MISSING_MAIL)) == (ME,)


NOT_FOR_ME = [
    "The quote of bob@partner.test has not come. It wasn't for me, I only ask for the foreman.",
    "Das Angebot von bob@partner.test fehlt. Es war nicht für mich, ich frage nur nach.",
    "A bob@partner.test ajánlata nem jött meg. Hozzám sem, de nem is kellett volna.",
    "Le devis de bob@partner.test n'arrive pas. Il n'était pas pour moi, je demande seulement.",
    "La oferta de bob@partner.test no llega. No era para mí, yo solo pregunto.",
    "L'offerta di bob@partner.test non arriva. Non era per me, chiedo soltanto.",
    "De offerte van bob@partner.test komt niet. Die was niet voor mij, ik vraag het alleen.",
    "Oferta od bob@partner.test nie dotarła. Nie była do mnie, tylko pytam.",
    "A proposta de bob@partner.test não chegou. Não era para mim, só pergunto.",
]


@pytest.mark.parametrize("text", NOT_FOR_ME)
def test_what_was_not_meant_for_me(tell: Callable[..., Telling], text: str) -> None:
    telling = tell(text, ProblemKind.MISSING_MAIL)
    assert (sender.find(telling), recipient.find(telling)) == ("bob@partner.test", None)


def test_spam_that_was_not_meant_for_me_came_to_me(tell: Callable[..., Telling]) -> None:
    telling = tell("I get spam every hour, that mail was not for me at all.", ProblemKind.SPAM_RECEIVED)
    assert recipient.find(telling) == (ME,)


HER_OWN = [
    "My wife runs the shop with us, in her own mailbox. Mail from bob@partner.test went to Junk there.",
    "Meine Frau führt bei uns das Lager, mit ihrem eigenen Postfach. bob@partner.test ist im Spam.",
    "A feleségem nálunk dolgozik, a saját fiókjában. A bob@partner.test levele ott a Spamben van.",
    "Ma femme travaille chez nous, avec sa propre boîte. Le mail de bob@partner.test y est en spam.",
    "Mi mujer trabaja con nosotros, con su propio buzón. El correo de bob@partner.test está en spam.",
    "Mia moglie lavora con noi, ha la propria casella. La mail di bob@partner.test è nello spam.",
    "Mijn vrouw werkt bij ons, met haar eigen mailbox. De mail van bob@partner.test zit in de spam.",
    "Moja żona pracuje u nas, ma własną skrzynkę. Mail od bob@partner.test jest w spamie.",
    "A minha mulher trabalha connosco, tem a sua própria caixa. O de bob@partner.test está no spam.",
]


@pytest.mark.parametrize("text", HER_OWN)
def test_her_own_mailbox_is_not_mine(tell: Callable[..., Telling], text: str) -> None:
    telling = tell(text, ProblemKind.JUNKED_WRONGLY)
    assert (sender.find(telling), recipient.find(telling)) == ("bob@partner.test", None)


def test_from_her_own_mailbox_to_me(tell: Callable[..., Telling]) -> None:
    text = "A colleague wrote to me from her own mailbox, and I did not receive it."
    assert recipient.find(tell(text, ProblemKind.MISSING_MAIL)) == (ME,)
