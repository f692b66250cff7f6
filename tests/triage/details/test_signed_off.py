"""Addresses below the name of the one who writes are neither side of the mail in question."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

import pytest

from knowledge.vocabulary import ProblemKind
from triage.details import recipient, sender
from triage.details.telling import Telling

P: TypeAlias = ProblemKind
ME = ("anna@bakery.test",)
BOB = "bob@partner.test"

ROLE_ONLY = [
    # the other side is told by what they do, so nobody can write to them
    "Our supplier's foreman swears he sent me the plans, I got nothing.\n\nAnna\n"
    "Bakery Ltd, Mill Lane 4 · 0115 555 0100\nhello@bakery.test | cakes",
    "Die Steuerberaterin hat mir gestern den Bescheid geschickt, hier kam nichts an.\n\nViele Grüße\n"
    "A. Huber\nBäckerei Huber, Fon 089 555 012\nbestellung@bakery.test",
    "A nagykereskedés ügyintézője küldött nekem egy számlát, nem kaptam meg.\n\nÜdvözlettel:\nKovács Anna\n"
    "rendelés: tortak@bakery.test, +36 1 555 0123",
    "Le gérant du moulin m'a envoyé son devis, je n'ai rien reçu.\n\nCordialement,\nAnna Petit\n"
    "Tél. 01 55 50 12 34 | contact@bakery.test",
    "La gestora del banco me mandó los papeles y no me ha llegado nada.\n\nUn saludo,\nAnna\n"
    "pedidos@bakery.test",
    "Il geometra dello studio Riva mi ha mandato la planimetria, non mi è arrivata.\n\nGrazie,\nAnna\n"
    "Forno Bianchi - tel. 0461 555012 - info@bakery.test",
    "De makelaar zegt dat hij mij de akte heeft gestuurd, ik heb niets ontvangen.\n\nMet vriendelijke groet\n"
    "Anna de Boer\nbalie@bakery.test\n+31 20 555 01 23",
    "Kierowniczka z hurtowni wysłała mi fakturę, nie dostałam jej.\n\nPozdrawiam\nAnna Lis\n"
    "cukiernia, tel. 89 555 40 12, zamowienia@bakery.test",
    "A advogada do condomínio mandou-me a ata e não recebi nada.\n\nCumprimentos,\nAnna Reis\n"
    "Antes de imprimir pense no ambiente. Dados pessoais: rgpd@bakery.test",
]


@pytest.mark.parametrize("text", ROLE_ONLY)
def test_the_signature_is_not_the_other_side(tell: Callable[..., Telling], text: str) -> None:
    telling = tell(f"Mail lost\n\n{text}", P.MISSING_MAIL)
    assert (sender.find(telling), recipient.find(telling)) == (None, ME)


ACCOUNTS = [
    "Our apprentice typed his password on a page.\n\nAnna\nBakery, 029 2018 0533\noffice@bakery.test",
    "Unser Azubi hat auf einer Seite sein Passwort eingegeben.\n\nGruß\nAnna\nbuero@bakery.test",
    "A gyakornokunk megadta a jelszavát egy oldalon.\n\nKöszönettel:\nAnna\niroda@bakery.test",
    "Notre apprenti a saisi son mot de passe sur une page.\n\nMerci\nAnna\nbureau@bakery.test",
    "Nuestra becaria puso su contraseña en una página.\n\nGracias\nAnna\noficina@bakery.test",
    "Una collega ha messo la password su una pagina.\n\nPaola Neri\nUfficio - int. 12\npc@helper.test",
    "Onze stagiair heeft zijn wachtwoord ingevuld op een pagina.\n\nGroet,\nAnna\nkantoor@bakery.test",
    "Nasza księgowa podała hasło na jakiejś stronie.\n\nPozdrawiam\nAnna\nbiuro@bakery.test",
    "A nossa estagiária pôs a senha numa página.\n\nObrigada\nAnna\ngeral@bakery.test",
]


@pytest.mark.parametrize("text", ACCOUNTS)
def test_the_signature_is_not_the_account(tell: Callable[..., Telling], text: str) -> None:
    assert recipient.find(tell(f"Urgent\n\n{text}", P.ACCOUNT_COMPROMISED)) is None


TOLD = [
    # what stands below the name and is told all the same
    ("I still wait for the plans.\n\nRegards\nAnna\n\nPS They come from bob@partner.test.", BOB, ME),
    (
        "Nem jöttek meg a tervek, várom őket.\n\nKöszi\nAnna\n\nKovács Anna könyvelő\nTel.: 06 76 555 118\n"
        "Ui.: Bob innen ír: bob@partner.test",
        BOB,
        ME,
    ),
    ("Ich warte auf die Pläne.\n\nGruß\nAnna\n\nAbsender: bob@partner.test", BOB, ME),
    ("I wait for the plans, they never came.\n\nThanks,\nAnna\n\nFrom: bob@partner.test", BOB, ME),
    (
        "A mail of bob@partner.test got lost on its way.\n\nThanks\nAnna\n\nAffected: carl@bakery.test",
        BOB,
        ("carl@bakery.test",),
    ),
    # no signature: an address on a line of its own, above the name
    (
        "The mail below did not turn up today:\nbob@partner.test\ncarl@bakery.test\n\nThanks, Anna",
        BOB,
        ("carl@bakery.test",),
    ),
    # a strange address alone on a line is an afterthought, no signature
    ("The plans that were sent to me got lost somewhere.\n\nThanks\nAnna\n\nbob@partner.test", BOB, ME),
    # the other side's contacts are told, above the requester's name or below a colon
    (
        "The plans that I wait for got lost.\n\nBob Smith\nPartner Ltd\nTel. 0115 555 0100\nbob@partner.test"
        "\n\nRegards\nAnna",
        BOB,
        ME,
    ),
    (
        "I wait for plans. Whom you can ask:\n\nBob Smith\nPartner Ltd\nTel. 0115 555 0100\nbob@partner.test",
        BOB,
        ME,
    ),
    # the requester's own address, where they speak of nobody else
    ("A mail from bob@partner.test got lost.\n\nKind regards\nAnna\nanna@bakery.test", BOB, ME),
    # a number with a clock time beside an address is no telephone
    (
        "It got lost between these two.\n\nbob@partner.test 2026-03-11 14:05\ncarl@bakery.test",
        BOB,
        ("carl@bakery.test",),
    ),
]


@pytest.mark.parametrize(("text", "who", "whom"), TOLD)
def test_what_is_told_below_the_name(
    tell: Callable[..., Telling], text: str, who: str, whom: tuple[str, ...]
) -> None:
    telling = tell(f"Mail lost\n\n{text}", P.MISSING_MAIL)
    assert (sender.find(telling), recipient.find(telling)) == (who, whom)


def test_who_writes_from_elsewhere_signs_with_the_mailbox_that_is_here(tell: Callable[..., Telling]) -> None:
    text = "Mail lost\n\nNothing of bob@partner.test turns up.\n\nRegards\nAnna\nanna@bakery.test"
    telling = tell(text, P.MISSING_MAIL, requester="anna@freemail.test")
    assert recipient.find(telling) == ME
