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

CLAUSES = [
    ("The letter carl@bakery.test was sent by bob@partner.test never came", P.MISSING_MAIL, BOB, CARL),
    ("carl@bakery.test was written to by bob@partner.test, nothing came", P.MISSING_MAIL, BOB, CARL),
    ("bob@partner.test, who wrote to carl@bakery.test on Monday, got no error", P.MISSING_MAIL, BOB, CARL),
    (
        "The order that was mailed to carl@bakery.test by bob@partner.test is missing",
        P.MISSING_MAIL,
        BOB,
        CARL,
    ),
    ("It is carl@bakery.test whom bob@partner.test tries to reach in vain", P.INBOUND_REJECTED, BOB, CARL),
    (
        "carl@bakery.test wurde von bob@partner.test angeschrieben, es kam nichts an",
        P.MISSING_MAIL,
        BOB,
        CARL,
    ),
    (
        "Von bob@partner.test wurde am Montag eine Mail an carl@bakery.test geschickt, die fehlt",
        P.MISSING_MAIL,
        BOB,
        CARL,
    ),
    (
        "bob@partner.test, der carl@bakery.test geschrieben hat, bekam keinen Fehler",
        P.MISSING_MAIL,
        BOB,
        CARL,
    ),
    ("An carl@bakery.test hat bob@partner.test geschrieben, nichts kam", P.MISSING_MAIL, BOB, CARL),
    ("Die Mail, die carl@bakery.test von bob@partner.test bekommen sollte, fehlt", P.MISSING_MAIL, BOB, CARL),
    ("A carl@bakery.test fióknak írt bob@partner.test, de nem jött meg", P.MISSING_MAIL, BOB, CARL),
    (
        "A levelet, amit bob@partner.test küldött carl@bakery.test részére, nem kaptuk meg",
        P.MISSING_MAIL,
        BOB,
        CARL,
    ),
    ("carl@bakery.test nem kapta meg, amit bob@partner.test írt neki", P.MISSING_MAIL, BOB, CARL),
    ("bob@partner.test által carl@bakery.test címre küldött levél hiányzik", P.MISSING_MAIL, BOB, CARL),
    ("Le message envoyé par bob@partner.test à carl@bakery.test n'arrive pas", P.MISSING_MAIL, BOB, CARL),
    ("carl@bakery.test, à qui bob@partner.test a écrit lundi, n'a rien", P.MISSING_MAIL, BOB, CARL),
    ("À carl@bakery.test, bob@partner.test a envoyé un devis, rien reçu", P.MISSING_MAIL, BOB, CARL),
    ("C'est carl@bakery.test que bob@partner.test n'arrive pas à joindre", P.INBOUND_REJECTED, BOB, CARL),
    ("El correo que bob@partner.test le mandó a carl@bakery.test no está", P.MISSING_MAIL, BOB, CARL),
    (
        "carl@bakery.test, a quien bob@partner.test escribió el lunes, no tiene nada",
        P.MISSING_MAIL,
        BOB,
        CARL,
    ),
    ("A carl@bakery.test le escribió bob@partner.test y no llegó", P.MISSING_MAIL, BOB, CARL),
    ("Fue enviado por bob@partner.test a carl@bakery.test y falta", P.MISSING_MAIL, BOB, CARL),
    ("La mail che bob@partner.test ha spedito a carl@bakery.test manca", P.MISSING_MAIL, BOB, CARL),
    ("carl@bakery.test, a cui bob@partner.test ha scritto lunedì, non ha niente", P.MISSING_MAIL, BOB, CARL),
    ("A carl@bakery.test ha scritto bob@partner.test, ma non c'è nulla", P.MISSING_MAIL, BOB, CARL),
    ("È stata inviata da bob@partner.test per carl@bakery.test e manca", P.MISSING_MAIL, BOB, CARL),
    ("De mail die bob@partner.test aan carl@bakery.test stuurde is weg", P.MISSING_MAIL, BOB, CARL),
    ("carl@bakery.test werd door bob@partner.test gemaild, niets gekomen", P.MISSING_MAIL, BOB, CARL),
    ("carl@bakery.test, aan wie bob@partner.test maandag schreef, heeft niets", P.MISSING_MAIL, BOB, CARL),
    (
        "Naar carl@bakery.test heeft bob@partner.test een offerte gestuurd, niets ontvangen",
        P.MISSING_MAIL,
        BOB,
        CARL,
    ),
    ("Do carl@bakery.test napisał bob@partner.test, nic nie doszło", P.MISSING_MAIL, BOB, CARL),
    (
        "carl@bakery.test, do którego bob@partner.test pisał w poniedziałek, nic nie ma",
        P.MISSING_MAIL,
        BOB,
        CARL,
    ),
    ("Wiadomość wysłana przez bob@partner.test do carl@bakery.test nie doszła", P.MISSING_MAIL, BOB, CARL),
    ("Mail, który carl@bakery.test miał dostać od bob@partner.test, zaginął", P.MISSING_MAIL, BOB, CARL),
    ("A mensagem que bob@partner.test mandou ao carl@bakery.test não chegou", P.MISSING_MAIL, BOB, CARL),
    (
        "carl@bakery.test, a quem bob@partner.test escreveu na segunda, não tem nada",
        P.MISSING_MAIL,
        BOB,
        CARL,
    ),
    ("Ao carl@bakery.test escreveu o bob@partner.test, mas nada chegou", P.MISSING_MAIL, BOB, CARL),
    ("Foi enviado por bob@partner.test para carl@bakery.test e falta", P.MISSING_MAIL, BOB, CARL),
    ("bob@partner.test never got what carl@bakery.test sent", P.OUTBOUND_BOUNCED, CARL, BOB),
    ("carl@bakery.test wrote to bob@partner.test and it came back", P.OUTBOUND_BOUNCED, CARL, BOB),
    ("Bei bob@partner.test kommt nichts an, was carl@bakery.test schickt", P.OUTBOUND_BOUNCED, CARL, BOB),
    (
        "bob@partner.test wird von carl@bakery.test angeschrieben, es kommt zurück",
        P.OUTBOUND_BOUNCED,
        CARL,
        BOB,
    ),
    ("bob@partner.test n'a pas reçu ce que carl@bakery.test a envoyé", P.OUTBOUND_BOUNCED, CARL, BOB),
    ("bob@partner.test no recibe lo que manda carl@bakery.test", P.OUTBOUND_BOUNCED, CARL, BOB),
    ("bob@partner.test non riceve quello che manda carl@bakery.test", P.OUTBOUND_BOUNCED, CARL, BOB),
    ("bob@partner.test krijgt niet wat carl@bakery.test stuurt", P.OUTBOUND_BOUNCED, CARL, BOB),
    ("bob@partner.test nie dostaje tego, co wysyła carl@bakery.test", P.OUTBOUND_BOUNCED, CARL, BOB),
    ("bob@partner.test não recebe o que carl@bakery.test envia", P.OUTBOUND_BOUNCED, CARL, BOB),
    ("bob@partner.test nem kapja meg, amit carl@bakery.test küld", P.OUTBOUND_BOUNCED, CARL, BOB),
]
FORGED = [
    (
        "Somebody writes as me (my address is anna@bakery.test), last to our client bob@partner.test",
        ANNA,
        BOB,
    ),
    ("Our customers received a false bill from my address. I did not send it.", ANNA, None),
    ("People answer mails that I never wrote, supposedly from anna@bakery.test", ANNA, None),
    ("I got a mail that shows my own address as the sender", ANNA, ANNA),
    (
        "Jemand schreibt in meinem Namen, meine Adresse ist anna@bakery.test, etwa an Kunde bob@partner.test",
        ANNA,
        BOB,
    ),
    ("Kunden haben eine Rechnung in meinem Namen erhalten, die ich nie geschickt habe", ANNA, None),
    ("Valaki a nevemben ír (a címem anna@bakery.test), például az ügyfelünknek, bob@partner.test", ANNA, BOB),
    ("Az ügyfeleim olyan levelet kaptak a nevemben, amit nem én írtam", ANNA, None),
    (
        "Quelqu'un écrit à mon nom (mon adresse anna@bakery.test), par ex. à notre client bob@partner.test",
        ANNA,
        BOB,
    ),
    ("Mes clients ont reçu une facture à mon nom que je n'ai jamais envoyée", ANNA, None),
    (
        "Alguien escribe en mi nombre (mi dirección: anna@bakery.test), por ejemplo a bob@partner.test",
        ANNA,
        BOB,
    ),
    ("Mis clientes han recibido correos con mi dirección que nunca envié", ANNA, None),
    (
        "Qualcuno scrive a nome mio (il mio indirizzo è anna@bakery.test), ad esempio a bob@partner.test",
        ANNA,
        BOB,
    ),
    ("I miei clienti hanno ricevuto mail a mio nome che non ho scritto", ANNA, None),
    (
        "Iemand schrijft uit mijn naam (mijn adres: anna@bakery.test), bijvoorbeeld aan bob@partner.test",
        ANNA,
        BOB,
    ),
    ("Mijn klanten kregen een factuur op mijn naam die ik nooit verstuurd heb", ANNA, None),
    ("Ktoś pisze w moim imieniu (mój adres: anna@bakery.test), np. do bob@partner.test", ANNA, BOB),
    ("Moi klienci dostali fakturę w moim imieniu, której nie wysyłałem", ANNA, None),
    (
        "Alguém escreve em meu nome (o meu endereço é anna@bakery.test), por exemplo a bob@partner.test",
        ANNA,
        BOB,
    ),
    ("Os meus clientes receberam uma fatura em meu nome que nunca enviei", ANNA, None),
    ("Recebi um mail que parece vir do meu próprio endereço", ANNA, ANNA),
    ("Dostałem maila od samego siebie, z moim adresem", ANNA, ANNA),
    ("Kaptam egy levelet a saját címemről", ANNA, ANNA),
    ("Mi è arrivata una mail dal mio stesso indirizzo", ANNA, ANNA),
]
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


@pytest.mark.parametrize(("text", "problem", "who", "whom"), CLAUSES)
def test_clauses(tell: Callable[..., Telling], text: str, problem: P, who: str, whom: str) -> None:
    found = roles(tell(text, problem))
    assert (found.senders, found.recipients) == ((who,), (whom,))


@pytest.mark.parametrize(("text", "who", "whom"), FORGED)
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
