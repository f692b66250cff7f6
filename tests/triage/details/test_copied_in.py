"""Somebody who is spoken of stands in the Cc field of the ticket: so their address is known."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from knowledge.vocabulary import ProblemKind
from triage.details import recipient, sender
from triage.details.telling import Telling

ME = ("anna@bakery.test",)
CC = "Berta Vogel <b.vogel@partner.test>"

COPIED = [
    "The broker cannot write to me any more, I have copied her in.",
    "Our supplier can't reach us: Ms Vogel (in CC) sends, and gets an error.",
    "Die Maklerin kann mir nicht mehr schreiben, ich habe sie in CC gesetzt.",
    "Frau Vogel, hier in Kopie, kann uns keine Mails schicken.",
    "Az ügynök nem tud nekem írni, betettem másolatba.",
    "La courtière ne peut plus m'écrire, je l'ai mise en copie.",
    "La agente no puede escribirme, la he puesto en copia.",
    "L'agente non riesce a scrivermi, l'ho messa in copia.",
    "De makelaar kan mij niet meer mailen, ik heb haar in de cc gezet.",
    "Agentka nie może do mnie napisać, dodałam ją do kopii.",
    "A mediadora não consegue escrever-me, coloquei-a em cópia.",
]

NOT_A_SIDE = [
    # a copy for information, or of somebody who is no side of it
    ("My accountant cannot write to me. My lawyer is in CC for information.", None),
    ("My accountant cannot write to me. FYI: Berta Vogel is in CC.", None),
    ("Mein Lieferant kann mir nicht schreiben. Frau Vogel ist in CC, zur Kenntnis.", None),
    ("A könyvelő nem tud nekem írni. Vogel Berta másolatban van, csak tájékoztatásul.", None),
    ("Ma comptable ne peut plus m'écrire. Mme Vogel est en copie pour information.", None),
    ("Mi gestor no puede escribirme. Berta Vogel va en copia a título informativo.", None),
    ("Il mio fornitore non riesce a scrivermi. Berta Vogel è in copia per conoscenza.", None),
    ("Mijn leverancier kan mij niet mailen. Berta Vogel staat in cc, ter informatie.", None),
    ("Dostawca nie może do mnie napisać. Berta Vogel jest w kopii, do wiadomości.", None),
    ("O fornecedor não consegue escrever-me. Berta Vogel está em cópia, para conhecimento.", None),
    ("Our supplier cannot write to me. The form is attached as a copy.", None),
    ("The broker bob@partner.test cannot write to me, I have copied him in.", "bob@partner.test"),
]


@pytest.mark.parametrize("text", COPIED)
def test_who_was_copied_in_is_the_sender(tell: Callable[..., Telling], text: str) -> None:
    telling = tell(text, ProblemKind.INBOUND_REJECTED, cc=CC)
    assert (sender.find(telling), recipient.find(telling)) == ("b.vogel@partner.test", ME)


@pytest.mark.parametrize(("text", "who"), NOT_A_SIDE)
def test_who_only_gets_a_copy_is_no_side(tell: Callable[..., Telling], text: str, who: str | None) -> None:
    assert sender.find(tell(text, ProblemKind.INBOUND_REJECTED, cc=CC)) == who


def test_a_pronoun_means_nobody_where_two_are_in_copy(tell: Callable[..., Telling]) -> None:
    telling = tell(COPIED[0], ProblemKind.INBOUND_REJECTED, cc=f"{CC}, carl@other.test")
    assert sender.find(telling) is None


def test_a_name_tells_which_of_two_is_meant(tell: Callable[..., Telling]) -> None:
    telling = tell(COPIED[1], ProblemKind.INBOUND_REJECTED, cc=f"carl@other.test, {CC}")
    assert sender.find(telling) == "b.vogel@partner.test"


def test_what_goes_out_goes_to_the_one_in_copy(tell: Callable[..., Telling]) -> None:
    telling = tell("My mail to Ms Vogel (in CC) came back to me.", ProblemKind.OUTBOUND_BOUNCED, cc=CC)
    assert (sender.find(telling), recipient.find(telling)) == ("anna@bakery.test", ("b.vogel@partner.test",))


def test_a_colleague_in_copy_is_who_cannot_send(tell: Callable[..., Telling]) -> None:
    text = "One of our drivers cannot send to anyone. He is in CC."
    telling = tell(text, ProblemKind.OUTBOUND_REFUSED, cc="carl@bakery.test")
    assert sender.find(telling) == "carl@bakery.test"


@pytest.mark.parametrize(
    "text",
    [
        "The broker can't write to me. In copy for information: lex@partner.test",
        "Die Maklerin kann mir nicht schreiben. In Kopie zur Kenntnis: lex@partner.test",
        "Az ügynök nem tud nekem írni. Másolatban, csak tájékoztatásul: lex@partner.test",
        "La courtière ne peut plus m'écrire. En copie pour information : lex@partner.test",
        "La agente no puede escribirme. En copia, para información: lex@partner.test",
        "L'agente non riesce a scrivermi. In copia per conoscenza: lex@partner.test",
        "De makelaar kan mij niet mailen. In cc, ter informatie: lex@partner.test",
        "Agentka nie może do mnie napisać. W kopii do wiadomości: lex@partner.test",
        "A mediadora não consegue escrever-me. Em cópia para conhecimento: lex@partner.test",
    ],
)
def test_an_address_that_gets_a_copy_is_not_the_other_side(tell: Callable[..., Telling], text: str) -> None:
    assert sender.find(tell(text, ProblemKind.INBOUND_REJECTED)) is None
