"""Asking: what stands in a first and a second request, and when nothing more is asked."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from knowledge.vocabulary import Action, Platform, ProblemKind, Route
from tests.triage.test_pipeline import decide, thread
from triage.model import Decision, MessageInfo, Request
from triage.replies.sentences import languages, sentence

QUESTION = "A mail that I am waiting for never arrived."
AT = datetime(2026, 3, 12, 9, 0, tzinfo=UTC)
FIRST = Request(AT, ("occurred_at", "sender", "junk_checked"))
LINK = "https://desk.example.org/d/" + "a" * 32
IN = {
    "en": "Our invoice from a customer never arrived and we are waiting for it.",
    "de": "Die Rechnung von unserem Kunden ist nie angekommen und wir warten darauf.",
    "hu": "A számla az ügyfelünktől soha nem érkezett meg, és várunk rá.",
    "fr": "La facture de notre client n’est jamais arrivée et nous l’attendons.",
    "es": "La factura de nuestro cliente nunca ha llegado y la estamos esperando.",
    "it": "La fattura del nostro cliente non è mai arrivata e la stiamo aspettando.",
    "nl": "De factuur van onze klant is nooit aangekomen en wij wachten erop.",
    "pl": "Faktura od naszego klienta nigdy nie dotarła i czekamy na nią.",
    "pt": "A fatura do nosso cliente nunca chegou e estamos à espera dela.",
}


def text_of(decision: Decision) -> str:
    assert decision.reply is not None
    return decision.reply.text


def test_a_second_request_thanks_and_asks_only_for_what_has_not_come(oss: Platform, says: type) -> None:
    answer = "It is from bob@partner.test. I have looked in Junk."
    case = thread([QUESTION, answer], oss, asked=True, requests=(FIRST,))
    decision = decide(case, says(Route.REAL_ISSUE, ProblemKind.MISSING_MAIL))
    assert (decision.action, decision.missing) == (Action.ASK, ("occurred_at",))
    text = text_of(decision)
    assert sentence("en", "ask.again") in text
    assert sentence("en", "ask.opening") not in text
    assert sentence("en", "ask.occurred_at") in text
    assert sentence("en", "ask.sender") not in text
    assert sentence("en", "ask.wish.missing_mail") not in text


def test_when_nothing_has_come_the_second_request_says_so(oss: Platform, says: type) -> None:
    case = thread([QUESTION, "Any news?"], oss, asked=True, requests=(FIRST,))
    text = text_of(decide(case, says(Route.REAL_ISSUE, ProblemKind.MISSING_MAIL)))
    assert sentence("en", "ask.again_nothing") in text


@pytest.mark.parametrize(
    "more", [{"requests": (FIRST, FIRST)}, {"requests": (FIRST,), "ask_no_more": True}], ids=str
)
def test_after_two_requests_or_a_persons_no_the_case_goes_on_as_it_is(
    oss: Platform, says: type, more: dict[str, object]
) -> None:
    case = thread([QUESTION, "I do not know."], oss, asked=True, **more)
    decision = decide(case, says(Route.REAL_ISSUE, ProblemKind.MISSING_MAIL))
    assert decision.action == Action.ESCALATE
    assert decision.missing == ("occurred_at", "sender", "junk_checked")
    said = " ".join((decision.dossier or "").split())
    assert "asked for and not given: Exact time, with time zone, Sender, Junk checked" in said


def test_first_help_is_given_once(oss: Platform, says: type) -> None:
    flood = says(Route.REAL_ISSUE, ProblemKind.SPAM_FLOOD)
    text = "We are being flooded with thousands of spam mails an hour!"
    first = decide(thread([text], oss), flood)
    again = decide(thread([text, "It goes on."], oss, asked=True, requests=(FIRST,)), flood)
    ended = decide(thread([text, "It goes on."], oss, asked=True, requests=(FIRST, FIRST)), flood)
    assert {first.action, again.action, ended.action} == {Action.ESCALATE}
    assert sentence("en", "urgent.spam_flood.what") in text_of(first)
    assert sentence("en", "urgent.spam_flood.what") not in text_of(again)
    assert ended.reply is None


@pytest.mark.parametrize("language", languages())
def test_the_link_stands_in_every_language(oss: Platform, says: type, language: str) -> None:
    case = thread([IN[language]], oss, form_link=LINK)
    text = text_of(decide(case, says(Route.REAL_ISSUE, ProblemKind.MISSING_MAIL)))
    assert sentence(language, "ask.form", link=LINK) in text
    assert LINK not in text_of(
        decide(thread([IN[language]], oss), says(Route.REAL_ISSUE, ProblemKind.MISSING_MAIL))
    )


@pytest.mark.parametrize(
    ("problem", "text"),
    [
        (ProblemKind.OUTBOUND_REFUSED, "I cannot send any mail: your server refuses it."),
        (ProblemKind.MISSING_MAIL, QUESTION),
    ],
)
def test_a_wish_is_asked_for_and_never_missing(
    oss: Platform, says: type, problem: ProblemKind, text: str
) -> None:
    decision = decide(thread([text], oss), says(Route.REAL_ISSUE, problem))
    assert decision.action == Action.ASK
    assert sentence("en", f"ask.wish.{problem.value}") in text_of(decision)
    assert set(decision.missing) <= {"occurred_at", "sender", "recipient", "junk_checked"}


@pytest.mark.parametrize(
    ("header", "client"),
    [
        (("X-Mailer", "Microsoft Outlook 16.0"), "outlook"),
        (("X-Mailer", "iPhone Mail (21F90)"), "phone"),
        (("User-Agent", "Mozilla Thunderbird"), "thunderbird"),
        (("User-Agent", "Roundcube Webmail/1.6.5"), "webmail"),
    ],
)
def test_how_is_told_for_the_program_that_they_use(
    oss: Platform, says: type, header: tuple[str, str], client: str
) -> None:
    case = thread(["A lot of spam gets through to my inbox."], oss)
    letter = replace(
        case.messages[0].evidence, headers=(header,), message=MessageInfo(from_="anna@bakery.test")
    )
    case = replace(case, messages=(replace(case.messages[0], evidence=letter),))
    text = text_of(decide(case, says(Route.REAL_ISSUE, ProblemKind.SPAM_RECEIVED)))
    assert sentence("en", f"ask.how.{client}") in text
