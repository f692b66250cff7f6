"""The date of a quoted mail counts where that is the mail in question, and not where it is another one."""

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
HEAD = (
    "From: Bob <bob@partner.test>\nTo: anna@bakery.test\nDate: Wed, 4 Mar 2026 08:15:02 +0100\nSubject: Oven"
)
LINE = "On Wed, 11 Mar 2026 at 16:08, Bob <bob@partner.test> wrote:"

# written on Thursday 12 March 2026; the quoted mail is of the 4th
OTHER_DAY = [
    "The offer that Bob sent yesterday has not come.",
    "Das Angebot, das Bob gestern geschickt hat, fehlt.",
    "Bob tegnap küldte az ajánlatot, nem jött meg.",
    "Bob a envoyé son offre hier, rien reçu.",
    "Bob mandó ayer la oferta y no ha llegado.",
    "Bob ha spedito l'offerta ieri, non c'è.",
    "Bob stuurde gisteren de offerte, niets ontvangen.",
    "Bob wysłał ofertę wczoraj, nie dotarła.",
    "O Bob enviou a proposta ontem e não chegou.",
]
# the quoted mail is of the 11th, that is of yesterday
REMINDER = [
    "Bob's plan of last Friday is missing. His mail of yesterday did arrive, see below.",
    "Bobs Plan vom Freitag fehlt. Seine Mail von gestern ist problemlos angekommen, siehe unten.",
    "Bob pénteki terve nem jött meg. A tegnapi levele megérkezett, lásd lent.",
    "Le plan que Bob a envoyé vendredi manque. Son message d'hier est bien arrivé, voir plus bas.",
    "Falta el plano que Bob mandó el viernes. Su correo de ayer sí llegó, va abajo.",
    "Manca il disegno di venerdì. La mail di ieri è arrivata, la vedete sotto.",
    "Het plan van vrijdag ontbreekt. Zijn mail van gisteren kwam wel aan, zie hieronder.",
    "Brakuje planu z piątku, Bob wysłał go w piątek. Jego wczorajszy mail dotarł, patrz niżej.",
    "Falta a planta que o Bob mandou na sexta. O e-mail de ontem chegou bem, ver abaixo.",
]
IN_QUESTION = [
    "???",
    "I saw yesterday that the mail below never came to me.",
    "Gestern fiel mir auf, dass die Mail unten nie ankam.",
    "Tegnap vettem észre, hogy a lenti levél nem jött meg. Alább bemásolom.",
    "J'ai vu hier que le message ci-dessous manquait.",
    "Vi ayer que el correo de abajo no entró.",
    "Ho visto ieri che la mail qui sotto manca.",
    "Ik zag gisteren dat de mail hieronder ontbreekt.",
    "Wczoraj zauważyłam, że poniższego maila brakuje.",
    "Vi ontem que o e-mail abaixo não está cá.",
    "Since Monday nothing comes from Bob.",
]


def found(text: str, problem: ProblemKind = P.MISSING_MAIL) -> dict[str, Value]:
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = "anna@bakery.test", "help@hosting.test", "Bob"
    mail["Date"] = "Thu, 12 Mar 2026 16:30:00 +0100"
    mail.set_content(text)
    telling = listen(arrived(read(mail.as_bytes(), "ticket.eml", PLATFORM)[0], PLATFORM))
    return find_details(replace(telling, route=Route.REAL_ISSUE, problem=problem))


def quoting(text: str, head: str = HEAD) -> str:
    marked = "\n".join(f"> {line}" for line in f"{head}\n\nsee you soon\n".split("\n"))
    return f"{text}\n\nAnna\n\n{marked}\n"


@pytest.mark.parametrize("text", OTHER_DAY)
def test_an_earlier_conversation(text: str) -> None:
    assert "occurred_at" not in found(quoting(text))


@pytest.mark.parametrize("text", REMINDER)
def test_a_mail_that_did_arrive(text: str) -> None:
    assert "occurred_at" not in found(f"{text}\n\nAnna\n\n{LINE}\n> Did you get my plan?\n> Bob\n")


@pytest.mark.parametrize("text", IN_QUESTION)
def test_the_mail_in_question(text: str) -> None:
    assert found(quoting(text))["occurred_at"] == "2026-03-04T08:15:02+01:00"


def test_a_sample_counts_whatever_day_is_named() -> None:
    text = quoting("Yesterday came another one of these.")
    assert found(text, P.SPAM_RECEIVED)["occurred_at"] == "2026-03-04T08:15:02+01:00"


def test_what_an_outsider_wrote_is_not_what_we_sent() -> None:
    assert "occurred_at" not in found(quoting("My answer to him is refused."), P.OUTBOUND_REFUSED)
    own = HEAD.replace("Bob <bob@partner.test>", "Carl <carl@bakery.test>").replace(
        "anna@bakery", "eve@partner"
    )
    assert "occurred_at" in found(quoting("This one is refused.", own), P.OUTBOUND_REFUSED)


def test_what_the_quoted_mail_announces_has_not_happened() -> None:
    text = quoting("Bob's letter of yesterday is missing.") + "> The visit is on 3 April at 9:00.\n"
    assert "occurred_at" not in found(text)
