"""Who wrote to whom in passive, inverted and relative clauses, and with a forged sender."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

import pytest

from knowledge.vocabulary import ProblemKind
from triage.details import recipient
from triage.details.roles import roles
from triage.details.telling import Telling

P: TypeAlias = ProblemKind
ANNA, BOB, CARL = "anna@bakery.test", "bob@partner.test", "carl@bakery.test"

CLAUSES = {
    (P.MISSING_MAIL, BOB, CARL): [
        "The letter carl@bakery.test was sent by bob@partner.test never came",
        "carl@bakery.test was written to by bob@partner.test, nothing came",
        "bob@partner.test, who wrote to carl@bakery.test on Monday, got no error",
        "The order that was mailed to carl@bakery.test by bob@partner.test is missing",
        "carl@bakery.test wurde von bob@partner.test angeschrieben, es kam nichts an",
        "Von bob@partner.test wurde am Montag eine Mail an carl@bakery.test geschickt, die fehlt",
        "bob@partner.test, der carl@bakery.test geschrieben hat, bekam keinen Fehler",
        "An carl@bakery.test hat bob@partner.test geschrieben, nichts kam",
        "Die Mail, die carl@bakery.test von bob@partner.test bekommen sollte, fehlt",
        "A carl@bakery.test fióknak írt bob@partner.test, de nem jött meg",
        "A levelet, amit bob@partner.test küldött carl@bakery.test részére, nem kaptuk meg",
        "carl@bakery.test nem kapta meg, amit bob@partner.test írt neki",
        "bob@partner.test által carl@bakery.test címre küldött levél hiányzik",
        "Le message envoyé par bob@partner.test à carl@bakery.test n'arrive pas",
        "carl@bakery.test, à qui bob@partner.test a écrit lundi, n'a rien",
        "À carl@bakery.test, bob@partner.test a envoyé un devis, rien reçu",
        "El correo que bob@partner.test le mandó a carl@bakery.test no está",
        "carl@bakery.test, a quien bob@partner.test escribió el lunes, no tiene nada",
        "A carl@bakery.test le escribió bob@partner.test y no llegó",
        "Fue enviado por bob@partner.test a carl@bakery.test y falta",
        "La mail che bob@partner.test ha spedito a carl@bakery.test manca",
        "carl@bakery.test, a cui bob@partner.test ha scritto lunedì, non ha niente",
        "A carl@bakery.test ha scritto bob@partner.test, ma non c'è nulla",
        "È stata inviata da bob@partner.test per carl@bakery.test e manca",
        "De mail die bob@partner.test aan carl@bakery.test stuurde is weg",
        "carl@bakery.test werd door bob@partner.test gemaild, niets gekomen",
        "carl@bakery.test, aan wie bob@partner.test maandag schreef, heeft niets",
        "Naar carl@bakery.test heeft bob@partner.test een offerte gestuurd, niets ontvangen",
        "Do carl@bakery.test napisał bob@partner.test, nic nie doszło",
        "carl@bakery.test, do którego bob@partner.test pisał w poniedziałek, nic nie ma",
        "Wiadomość wysłana przez bob@partner.test do carl@bakery.test nie doszła",
        "Mail, który carl@bakery.test miał dostać od bob@partner.test, zaginął",
        "A mensagem que bob@partner.test mandou ao carl@bakery.test não chegou",
        "carl@bakery.test, a quem bob@partner.test escreveu na segunda, não tem nada",
        "Ao carl@bakery.test escreveu o bob@partner.test, mas nada chegou",
        "Foi enviado por bob@partner.test para carl@bakery.test e falta",
    ],
    (P.INBOUND_REJECTED, BOB, CARL): [
        "It is carl@bakery.test whom bob@partner.test tries to reach in vain",
        "C'est carl@bakery.test que bob@partner.test n'arrive pas à joindre",
    ],
    (P.OUTBOUND_BOUNCED, CARL, BOB): [
        "bob@partner.test never got what carl@bakery.test sent",
        "carl@bakery.test wrote to bob@partner.test and it came back",
        "Bei bob@partner.test kommt nichts an, was carl@bakery.test schickt",
        "bob@partner.test wird von carl@bakery.test angeschrieben, es kommt zurück",
        "bob@partner.test n'a pas reçu ce que carl@bakery.test a envoyé",
        "bob@partner.test no recibe lo que manda carl@bakery.test",
        "bob@partner.test non riceve quello che manda carl@bakery.test",
        "bob@partner.test krijgt niet wat carl@bakery.test stuurt",
        "bob@partner.test nie dostaje tego, co wysyła carl@bakery.test",
        "bob@partner.test não recebe o que carl@bakery.test envia",
        "bob@partner.test nem kapja meg, amit carl@bakery.test küld",
    ],
}
FORGED = {
    (ANNA, BOB): [
        "Somebody writes as me (my address is anna@bakery.test), last to our client bob@partner.test",
        "Jemand schreibt in meinem Namen, meine Adresse ist anna@bakery.test, etwa an Kunde bob@partner.test",
        "Valaki a nevemben ír (a címem anna@bakery.test), például az ügyfelünknek, bob@partner.test",
        "Quelqu'un écrit à mon nom (mon adresse anna@bakery.test), par ex. à notre client bob@partner.test",
        "Alguien escribe en mi nombre (mi dirección: anna@bakery.test), por ejemplo a bob@partner.test",
        "Qualcuno scrive a nome mio (il mio indirizzo è anna@bakery.test), ad esempio a bob@partner.test",
        "Iemand schrijft uit mijn naam (mijn adres: anna@bakery.test), bijvoorbeeld aan bob@partner.test",
        "Ktoś pisze w moim imieniu (mój adres: anna@bakery.test), np. do bob@partner.test",
        "Alguém escreve em meu nome (o meu endereço é anna@bakery.test), por exemplo a bob@partner.test",
    ],
    (ANNA, None): [
        "Our customers received a false bill from my address. I did not send it.",
        "People answer mails that I never wrote, supposedly from anna@bakery.test",
        "Kunden haben eine Rechnung in meinem Namen erhalten, die ich nie geschickt habe",
        "Az ügyfeleim olyan levelet kaptak a nevemben, amit nem én írtam",
        "Mes clients ont reçu une facture à mon nom que je n'ai jamais envoyée",
        "Mis clientes han recibido correos con mi dirección que nunca envié",
        "I miei clienti hanno ricevuto mail a mio nome che non ho scritto",
        "Mijn klanten kregen een factuur op mijn naam die ik nooit verstuurd heb",
        "Moi klienci dostali fakturę w moim imieniu, której nie wysyłałem",
        "Os meus clientes receberam uma fatura em meu nome que nunca enviei",
    ],
    (ANNA, ANNA): [
        "I got a mail that shows my own address as the sender",
        "Recebi um mail que parece vir do meu próprio endereço",
        "Dostałem maila od samego siebie, z moim adresem",
        "Kaptam egy levelet a saját címemről",
        "Mi è arrivata una mail dal mio stesso indirizzo",
    ],
}
TO_ME = [
    "A client, bob@partner.test, gets an error whenever he mails me",
    "Kundin (bob@partner.test) bekommt 550, wenn sie mir etwas schickt",
    "Bob (bob@partner.test) hibát kap, amikor nekem ír",
    "Bob (bob@partner.test) a une erreur quand il m'écrit",
    "Bob (bob@partner.test) recibe un error cuando me escribe",
    "Bob (bob@partner.test) ha un errore quando mi scrive",
    "Bob (bob@partner.test) krijgt een fout als hij me mailt",
    "Bob (bob@partner.test) dostaje błąd, kiedy do mnie pisze",
    "Bob (bob@partner.test) tem um erro quando me escreve",
]
TO_ANYBODY = [
    "Sending fails, whichever address I write to.",
    "Senden geht nicht, Empfänger: jede Adresse.",
    "Nem megy ki levél, minden címre ugyanez.",
    "L'envoi échoue vers toutes les adresses.",
    "No puedo enviar, pasa con todas las direcciones.",
    "Non riesco a inviare, verso chiunque.",
    "Versturen lukt niet, bij elk adres hetzelfde.",
    "Nie mogę wysyłać, tak jest na każdy adres.",
    "Não consigo enviar, acontece com todos os endereços.",
]


@pytest.mark.parametrize(
    ("text", "problem", "who", "whom"),
    [(text, *about) for about, texts in CLAUSES.items() for text in texts],
)
def test_clauses(tell: Callable[..., Telling], text: str, problem: P, who: str, whom: str) -> None:
    found = roles(tell(text, problem))
    assert (found.senders, found.recipients) == ((who,), (whom,))


@pytest.mark.parametrize(
    ("text", "who", "whom"), [(text, *found) for found, texts in FORGED.items() for text in texts]
)
def test_forged_sender(tell: Callable[..., Telling], text: str, who: str, whom: str | None) -> None:
    found = roles(tell(text, P.SPOOFED))
    assert (found.senders, found.recipients) == ((who,), (whom,) if whom else ())


@pytest.mark.parametrize("text", TO_ME)
def test_whoever_is_written_to_is_the_recipient(tell: Callable[..., Telling], text: str) -> None:
    found = roles(tell(text, P.INBOUND_REJECTED))
    assert (found.senders, found.recipients) == ((BOB,), (ANNA,))


@pytest.mark.parametrize("text", TO_ANYBODY)
def test_every_address_is_an_answer(tell: Callable[..., Telling], text: str) -> None:
    assert recipient.find(tell(text, P.OUTBOUND_REFUSED))


def test_nobody_stands_on_both_sides(tell: Callable[..., Telling]) -> None:
    text = "The webmail says: sending suspended for anna@bakery.test. I wrote to bob@partner.test."
    found = roles(tell(text, P.OUTBOUND_REFUSED))
    assert (found.senders, found.recipients) == ((ANNA,), (BOB,))
