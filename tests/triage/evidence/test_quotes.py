from __future__ import annotations

import pytest

from triage.evidence.quotes import new_text

WROTE = {
    "en": "On Mon, 1 Jan 2024 at 10:00, Bob <b@x.test> wrote:",
    "en, wrapped": "On Mon, 1 Jan 2024 at 10:00, Bob Longname\n<b@x.test> wrote:",
    "de": "Am 01.01.2024 um 10:00 schrieb Bob:",
    "fr": "Le lun. 1 janv. 2024 à 10:00, Bob <b@x.test> a\nécrit :",
    "es": "El lun, 1 ene 2024 a las 10:00, Bob (<b@x.test>) escribió:",
    "it": "Il giorno lun 1 gen 2024 alle ore 10:00 Bob <b@x.test> ha scritto:",
    "pt": "Em seg., 1 de jan. de 2024 às 10:00, Bob <b@x.test> escreveu:",
    "nl": "Op ma 1 jan 2024 om 10:00 schreef Bob <b@x.test>:",
    "pl": "W dniu 1.01.2024 o 10:00 Bob napisał(a):",
    "cs": "Dne 1.1.2024 v 10:00 Bob napsal(a):",
    "hu": "Bob <b@x.test> ezt írta (időpont: 2024. jan. 1., H, 10:00):",
    "ru": "пн, 1 янв. 2024 г. в 10:00, Bob <b@x.test>: написал:",
    "ja": "2024年1月1日(月) 10:00 Bob <b@x.test>:",
}
OUTLOOK = {
    "en": ("From: Bob <b@x.test>", "Sent: Monday", "To: me", "Subject: T"),
    "de": ("Von: Bob <b@x.test>", "Gesendet: Montag, 1. Januar 2024 10:00", "An: me", "Betreff: T"),
    "fr": ("De : Bob <b@x.test>", "Envoyé : lundi", "À : me", "Objet : T"),
    "es": ("De: Bob <b@x.test>", "Enviado el: lunes", "Para: me", "Asunto: T"),
    "hu": ("Feladó: Bob <b@x.test>", "Elküldve: 2024. január 1.", "Címzett: me", "Tárgy: T"),
}


@pytest.mark.parametrize("language", WROTE)
def test_somebody_wrote(language: str) -> None:
    assert new_text(f"My answer.\n\n{WROTE[language]}\n\n> old text\n> older") == "My answer."


@pytest.mark.parametrize("language", OUTLOOK)
@pytest.mark.parametrize("rule", ["", "________________________________\n"])
def test_outlook_heads(language: str, rule: str) -> None:
    head = "\n".join(OUTLOOK[language])
    assert new_text(f"My answer.\n\n{rule}{head}\n\nold text") == "My answer."


@pytest.mark.parametrize(
    ("text", "new"),
    [
        ("hello", "hello"),
        ("", ""),
        ("> only\n> quoted", ""),
        ("> q1\nanswer one\n> q2\nanswer two", "answer one\nanswer two"),
        ("text\n-- \nJoe\n+1 555", "text"),
        ("text\n\nSent from my iPhone", "text"),
        ("text\n\nVon meinem iPhone gesendet", "text"),
        (
            "FYI\n\n---------- Forwarded message ---------\nFrom: B <b@x.test>\nDate: 1 Jan\nTo: me\n\nold",
            "FYI",
        ),
        ("John Gay wrote:\n> q1\n\nanswer", "answer"),
        ("On July 19, ann@x.test said:\n> q1\n> q2\nanswer", "answer"),
        ("John Gay wrote:\nI will be late.", "John Gay wrote:\nI will be late."),
        ("Your server said:\n\n550 5.7.1 no", "Your server said:\n\n550 5.7.1 no"),
        (
            "On 2 March 2026 your server said:\n\n550 5.7.1 no",
            "On 2 March 2026 your server said:\n\n550 5.7.1 no",
        ),
        # details stay, however they are listed
        (
            "Date: 2 March\nFrom: a@b.test\nTo: c@d.test\nSubject: x\n\nIt bounced.",
            "Date: 2 March\nFrom: a@b.test\nTo: c@d.test\nSubject: x\n\nIt bounced.",
        ),
        ("Details:\n- usual: 5\n- now: 500", "Details:\n- usual: 5\n- now: 500"),
        (
            "Here:\n\nFrom: a@b.test\nTo: c@d.test\n\nIt bounced.",
            "Here:\n\nFrom: a@b.test\nTo: c@d.test\n\nIt bounced.",
        ),
        ("On Monday at 10:00 it broke.", "On Monday at 10:00 it broke."),
        ("Thanks for the help.\nMore:\nit came back.", "Thanks for the help.\nMore:\nit came back."),
        ("first\r\nsecond", "first\nsecond"),
    ],
)
def test_new_text(text: str, new: str) -> None:
    assert new_text(text) == new


@pytest.mark.parametrize(
    "bomb",
    [
        "a" * 500_000,
        "On 1.1 " * 50_000,
        "> x\n" * 50_000,
        "From: a\n" * 50_000,
        " " * 500_000,
        "- a\n" * 9_000,
    ],
)
def test_a_bomb_ends(bomb: str) -> None:
    assert len(new_text(bomb)) <= len(bomb)
