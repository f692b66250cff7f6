"""Who wrote to whom, in the words of the requester anna@bakery.test."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

import pytest

from knowledge.vocabulary import ProblemKind, Route
from triage.details import recipient, sender
from triage.details.telling import Telling

ME = ("anna@bakery.test",)
BOB = "bob@partner.test"
P: TypeAlias = ProblemKind

ROWS = [
    # text, problem, sender, recipient
    ("I am waiting for a mail from bob@partner.test", P.MISSING_MAIL, BOB, ME),
    ("bob@partner.test wrote to me but nothing came", P.MISSING_MAIL, BOB, ME),
    (
        "carl@bakery.test did not receive the mail from bob@partner.test",
        P.MISSING_MAIL,
        BOB,
        ("carl@bakery.test",),
    ),
    (
        "carl@bakery.test, dora@bakery.test and emil@bakery.test never got the mail from bob@partner.test",
        P.MISSING_MAIL,
        BOB,
        ("carl@bakery.test", "dora@bakery.test", "emil@bakery.test"),
    ),
    ("I subscribed to the newsletter of bob@partner.test and miss it", P.MISSING_MAIL, BOB, ME),
    ("A colleague of mine does not get mail from bob@partner.test", P.MISSING_MAIL, BOB, None),
    ("I get no mail from anyone", P.MISSING_MAIL, "from anyone", ME),
    ("Nobody can reach me any more", P.MISSING_MAIL, "Nobody can reach me", ME),
    ("All our users miss mail from bob@partner.test", P.MISSING_MAIL, BOB, ("All our users",)),
    (
        "From: bob@partner.test\nTo: carl@bakery.test\nnever arrived",
        P.MISSING_MAIL,
        BOB,
        ("carl@bakery.test",),
    ),
    ("My bank's mail does not arrive", P.MISSING_MAIL, None, ME),
    ("Please help", P.MISSING_MAIL, None, None),
    ("A mail did not arrive. My reseller ID is acme1.", P.MISSING_MAIL, None, None),
    # an article is no preposition, and who looked into their own Junk folder should have got it
    (
        "A encomenda da tipografia bob@partner.test n\u00e3o chegou. J\u00e1 vi no lixo.",
        P.MISSING_MAIL,
        BOB,
        ME,
    ),
    ("The parcel notice from bob@partner.test did not turn up, looked in Junk.", P.MISSING_MAIL, BOB, ME),
    # a mailbox receives what comes in, and sends what goes out
    (
        "Mailbox carl@bakery.test gets nothing from bob@partner.test",
        P.MISSING_MAIL,
        BOB,
        ("carl@bakery.test",),
    ),
    (
        "The mailbox carl@bakery.test cannot send to bob@partner.test",
        P.OUTBOUND_REFUSED,
        "carl@bakery.test",
        (BOB,),
    ),
    (
        "Das Postfach eve@other.test sendet nicht mehr, an niemanden",
        P.OUTBOUND_REFUSED,
        "eve@other.test",
        ("an niemanden",),
    ),
    ("Mail an das Postfach bob@partner.test geht nicht raus", P.OUTBOUND_REFUSED, "anna@bakery.test", (BOB,)),
    # a colleague who is spoken of is meant, but not where a mail goes to them
    ("Our bookkeeper gets no mail from bob@partner.test", P.MISSING_MAIL, BOB, None),
    (
        "I cannot send the offer to a customer, bob@partner.test",
        P.OUTBOUND_REFUSED,
        "anna@bakery.test",
        (BOB,),
    ),
    # the one of our side who did not get it is the one who was forged
    (
        "I got a mail as if from my partner, with his address carl@bakery.test",
        P.SPOOFED,
        "carl@bakery.test",
        ME,
    ),
    (
        "Our customer carl@bakery.test gets an error when he presses Send",
        P.OUTBOUND_REFUSED,
        "carl@bakery.test",
        None,
    ),
    # a daemon reports, it sends nothing
    (
        "It came back to me, from MAILER-DAEMON@bakery.test; I wrote to bob@partner.test",
        P.OUTBOUND_BOUNCED,
        "anna@bakery.test",
        (BOB,),
    ),
    # who gets no mail is no sender; who gets an error is one
    ("carl@bakery.test gets no mail from bob@partner.test", P.INBOUND_REJECTED, BOB, ("carl@bakery.test",)),
    (
        "carl@bakery.test krijgt geen post van bob@partner.test",
        P.INBOUND_REJECTED,
        BOB,
        ("carl@bakery.test",),
    ),
    (
        "bob@partner.test gets an error when he writes to carl@bakery.test",
        P.INBOUND_REJECTED,
        BOB,
        ("carl@bakery.test",),
    ),
    ("I cannot send to bob@partner.test", P.OUTBOUND_REFUSED, "anna@bakery.test", (BOB,)),
    ("I cannot send to anyone I write to", P.OUTBOUND_REFUSED, "anna@bakery.test", ("to anyone",)),
    (
        "I can't send to bob@partner.test and eve@other.test",
        P.OUTBOUND_REFUSED,
        "anna@bakery.test",
        (BOB, "eve@other.test"),
    ),
    ("carl@bakery.test cannot send to bob@partner.test", P.OUTBOUND_REFUSED, "carl@bakery.test", (BOB,)),
    ("Our user cannot send mail", P.OUTBOUND_REFUSED, None, None),
    ("My password was given away", P.ACCOUNT_COMPROMISED, None, ME),
    ("The account carl@bakery.test was hacked", P.ACCOUNT_COMPROMISED, None, ("carl@bakery.test",)),
    ("Ich warte auf eine Mail von bob@partner.test", P.MISSING_MAIL, BOB, ME),
    ("Ich kann keine Mails an bob@partner.test senden", P.OUTBOUND_REFUSED, "anna@bakery.test", (BOB,)),
    ("Nem kaptam meg a levelet a bob@partner.test címről", P.MISSING_MAIL, BOB, ME),
    ("A bob@partner.test-től várok egy levelet", P.MISSING_MAIL, BOB, ME),
    ("Je n'ai pas reçu le message de bob@partner.test", P.MISSING_MAIL, BOB, ME),
    ("No recibo los correos de bob@partner.test", P.MISSING_MAIL, BOB, ME),
    ("Non ricevo le mail da bob@partner.test", P.MISSING_MAIL, BOB, ME),
    ("Ik ontvang geen mail van bob@partner.test", P.MISSING_MAIL, BOB, ME),
    ("Nie dostaję wiadomości od bob@partner.test", P.MISSING_MAIL, BOB, ME),
    ("Não recebo as mensagens de bob@partner.test", P.MISSING_MAIL, BOB, ME),
    ("I wrote to help@hosting.test before", P.MISSING_MAIL, None, ME),
    ("I get spam from everywhere", P.SPAM_RECEIVED, "from everywhere", ME),
    ("Bob Smith <bob@partner.test> mailed me", P.MISSING_MAIL, BOB, ME),
    (
        "Only carl@bakery.test has not got the letter that finance (fin@bakery.test) sent round",
        P.MISSING_MAIL,
        "fin@bakery.test",
        ("carl@bakery.test",),
    ),
    ("I got a mail from my own address, I never wrote it", P.SPOOFED, "anna@bakery.test", ME),
    ("Jemand nimmt meine Adresse als Absender, ich bekomme Rückläufer", P.SPOOFED, "anna@bakery.test", ME),
    ("Sending fails, no matter to whom", P.OUTBOUND_REFUSED, "anna@bakery.test", ("no matter to whom",)),
    ("We cannot send to bob@partner.test", P.OUTBOUND_REFUSED, "anna@bakery.test", (BOB,)),
    (
        "Unser Kunde (bob@partner.test) bekommt beim Schreiben an carl@bakery.test einen Fehler",
        P.INBOUND_REJECTED,
        BOB,
        ("carl@bakery.test",),
    ),
    (
        "It came back from bob@partner.test, your IP is listed. I can do nothing",
        P.OUTBOUND_BOUNCED,
        "anna@bakery.test",
        (BOB,),
    ),
    ("Alle 35 Kollegen bekommen Spam", P.SPAM_FLOOD, None, ("Alle 35 Kollegen",)),
    ("Tutti i 50 dipendenti ricevono spam", P.SPAM_FLOOD, None, ("Tutti i 50 dipendenti",)),
    ("A contadora bob@partner.test escreveu-me e não chegou", P.MISSING_MAIL, BOB, ME),
    ("Bárki ír nekem, órákat késik", P.DELAYED, "Bárki ír", ME),
    (
        "Valaki hamis levelet írt a pénzügynek (fin@bakery.test), a feladó carl@bakery.test",
        P.SPOOFED,
        "carl@bakery.test",
        ("fin@bakery.test",),
    ),
]


@pytest.mark.parametrize(("text", "problem", "who", "whom"), ROWS)
def test_roles(
    tell: Callable[..., Telling], text: str, problem: P, who: str | None, whom: tuple[str, ...] | None
) -> None:
    telling = tell(text, problem)
    assert (sender.find(telling), recipient.find(telling)) == (who, whom)


def test_outgoing_by_route(tell: Callable[..., Telling]) -> None:
    telling = tell("My mail to bob@partner.test came back", None, route=Route.THIRD_PARTY_REJECT)
    assert (sender.find(telling), recipient.find(telling)) == ("anna@bakery.test", (BOB,))


def test_someone_known_by_no_address_is_no_address(tell: Callable[..., Telling]) -> None:
    assert recipient.find(tell("I miss a mail from bob@partner.test", requester="slack:U1")) is None
