"""What was told needs no question: one row for each way of telling it, in nine languages."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from knowledge.vocabulary import ProblemKind as P
from triage.details import (
    authorized_user_id,
    find_details,
    junk_checked,
    occurred_at,
    recipient,
    reseller_id,
    sender,
    unusual_volume,
)
from triage.details.telling import Telling

ANNA = "anna@bakery.test"
DOMAIN = "@bakery.test"

LATE_FOR_ANYBODY = [
    "Our mails arrive hours late, whatever the recipient, says the office.",
    "Unsere Nachrichten brauchen Stunden, egal an wen wir schreiben.",
    "Órákat késnek a leveleink, akárkinek küldünk valamit.",
    "Nos envois mettent des heures, quel que soit le correspondant.",
    "Nuestros correos tardan horas, sea cual sea el destinatario.",
    "Le nostre mail arrivano dopo ore, a prescindere dal destinatario.",
    "Onze mail komt uren later aan, wie we ook mailen.",
    "Nasze maile docierają po godzinach, do kogokolwiek piszemy.",
    "Os nossos mails demoram horas, independentemente do destinatário.",
]
FROM_OUR_DOMAIN = [
    "All mail from our domain bakery.test has been slow today, everywhere it goes.",
    "Everything from the bakery.test domain is late, our customers say.",
    "Alle Mails von unserer Domain bakery.test kommen verspätet an.",
    "A bakery.test tartományról küldött üzenetek nagyon lassan érnek célba.",
    "Tous les messages envoyés depuis notre domaine bakery.test arrivent en retard.",
    "Los correos enviados desde nuestro dominio bakery.test llegan con retraso.",
    "Tutta la posta inviata dal nostro dominio bakery.test arriva in ritardo.",
    "Alle mail vanaf ons domein bakery.test komt te laat aan.",
    "Wszystkie wiadomości wysyłane z naszej domeny bakery.test są opóźnione.",
    "Todas as mensagens enviadas do nosso domínio bakery.test chegam atrasadas.",
]
JUNK = [
    "My junk mail I have looked through.",
    "Den Spam-Ordner bin ich durchgegangen.",
    "Die Junk-Mails habe ich durchgeschaut.",
    "A levélszemetet végignéztem.",
    "Les indésirables, je les ai passés, et le spam je l'ai parcouru.",
    "El correo no deseado ya lo he repasado.",
    "La posta indesiderata l'ho esaminata.",
    "De spamfolder heb ik doorgenomen.",
    "Spam przejrzeliśmy.",
    "A pasta de spam já a percorri.",
]
NO_JUNK = [
    "The junk mail I have not looked through yet.",
    "Den Spam-Ordner habe ich noch nicht durchgeschaut.",
    "De ongewenste mail heb ik nog niet bekeken.",
    "A levélszemetet még nem néztem végig.",
]
IDS = [
    ('We are with reseller "bluecrate"; user in the OpenSRS panel: bc-ops.', "bluecrate", "bc-ops"),
    ("Reseller „bluecrate“, Benutzer im Panel OpenSRS: bcops", "bluecrate", "bcops"),
    ("Viszonteladó: bluecrate, felhasználó a panelben (opensrs panel login: bcops)", "bluecrate", "bcops"),
    ("Revendeur « bluecrate », utilisateur dans le panneau OpenSRS : bcops", "bluecrate", "bcops"),
    ('Somos del revendedor "bluecrate", usuario en el panel de OpenSRS: bcops', "bluecrate", "bcops"),
    ('Il rivenditore "bluecrate", utente nel pannello OpenSRS: bcops', "bluecrate", "bcops"),
    ('Via wederverkoper "bluecrate", gebruiker in het controlepaneel OpenSRS: bcops', "bluecrate", "bcops"),
    ("Reseller „bluecrate”, login w panelu sterowania OpenSRS: bcops", "bluecrate", "bcops"),
    ('Revendedor "bluecrate", utilizador no painel do OpenSRS: bcops', "bluecrate", "bcops"),
]
VOLUME = [
    ("It is more than 900 by now; usually it is half a dozen a day.", "half a dozen", "900"),
    ("Es sind schon über 900, sonst ein halbes Dutzend am Tag.", "ein halbes Dutzend", "900"),
    ("Már több mint 900 jött, általában napi fél tucat szokott.", "fél tucat", "900"),
    ("On en est déjà à plus de 900, d'habitude une demi-douzaine par jour.", "une demi-douzaine", "900"),
    ("Hoy van ya más de 900 correos; normalmente suelen ser media docena al día.", "media docena", "900"),
    ("Sono già più di 900, di solito mezza dozzina al giorno.", "mezza dozzina", "900"),
    ("Het zijn er al meer dan 900, normaal een handvol per dag.", "een handvol", "900"),
    ("Jest już ponad 900, zwykle garść dziennie.", "garść", "900"),
    ("Já vão mais de 900, costumam ser meia dúzia por dia.", "meia dúzia", "900"),
    ("Normally we get three or four a month, today it is hundreds.", "three or four", "hundreds"),
    ("Sonst kommen zwei oder drei pro Woche, heute Hunderte Mails.", "zwei oder drei", "Hunderte"),
    ("D'habitude deux ou trois par semaine, aujourd'hui des centaines.", "deux ou trois", "des centaines"),
]
NOTICE = (
    "<anna@bakery.test>: 550 5.1.1 Recipient address rejected, the mail system has given up and will not try "
    "again, which is all that it has to say"
)
TWO_SENTENCES = [
    (
        "A buyer got this today:\n\nrefused\n\nOur mailbox exists! It was at 09:20 Lisbon time.",
        "09:20:00+00:00",
    ),
    ("Eine Kundin bekam das heute:\n\nabgelehnt\n\nDas war um 09:20 Uhr Madrider Zeit.", "09:20:00+01:00"),
    (
        "Egy vevő ma ezt kapta:\n\nelutasítva\n\nPontosan ekkor: volt 09:20 budapesti idő szerint.",
        "09:20:00+01:00",
    ),
    ("Un client a reçu ceci aujourd'hui :\n\nrefus\n\nC'était à 09:20, heure de Paris.", "09:20:00+01:00"),
    ("Un cliente recibió esto hoy:\n\nrechazo\n\nFue a las 09:20 hora de Madrid.", "09:20:00+01:00"),
    (
        "Un cliente ha ricevuto questo oggi:\n\nrifiuto\n\nÈ successo alle 09:20, ora di Roma.",
        "09:20:00+01:00",
    ),
    ("Een klant kreeg dit vandaag:\n\ngeweigerd\n\nDat was om 09:20 Amsterdamse tijd.", "09:20:00+01:00"),
    ("Klient dostał to dzisiaj:\n\nodrzucono\n\nTo było o 09:20 czasu warszawskiego.", "09:20:00+01:00"),
    ("Um cliente recebeu isto hoje:\n\nrecusado\n\nAconteceu às 09:20 hora de Lisboa.", "09:20:00+00:00"),
]
NO_MOMENT = [
    "Since yesterday nothing has come in at all, and that is bad for us and for our trade. We open at 09:20.",
    f"It came today.\n\n{NOTICE}\n\nIt was at 09:20, or was it, as the other one says, at 11:40?",
    "Yesterday it was fine, today it is not, and we are very sorry to hear nothing at all from you.\n\n"
    "some more\n\nIt was at 09:20.",
]
FORGED = [
    "I got a threat from my own address <anna@bakery.test>.",
    "Ich bekam eine Drohung von meiner eigenen Adresse <anna@bakery.test>.",
    "A saját címemről <anna@bakery.test> kaptam zsarolást.",
    "J'ai reçu un chantage de ma propre adresse <anna@bakery.test>.",
    "Recibí una amenaza de mi propia dirección <anna@bakery.test>.",
    "Ho ricevuto un ricatto dal mio stesso indirizzo <anna@bakery.test>.",
    "Ik kreeg een dreigmail van mijn eigen adres <anna@bakery.test>.",
    "Przyszedł szantaż, nadawcą jest mój adres <anna@bakery.test>.",
    "Recebi uma ameaça do meu próprio endereço <anna@bakery.test>.",
]
TO_THE_LIST = [
    "From the mailbox anna@bakery.test to the list club@bakery.test it does not go out.",
    "Vom Konto anna@bakery.test an den Verteiler club@bakery.test geht es nicht raus.",
    "Az anna@bakery.test címről a club@bakery.test listára nem megy el.",
    "Depuis le compte anna@bakery.test vers la liste club@bakery.test rien ne part.",
    "Desde la cuenta anna@bakery.test a la lista club@bakery.test no sale.",
    "Dalla casella anna@bakery.test alla lista club@bakery.test non parte.",
    "Vanuit anna@bakery.test naar de lijst club@bakery.test gaat het niet weg.",
    "Z konta anna@bakery.test na listę club@bakery.test nie wychodzi.",
    "Da conta anna@bakery.test para a lista club@bakery.test não sai.",
]


@pytest.mark.parametrize("text", LATE_FOR_ANYBODY)
def test_whoever_is_written_to(tell: Callable[..., Telling], text: str) -> None:
    telling = tell(text, P.DELAYED)
    assert (sender.find(telling), bool(recipient.find(telling))) == (ANNA, True)


@pytest.mark.parametrize("text", FROM_OUR_DOMAIN)
def test_a_whole_domain_sends(tell: Callable[..., Telling], text: str) -> None:
    assert sender.find(tell(text, P.DELAYED)) == DOMAIN


def test_a_domain_of_somebody_else_is_not_ours(tell: Callable[..., Telling]) -> None:
    assert sender.find(tell("All mail from the domain partner.test is late.", P.DELAYED)) != "@partner.test"


@pytest.mark.parametrize("text", JUNK)
def test_the_junk_was_looked_through(tell: Callable[..., Telling], text: str) -> None:
    assert junk_checked.find(tell(text))


@pytest.mark.parametrize("text", NO_JUNK)
def test_the_junk_was_not_looked_through(tell: Callable[..., Telling], text: str) -> None:
    assert junk_checked.find(tell(text)) is None


@pytest.mark.parametrize(("text", "reseller", "user"), IDS)
def test_ids(tell: Callable[..., Telling], text: str, reseller: str, user: str) -> None:
    telling = tell(text)
    assert (reseller_id.find(telling), authorized_user_id.find(telling)) == (reseller, user)


@pytest.mark.parametrize("text", ['Our reseller "is" gone', "reseller 'support team' says no"])
def test_what_is_quoted_may_be_no_id(tell: Callable[..., Telling], text: str) -> None:
    assert reseller_id.find(tell(text)) is None


@pytest.mark.parametrize(("text", "usual", "present"), VOLUME)
def test_volume(tell: Callable[..., Telling], text: str, usual: str, present: str) -> None:
    assert unusual_volume.find(tell(text, P.SPAM_FLOOD)) == f"{usual} as usual, now {present}"


@pytest.mark.parametrize(("text", "at"), TWO_SENTENCES)
def test_day_and_clock_apart(tell: Callable[..., Telling], text: str, at: str) -> None:
    apart = text.replace("\n\n", f"\n\n{NOTICE}\n\n", 1)
    assert occurred_at.find(tell(apart)) == f"2026-03-12T{at}"


@pytest.mark.parametrize("text", NO_MOMENT)
def test_what_competes_is_no_moment(tell: Callable[..., Telling], text: str) -> None:
    assert occurred_at.find(tell(text)) is None


@pytest.mark.parametrize("text", FORGED)
def test_ones_own_address_sent_it(tell: Callable[..., Telling], text: str) -> None:
    assert find_details(tell(text, P.SPOOFED)).get("sender") == ANNA


@pytest.mark.parametrize("text", TO_THE_LIST)
def test_mail_within_the_house(tell: Callable[..., Telling], text: str) -> None:
    telling = tell(text, P.OUTBOUND_REFUSED)
    assert (sender.find(telling), recipient.find(telling)) == (ANNA, ("club@bakery.test",))
