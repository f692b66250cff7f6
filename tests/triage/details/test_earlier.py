"""What the first mail of a ticket quotes is told by somebody else, and counts."""

from __future__ import annotations

from dataclasses import replace
from email.message import EmailMessage

import pytest

from knowledge.vocabulary import Platform, ProblemKind, Route
from triage.arrival import arrived
from triage.details import Value, find_details
from triage.details.telling import listen
from triage.evidence.reader import read

P = ProblemKind
PLATFORM = Platform("oss", "OSS", domains=("bakery.test",), help_addresses=("help@hosting.test",))
BOB, ME, CARL = "bob@partner.test", "anna@bakery.test", "carl@bakery.test"
# From, Sent, To and Subject as Outlook prints them
FIELDS = {
    "en": ("From", "Sent", "Wednesday, March 11, 2026 2:05 PM", "To", "Subject"),
    "de": ("Von", "Gesendet", "Mittwoch, 11. März 2026 14:05", "An", "Betreff"),
    "hu": ("Feladó", "Elküldve", "2026. március 11., szerda 14:05", "Címzett", "Tárgy"),
    "fr": ("De ", "Envoyé ", "mercredi 11 mars 2026 14:05", "À ", "Objet "),
    "es": ("De", "Enviado el", "miércoles, 11 de marzo de 2026 14:05", "Para", "Asunto"),
    "it": ("Da", "Inviato", "mercoledì 11 marzo 2026 14:05", "A", "Oggetto"),
    "nl": ("Van", "Verzonden", "woensdag 11 maart 2026 14:05", "Aan", "Onderwerp"),
    "pl": ("Od", "Wysłano", "środa, 11 marca 2026 14:05", "Do", "Temat"),
    "pt": ("De", "Enviado", "quarta-feira, 11 de março de 2026 14:05", "Para", "Assunto"),
}
AT = "2026-03-11T14:05:00+01:00"


def head(language: str) -> str:
    sender, sent, at, to, subject = FIELDS[language]
    return f"{sender}: Bob <bob@partner.test>\n{sent}: {at}\n{to}: anna@bakery.test\n{subject}: 4711"


def found(text: str, problem: ProblemKind = P.MISSING_MAIL, subject: str = "Question") -> dict[str, Value]:
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = ME, "help@hosting.test", subject
    mail["Date"] = "Thu, 12 Mar 2026 16:30:00 +0100"
    mail.set_content(text)
    case = arrived(read(mail.as_bytes(), "ticket.eml", PLATFORM)[0], PLATFORM)
    return find_details(replace(listen(case), route=Route.REAL_ISSUE, problem=problem))


@pytest.mark.parametrize("language", FIELDS)
def test_a_printed_head_says_who_whom_and_when(language: str) -> None:
    details = found(f"???\n\n{head(language)}\n\nx\n")
    assert (details.get("sender"), details.get("recipient"), details.get("occurred_at")) == (BOB, (ME,), AT)
    assert "spam_samples" not in details


def test_a_forwarded_head_is_no_sample() -> None:
    text = f"see below\n\n-------- Forwarded Message --------\n{head('en')}\n\nbuy\n"
    details = found(text, P.SPAM_RECEIVED, "Fwd: bread")
    assert (details["sender"], details["recipient"]) == (BOB, (ME,))
    assert "spam_samples" not in details


def test_a_pasted_report_went_to_who_had_sent_the_mail() -> None:
    text = (
        "please look\n\nVon: Mail Delivery System <mailer-daemon@partner.test>\n"
        "Gesendet: Mittwoch, 11. März 2026 14:05\nAn: bob@partner.test\nBetreff: Unzustellbar\n\n"
        "<anna@bakery.test>: host mx.bakery.test said: 550 5.7.1 rejected as spam\n"
    )
    details = found(text, P.INBOUND_REJECTED, "WG: Unzustellbar")
    assert (details["sender"], details["recipient"], details["occurred_at"]) == (BOB, (ME,), AT)
    assert "ndr" in details


def test_the_author_of_what_is_quoted_says_me() -> None:
    text = (
        "Can you help him?\n\nOn Wed, 11 Mar 2026 at 16:00, Carl <carl@bakery.test> wrote:\n"
        "> I tried to send to bob@partner.test today at 14:05 and Outlook refused it.\n"
    )
    details = found(text, P.OUTBOUND_REFUSED)
    assert (details["sender"], details["recipient"], details["occurred_at"]) == (CARL, (BOB,), AT)


@pytest.mark.parametrize("author", ["help@hosting.test", "invoices@hosting.test"])
def test_what_the_desk_wrote_tells_nothing(author: str) -> None:
    text = (
        f"Any news?\n\nOn Wed, 11 Mar 2026 at 16:00, Help <{author}> wrote:\n"
        "> When it happened, for example 3 March 2026, 14:05 CET. bob@partner.test?\n"
    )
    assert not {"occurred_at", "sender"} & set(found(text))


@pytest.mark.parametrize(
    "text",
    [
        "Ontem às 14:05 recebi um aviso de bob@partner.test que ele não escreveu.",
        "El martes 10/03 a las 14:05 bob@partner.test me escribió.",
        "Le 11/03 à 14:05 bob@partner.test m'a écrit.",
        "On 11 March at 14:05 bob@partner.test wrote.",
    ],
)
def test_a_sentence_about_writing_quotes_nothing(text: str) -> None:
    details = found(text)
    assert details["sender"] == BOB
    assert "occurred_at" in details
