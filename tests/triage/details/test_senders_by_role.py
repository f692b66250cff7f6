"""One of our people cannot send: who it is was not told, and to whom may be told."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from knowledge.vocabulary import ProblemKind
from triage.details import recipient, sender
from triage.details.telling import Telling

NO_MATTER = [
    "One of our technicians can't send since Monday. No matter who he writes to, he gets an error.",
    "Einer meiner Monteure kann nicht mehr senden. Egal wem er schreibt, es kommt ein Fehler.",
    "Egyik szerelőnk nem tud levelet küldeni. Bárkinek ír, hibát kap.",
    "Un de nos livreurs ne peut plus envoyer. À qui qu'il écrive, il voit une erreur.",
    "Uno de nuestros repartidores no puede enviar. Da igual a quién escriba, le sale un error.",
    "Uno dei nostri autisti non riesce a inviare. A chiunque scriva, compare un errore.",
    "Een van onze monteurs kan niet verzenden. Wie hij ook mailt, er komt een foutmelding.",
    "Jeden z naszych monterów nie może wysyłać. Do kogokolwiek pisze, widzi błąd.",
    "Um dos nossos motoristas não consegue enviar. Seja para quem for que escreve, aparece um erro.",
]


@pytest.mark.parametrize("text", NO_MATTER)
def test_who_cannot_send_was_not_told(tell: Callable[..., Telling], text: str) -> None:
    telling = tell(text, ProblemKind.OUTBOUND_REFUSED)
    assert sender.find(telling) is None
    assert recipient.find(telling)


NOTES = [
    ("One of our drivers cannot send to bob@partner.test. It was at noon, I wrote it down.", None),
    ("One of our drivers cannot send to bob@partner.test. I wrote to you last week.", None),
    ("Einer unserer Fahrer kann nicht an bob@partner.test senden. Ich habe euch schon geschrieben.", None),
    ("Our driver got nothing. I sent the plan to bob@partner.test, it was refused.", "anna@bakery.test"),
    ("I cannot send to one of our drivers, bob@partner.test.", "anna@bakery.test"),
    ("I cannot send, whoever I write to. He who set it up is gone.", "anna@bakery.test"),
]


@pytest.mark.parametrize(("text", "who"), NOTES)
def test_what_was_written_down_or_to_the_desk_is_no_mail(
    tell: Callable[..., Telling], text: str, who: str | None
) -> None:
    assert sender.find(tell(text, ProblemKind.OUTBOUND_REFUSED)) == who


HER_ADDRESS = [
    "A colleague can't send since this morning, her account is blocked. Her address is carl@kitchen.test.",
    "Eine Kollegin kann nicht senden, ihr Konto ist gesperrt. Ihre Adresse ist carl@kitchen.test.",
    "Egy kolléganőm nem tud küldeni, le van tiltva. A címe: carl@kitchen.test.",
    "Une collègue ne peut plus envoyer, son compte est bloqué. Son adresse est carl@kitchen.test.",
    "Una compañera no puede enviar, la cuenta está bloqueada. Su dirección es carl@kitchen.test.",
    "Una collega non riesce a inviare, è bloccata. Il suo indirizzo è carl@kitchen.test.",
    "Een collega kan niet verzenden, haar account is geblokkeerd. Haar adres is carl@kitchen.test.",
    "Koleżanka nie może wysyłać, ma blokadę. Jej adres to carl@kitchen.test.",
    "A colega não consegue enviar, está bloqueada. O endereço é carl@kitchen.test.",
]


@pytest.mark.parametrize("text", HER_ADDRESS)
def test_the_address_of_who_cannot_send(tell: Callable[..., Telling], text: str) -> None:
    telling = tell(text, ProblemKind.OUTBOUND_REFUSED)
    assert (sender.find(telling), recipient.find(telling)) == ("carl@kitchen.test", None)


NOT_HERS = [
    # the address of whom somebody writes to
    "I can't send to a colleague, I get an error. Her address is carl@kitchen.test.",
    "I cannot send, it says blocked. The address is carl@kitchen.test.",
    "Ich kann einer Kollegin nichts senden. Ich schreibe an sie, ihre Adresse ist carl@kitchen.test.",
    "Je n'arrive pas à envoyer à une collègue. Son adresse est carl@kitchen.test.",
    "Non riesco a inviare a una collega. Il suo indirizzo è carl@kitchen.test.",
    "Não consigo enviar para uma colega. O endereço é carl@kitchen.test.",
]


@pytest.mark.parametrize("text", NOT_HERS)
def test_the_address_of_whom_it_should_go_to(tell: Callable[..., Telling], text: str) -> None:
    assert recipient.find(tell(text, ProblemKind.OUTBOUND_REFUSED)) == ("carl@kitchen.test",)


LABELLED = [
    "Sent: 11.03.2026 8:22 CET, bob@partner.test. Arrived: 11.03.2026 12:55 CET, carl@kitchen.test.",
    "Abgeschickt: 11.03.2026 8:22, bob@partner.test. Angekommen: 11.03.2026 12:55, carl@kitchen.test.",
    "Elküldve: 2026.03.11. 8:22, bob@partner.test. Megérkezett: 2026.03.11. 12:55, carl@kitchen.test.",
    "Envoyé : 11/03/2026 8h22, bob@partner.test. Reçu : 11/03/2026 12h55, carl@kitchen.test.",
    "Enviado: 11/03/2026 8:22, bob@partner.test. Recibido: 11/03/2026 12:55, carl@kitchen.test.",
    "Inviato: 11/03/2026 8:22, bob@partner.test. Ricevuto: 11/03/2026 12:55, carl@kitchen.test.",
    "Verzonden: 11-03-2026 8:22, bob@partner.test. Ontvangen: 11-03-2026 12:55, carl@kitchen.test.",
    "Wysłano: 11.03.2026 8:22, bob@partner.test. Otrzymano: 11.03.2026 12:55, carl@kitchen.test.",
    "Enviado: 11/03/2026 8:22, bob@partner.test. Recebido: 11/03/2026 12:55, carl@kitchen.test.",
]


@pytest.mark.parametrize("text", LABELLED)
def test_a_label_before_the_time_tells_the_side(tell: Callable[..., Telling], text: str) -> None:
    telling = tell(f"Late\n\n{text}", ProblemKind.DELAYED)
    assert (sender.find(telling), recipient.find(telling)) == ("bob@partner.test", ("carl@kitchen.test",))


def test_a_label_of_another_sentence_tells_nothing(tell: Callable[..., Telling]) -> None:
    telling = tell("Received: nothing so far. Ask bob@partner.test, they wrote.", ProblemKind.MISSING_MAIL)
    assert recipient.find(telling) != ("bob@partner.test",)


OURS = [
    "The auditor (bob@partner.test) says that all that is addressed to our registry comes back to him.",
    "Der Prüfer (bob@partner.test) sagt, alles, was an unsere Ablage gerichtet ist, kommt zurück.",
    "A könyvvizsgáló (bob@partner.test) szerint az iktatónknak küldött minden levele visszajön.",
    "L'auditeur (bob@partner.test) dit que tout ce qui est adressé à notre greffe lui revient.",
    "El auditor (bob@partner.test) dice que lo dirigido a nuestro registro le vuelve.",
    "Il revisore (bob@partner.test) dice che quanto è indirizzato al nostro protocollo torna indietro.",
    "De accountant (bob@partner.test) zegt dat alles wat gericht is, gericht aan ons archief, terugkomt.",
    "Audytor (bob@partner.test) mówi, że listy adresowane do naszego archiwum wracają.",
    "O auditor (bob@partner.test) diz que o que é dirigido à nossa secretaria lhe é devolvido.",
]


@pytest.mark.parametrize("text", OURS)
def test_what_is_addressed_to_one_of_our_offices_is_addressed_to_us(
    tell: Callable[..., Telling], text: str
) -> None:
    telling = tell(text, ProblemKind.INBOUND_REJECTED)
    assert (sender.find(telling), recipient.find(telling)) == ("bob@partner.test", ("anna@bakery.test",))


WHOSE_THEY_ARE = [
    ("The mails of my son's teacher, bob@partner.test, land in Junk.", ("anna@bakery.test",)),
    (
        "Les mails de la maîtresse de ma fille, bob@partner.test, arrivent dans les spams.",
        ("anna@bakery.test",),
    ),
    ("Los correos de la maestra de mi hijo, bob@partner.test, van a spam.", ("anna@bakery.test",)),
    ("Le mail dell'insegnante di mia figlia, bob@partner.test, finiscono nello spam.", ("anna@bakery.test",)),
    ("De mails van de juf van mijn zoon, bob@partner.test, komen in de spam.", ("anna@bakery.test",)),
    ("Os emails da professora do meu filho, bob@partner.test, vão para o spam.", ("anna@bakery.test",)),
    # the mailbox is a colleague's
    ("Mails from bob@partner.test land in the Junk of my colleague.", None),
    ("Our secretary's computer shows mail from bob@partner.test as spam.", None),
]


@pytest.mark.parametrize(("text", "whom"), WHOSE_THEY_ARE)
def test_whose_teacher_writes_is_not_who_gets_it(
    tell: Callable[..., Telling], text: str, whom: tuple[str, ...] | None
) -> None:
    assert recipient.find(tell(text, ProblemKind.JUNKED_WRONGLY)) == whom


OUR_ACCOUNTANTS_MAIL = [
    "Mails from our accountant arrive hours late. Sent at 8:02 today, here at 11:40.",
    "Mails von meiner Buchhalterin kommen erst nach Stunden an, ich merke es seit heute.",
    "Les mails de notre comptable arrivent avec des heures de retard.",
    "Los correos de nuestro contable llegan con horas de retraso.",
    "Le mail della nostra contabile arrivano con ore di ritardo.",
    "Mails van onze boekhouder komen uren te laat aan.",
    "Maile od naszej księgowej przychodzą z wielogodzinnym opóźnieniem.",
    "As mensagens da nossa contabilista chegam com horas de atraso.",
]


@pytest.mark.parametrize("text", OUR_ACCOUNTANTS_MAIL)
def test_whose_mail_is_late_is_not_who_waits(tell: Callable[..., Telling], text: str) -> None:
    telling = tell(text, ProblemKind.DELAYED)
    assert (sender.find(telling), recipient.find(telling)) == (None, ("anna@bakery.test",))


I_CANNOT = [
    "I can no longer send to anyone, and neither can my assistant.",
    "Ich kann an niemanden mehr etwas schicken, meine Assistentin auch nicht.",
    "Nem tudok senkinek levelet küldeni, az asszisztensem sem.",
    "Je ne peux plus envoyer à personne, mon assistante non plus.",
    "No puedo enviar a nadie, mi asistente tampoco.",
    "Non riesco a inviare a nessuno, neanche la mia assistente.",
    "Ik kan niemand meer mailen, mijn assistente ook niet.",
    "Nie mogę do nikogo wysłać, asystentka też nie.",
    "Não consigo enviar a ninguém, a minha assistente também não.",
]


@pytest.mark.parametrize("text", I_CANNOT)
def test_who_cannot_send_either_is_not_alone(tell: Callable[..., Telling], text: str) -> None:
    assert sender.find(tell(text, ProblemKind.OUTBOUND_REFUSED)) == "anna@bakery.test"


ONE_OF_OURS = [
    ("One of our drivers gets spam all day.", None),
    ("Nothing but spam for our secretary. Only her.", None),
    ("Bei einer unserer Kolleginnen kommt Spam an, nur bei ihr.", None),
    ("Do naszej kierowniczki przychodzi spam, tylko do niej.", None),
    ("35 Kollegen bekommen Spam.", ("35 Kollegen",)),
    ("I get spam all day, only me.", ("anna@bakery.test",)),
    ("Spam kommt nur bei mir an, ein Kollege hat keins.", ("anna@bakery.test",)),
]


@pytest.mark.parametrize(("text", "whom"), ONE_OF_OURS)
def test_who_gets_the_spam(tell: Callable[..., Telling], text: str, whom: tuple[str, ...] | None) -> None:
    assert recipient.find(tell(text, ProblemKind.SPAM_RECEIVED)) == whom
