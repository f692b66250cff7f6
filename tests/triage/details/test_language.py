"""In which language does somebody write? Short tickets, English subjects, and a server's notice below."""

from __future__ import annotations

import pytest

from triage.details.language import language_of
from triage.details.lexicon import fold, read_words

NOTICE = """

I'm sorry to have to inform you that your message could not be
delivered to one or more recipients. It's attached below.

<anna@example.org>: host mx.example.org[192.0.2.7] said: 550 5.1.1
    <anna@example.org>: Recipient address rejected: User unknown in virtual
    mailbox table (in reply to RCPT TO command)
"""
SHORT = {
    "en": (
        "No mail since this morning",
        "My mail to Anna came back",
        "hi, mails from our bank do not arrive",
    ),
    "de": ("Spam ohne Ende!!", "Was heißt das?", "Siehe Anhang. Gruß Jens", "Passwort gestohlen"),
    "hu": ("Nem jön levél", "Ez mit jelent?", "feltörték a fiókomat", "Rengeteg spamet kapok tegnap óta."),
    "fr": ("Plus de mails depuis ce matin", "Voir pièce jointe.", "J'en reçois 300 par heure !", "aide svp"),
    "es": ("No llegan correos desde ayer", "Ver adjunto.", "Me han robado la contraseña", "ayuda por favor"),
    "it": ("Non arriva posta da ieri", "Vedi allegato.", "Mi hanno rubato la password", "aiuto per favore"),
    "nl": ("Geen mail sinds vanochtend", "Wat betekent dit?", "Wachtwoord gestolen, wat nu?", "help aub"),
    "pl": ("Nie przychodzi poczta od rana", "Co to znaczy?", "Skradziono mi hasło", "Proszę to wyłączyć."),
    "pt": ("Não chega e-mail desde ontem", "Ver anexo.", "Roubaram a minha senha", "ajuda por favor"),
}
EACH = [(language, text) for language, texts in SHORT.items() for text in texts]


@pytest.mark.parametrize(("language", "text"), EACH)
def test_a_line_or_two(language: str, text: str) -> None:
    assert language_of(read_words(text)).code == language


@pytest.mark.parametrize(("language", "text"), EACH)
def test_above_a_notice_in_english(language: str, text: str) -> None:
    assert language_of(read_words(text + NOTICE)).code == language


@pytest.mark.parametrize(("language", "text"), EACH)
def test_below_an_english_subject(language: str, text: str) -> None:
    subject = "Undelivered mail returned to the sender"
    words = read_words(f"{subject}\n\n{text}{NOTICE}")
    assert language_of(words, len(fold(subject))).code == language


@pytest.mark.parametrize(
    ("language", "subject", "text"),
    [
        ("es", "Mensaje de error", "¿Qué significa?"),
        ("fr", "Message d'erreur de la messagerie", "Que faire ?"),
        ("hu", "Hírlevél", "Kérem, állítsák le."),
        ("pl", "Wiadomość wróciła", "pomocy"),
    ],
)
def test_a_few_words_take_the_subject_to_help(language: str, subject: str, text: str) -> None:
    words = read_words(f"{subject}\n\n{text}{NOTICE}")
    assert language_of(words, len(fold(subject))).code == language


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Hi,\n\nseit gestern kommen keine Mails mehr an.", "de"),
        ("Hola!\n\nWhat does this mean? I have sent it to our partner in Madrid twice.", "en"),
        (
            "What does this mean for us?\n\nIhre Nachricht konnte nicht an Ihre Empfänger zugestellt werden.",
            "en",
        ),
        ("Fwd: invoice", None),
    ],
)
def test_mixed(text: str, language: str | None) -> None:
    assert language_of(read_words(text)).code == language


@pytest.mark.parametrize(
    "text",
    [
        "Dobrý den,\n\nod včera mi nechodí žádné e-maily od zákazníků. Můžete se na to prosím podívat?",
        "Dobar dan,\n\nod jučer ne primam nikakve e-mailove od kupaca. Možete li provjeriti? Hvala",
        "Bună ziua,\n\nde ieri nu mai primesc niciun e-mail de la clienți. Puteți verifica vă rog?",
        "Bon dia,\n\ndes d'ahir no rebo cap correu dels nostres clients. Ho podeu mirar si us plau?",
        "Hej,\n\nsedan i går får jag inga mejl från våra kunder. Kan ni titta på det? Tack så mycket",
        "Merhaba,\n\ndünden beri müşterilerimizden hiç e-posta alamıyorum. Lütfen kontrol eder misiniz?",
    ],
)
def test_a_language_beside_the_nine(text: str) -> None:
    found = language_of(read_words(text))
    assert found.code is None
    assert found.foreign


def test_names_with_foreign_letters_change_nothing() -> None:
    text = "Hello, mail from Jiří Dvořák and Şükrü Çelik does not arrive since this morning. Can you look?"
    assert language_of(read_words(text)).code == "en"
