"""A clock time of an appointment, a train, a deadline is no incident's; the incident's beside it is found."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from triage.details import occurred_at
from triage.details.telling import Telling

# written on Thursday 12 March 2026 at 16:30 +01:00
TO_COME = [
    "Her letter never came. The funeral is tomorrow at 11:15.",
    "My order is lost, and the fair opens on 19 March at 9:00.",
    "Please answer by today, 18:00.",
    "We need it before next Monday at 10:30.",
    "The hearing is on Tuesday 17 at 13:45.",
    "The closing is on 3/27 at 10:30 am EST.",
    "Die Post meiner Schwester fehlt. Die Taufe ist morgen um 10:30 Uhr.",
    "Das Angebot kam nie an, und die Vergabe endet am 20. März um 12:00 Uhr.",
    "Bitte melden Sie sich bis heute, 18:15 Uhr.",
    "Nächsten Dienstag um 9:00 Uhr brauche ich sie.",
    "Am Mittwoch, den 18., um 14:30 Uhr ist Übergabe.",
    "Nem jött meg a jegy, holnap 7:25-kor utazunk.",
    "A pályázat március 20-án 12:00-kor zárul, a levél sehol.",
    "Kérem, ma 18:00-ig válaszoljanak.",
    "Jövő hétfőn 9:30-kor kell bemutatnom.",
    "Kedden, 17-én 13:45-kor van a bejárás.",
    "Le devis n'est jamais arrivé et le salon ouvre demain à 9h30.",
    "La remise des offres est le 20 mars à 12h00.",
    "Merci de me répondre aujourd'hui, avant 18h00.",
    "Il me le faut lundi prochain à 10h30.",
    "La visite est fixée au mardi 17 à 13h45, et le plan n'est pas là.",
    "Elle passe le chercher le 16 à 8h15.",
    "No me llegó el billete y viajo mañana a las 7:25.",
    "La licitación cierra el 20 de marzo a las 12:00 horas.",
    "El bautizo es el martes 17 a las 13:45.",
    "Lo necesito para el próximo lunes a las 10:30.",
    "Il preventivo non è arrivato, domani alle 9:30 apre la fiera.",
    "La gara chiude il 20 marzo alle 12:00.",
    "Il sopralluogo è martedì 17 alle 13:45.",
    "Mi serve entro lunedì alle 10:30.",
    "Het ticket kwam niet aan en we reizen morgen om 7:25 uur.",
    "De inschrijving sluit op 20 maart om 12:00 uur.",
    "De oplevering is dinsdag 17 om 13:45 uur.",
    "Ik heb het volgende maandag om 10:30 nodig.",
    "Bilet nie przyszedł, a jutro o 7:25 wyjeżdżamy.",
    "Przetarg kończy się 20 marca o 12:00.",
    "Odbiór jest we wtorek 17 o 13:45.",
    "Odpowiedź potrzebna do piątku do 12:00. Mail był z wczoraj.",
    "Péntekre, 12:00-re kell. A levél tegnapi.",
    "Lost yesterday afternoon, the ship leaves on the 14th at 6:45.",
    "Gestern Nachmittag ging es verloren, Abflug 14.3. 6:45.",
    "Persa ieri pomeriggio; si vola il 14/3 alle 6:45.",
    "Perdeu-se ontem à tarde; o voo é a 14/03 às 6h45.",
    "Die Wartung ist am Samstag, 14. März, um 22:00 Uhr.",
    "Potrzebuję tego najpóźniej w poniedziałek o 10:30.",
    "O bilhete não chegou e viajamos amanhã às 7h25.",
    "O concurso fecha a 20 de março às 12:00.",
    "A vistoria é na terça-feira, 17, às 13h45.",
    "Preciso disso na próxima segunda às 10h30.",
]
OF_OTHERS = [
    "It never arrived. The file number is 2026/117 of 3 March at 10:20.",
    "Es kam nie an. Aktenzeichen 2026/117 vom 3. März, 10:20 Uhr.",
    "Sosem jött meg. Iktatószám: 2026/117, március 3. 10:20.",
    "Jamais reçu. Numéro de dossier 2026/117 du 3 mars à 10h20.",
    "No llegó. Expediente 2026/117 del 3 de marzo a las 10:20.",
    "Non è arrivata. Protocollo 2026/117 del 3 marzo ore 10:20.",
    "Nooit gekomen. Dossiernummer 2026/117 van 3 maart, 10:20 uur.",
    "Nie dotarło. Sygnatura 2026/117 z 3 marca o 10:20.",
    "Não chegou. Protocolo 2026/117 de 3 de março às 10:20.",
    "His letter is missing. He comes on Saturday with the 9:42 train.",
    "Today we had a meeting at 10:00 without the plans that Bob sent this week.",
    "This morning at 9:30 I have an appointment with my bank and no papers.",
    "I am reachable today from 8:15.",
    "We fly on Saturday at 7:25.",
    "I called your hotline today at 10:14 and waited.",
    "We are here today from 8:00 am till 12:15 pm.",
    "heute 8:00 Uhr bis 12:15 Uhr",
    "Bitte rufen Sie mich heute um 15:00 Uhr zurück.",
    "ma 8:00-tól 12:15-ig vagyunk itt",
    "aujourd'hui de 8h00 à 12h15",
    "hoy de las 8:00 a las 12:15",
    "oggi dalle 8:00 alle 12:15",
    "vandaag van 8:00 uur tot 12:15 uur",
    "dzisiaj od 8:00 do 12:15",
    "hoje das 8:00 às 12:15",
    "Er kommt am Samstag mit dem Zug um 9:42 Uhr, sein Brief ist nicht da.",
    "Heute um 10:00 Uhr war die Besprechung, ohne die Pläne.",
    "Heute war um 10:15 Uhr der Gerichtstermin.",
    "Ich bin heute ab 8:15 Uhr erreichbar.",
    "Szombaton a 9:42-es vonattal jön, a levele nincs meg.",
    "Ma 10:00-kor volt a megbeszélés, a tervek nélkül.",
    "Ma 8:15-től elérhető vagyok.",
    "Il vient samedi par le TGV de 9h42, sa lettre n'est pas là.",
    "Aujourd'hui la réunion était à 10h00, sans les plans.",
    "Je suis joignable aujourd'hui dès 8h15.",
    "Viene el sábado en el tren de las 9:42 y no tengo su carta.",
    "Hoy la reunión era a las 10:00 y sin los planos.",
    "Hoy abrimos a las 8:15.",
    "Viene sabato con il treno delle 9:42, la sua lettera non c'è.",
    "Oggi la riunione era alle 10:00, senza i disegni.",
    "Oggi sono reperibile dalle 8:15.",
    "Hij komt zaterdag met de trein van 9:42, zijn brief is er niet.",
    "Vandaag was de vergadering om 10:00 uur, zonder de tekeningen.",
    "Vandaag ben ik bereikbaar vanaf 8:15.",
    "Przyjeżdża w sobotę pociągiem o 9:42, a listu nie ma.",
    "Dzisiaj spotkanie było o 10:00, bez planów.",
    "Dziś jestem dostępny od 8:15.",
    "Ele vem no sábado no comboio das 9:42 e a carta não está cá.",
    "Hoje a reunião era às 10:00, sem as plantas.",
    "Hoje abrimos às 8h15.",
]
BESIDE = [
    ("Bob mailed the plans today at 09:12; the meeting is tomorrow at 10:00.", "12T09:12"),
    ("I need it for the meeting at 18:00 today. It was sent yesterday at 14:05.", "11T14:05"),
    ("The invitation to our meeting was sent yesterday at 14:05 and never came.", "11T14:05"),
    ("The meeting invitation of yesterday, 14:05, is not here.", "11T14:05"),
    ("Before the train at 9:42 I sent it, today at 9:20, and it bounced.", "12T09:20"),
    ("Die Einladung zum Termin ging gestern um 14:05 Uhr raus. Der ist am 20. März um 9:00.", "11T14:05"),
    ("Der Arzttermin wurde mir gestern um 14:05 per Mail bestätigt, die kam nicht.", "11T14:05"),
    ("The appointment was yesterday at 14:05 confirmed by mail, which is lost.", "11T14:05"),
    ("We got the bounce yesterday at 14:05, right before our call with the customer.", "11T14:05"),
    ("Hoy a las 8:40 la gestoría me envió la cita.", "12T08:40"),
    ("Stamattina alle 8:40 il medico mi ha mandato l'appuntamento.", "12T08:40"),
    ("La convocation pour l'audience, envoyée ce matin à 8h40, manque.", "12T08:40"),
    ("the mail from the airline about our flight, yesterday 14:05", "11T14:05"),
    ("das Ticket für den Zug, gestern 14:05 gemailt", "11T14:05"),
    ("e-mail o locie, wczoraj 14:05", "11T14:05"),
    ("Bank wysłał to wczoraj o 14:05, muszę podpisać do piątku do godz. 12:00.", "11T14:05"),
    ("A bank tegnap 14:05-kor küldte, péntekig 12:00-ig alá kell írnom.", "11T14:05"),
    ("Die Zusage kam gestern um 14:05 Uhr, bis Freitag 12:00 Uhr muss ich zusagen.", "11T14:05"),
    ("De bank mailde gisteren om 14:05; ik moet uiterlijk vrijdag 12:00 tekenen.", "11T14:05"),
    ("O banco mandou ontem às 14:05 e tenho de assinar até sexta às 12:00.", "11T14:05"),
    ("Der Server war heute um 10:15 Uhr nicht erreichbar.", "12T10:15"),
    ("Your server was not reachable today at 10:15.", "12T10:15"),
    ("La entrega falló hoy a las 10:15.", "12T10:15"),
    ("A consegna oggi alle 10:15 il server ha risposto di no.", "12T10:15"),
    ("Abgabe ist morgen um 12:00 Uhr. Abgeschickt hat er es heute um 08:40 Uhr.", "12T08:40"),
    ("Tegnap 14:05-kor küldte, a határidő holnap 12:00.", "11T14:05"),
    ("A vonat holnap 9:42-kor indul, a jegyet tegnap 14:05-kor küldték el.", "11T14:05"),
    ("Il l'a envoyé hier à 14h05, la signature est le 20 mars à 9h00.", "11T14:05"),
    ("Mon train part demain à 9h42 ; le billet m'a été envoyé hier à 14h05.", "11T14:05"),
    ("Lo mandó ayer a las 14:05 y la reunión es mañana a las 9:00.", "11T14:05"),
    ("El plazo vence el 20 de marzo a las 12:00. Me lo enviaron hoy a las 8:40.", "12T08:40"),
    ("L'ha spedito ieri alle 14:05, la riunione è domani alle 9:00.", "11T14:05"),
    ("La scadenza è il 20 marzo alle 12:00. L'hanno inviato oggi alle 8:40.", "12T08:40"),
    ("Hij stuurde het gisteren om 14:05, de vergadering is morgen om 9:00 uur.", "11T14:05"),
    ("De deadline is 20 maart om 12:00. Ze stuurden het vandaag om 8:40.", "12T08:40"),
    ("Wysłał to wczoraj o 14:05, a spotkanie jest jutro o 9:00.", "11T14:05"),
    ("Termin mija 20 marca o 12:00. Wysłali to dzisiaj o 8:40.", "12T08:40"),
    ("Enviou ontem às 14:05, e a reunião é amanhã às 9:00.", "11T14:05"),
    ("O prazo acaba a 20 de março às 12:00. Enviaram hoje às 8:40.", "12T08:40"),
]  # fmt: skip


@pytest.mark.parametrize("text", TO_COME)
def test_what_is_to_come_has_not_happened(tell: Callable[..., Telling], text: str) -> None:
    assert occurred_at.find(tell(text)) is None


@pytest.mark.parametrize("text", OF_OTHERS)
def test_the_time_of_something_else(tell: Callable[..., Telling], text: str) -> None:
    assert occurred_at.find(tell(text)) is None


@pytest.mark.parametrize(("text", "at"), BESIDE)
def test_the_incident_beside_it(tell: Callable[..., Telling], text: str, at: str) -> None:
    assert occurred_at.find(tell(text)) == f"2026-03-{at}:00+01:00"


def test_a_word_within_an_address_has_no_time(tell: Callable[..., Telling]) -> None:
    text = "from jan@train.test, yesterday 14:05, to meeting@bakery.test 14:05"
    assert occurred_at.find(tell(text)) == "2026-03-11T14:05:00+01:00"


def test_a_mail_program_in_utc_may_be_ahead(tell: Callable[..., Telling]) -> None:
    """Many write their Date in UTC; the person looks at a clock in Europe."""
    assert occurred_at.find(tell("it bounced today at 17:40 UTC")) is not None
    assert occurred_at.find(tell("it bounced today at 17:40")) is None
