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
