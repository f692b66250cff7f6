"""From a server's words to a reason: the rules are data, so this is a table of words and reasons."""

from __future__ import annotations

import pytest

from knowledge.vocabulary import Platform, Reason, WhoCanFix
from triage.evidence.ndr.draft import Draft, DraftRecipient
from triage.evidence.ndr.rulebook import normal, rulebook
from triage.evidence.ndr.verdict import judge

NOBODY = Platform("none", "None")


def reason_of(said: str, status: str | None = None) -> Reason:
    one = DraftRecipient("bob@example.org", "failed", status, said)
    return judge(one, Draft(()), "alice@example.com", NOBODY).reason


@pytest.mark.parametrize(
    ("said", "reason"),
    [
        ("550 5.1.1 <bob@example.org>: Recipient address rejected: User unknown", "no_such_user"),
        ("550 no mailbox here by that name (#5.1.1)", "no_such_user"),
        (
            "550 5.4.1 Recipient address rejected: Access denied [x.prod.protection.outlook.com]",
            "no_such_user",
        ),
        ("550 Benutzer unbekannt", "no_such_user"),
        ("550 Utilisateur inconnu", "no_such_user"),
        ("550 Usuario desconocido", "no_such_user"),
        ("550 Utente sconosciuto", "no_such_user"),
        ("550 Usuário inexistente", "no_such_user"),
        ("550 Gebruiker onbekend", "no_such_user"),
        ("550 Nieznany użytkownik", "no_such_user"),
        ("550 Uživatel neexistuje", "no_such_user"),
        ("550 Ismeretlen címzett", "no_such_user"),
        ("550 Пользователь не найден", "no_such_user"),
        ("550 宛先不明のため配信できません", "no_such_user"),
        ("550 收件人不存在", "no_such_user"),
        ("552 5.2.2 mailbox is over quota", "mailbox_full"),
        ("552 Postfach ist voll", "mailbox_full"),
        ("552 La boîte aux lettres du destinataire est pleine", "mailbox_full"),
        ("552 El buzón está lleno", "mailbox_full"),
        ("552 A postafiók megtelt", "mailbox_full"),
        ("452 Почтовый ящик переполнен", "mailbox_full"),
        ("550 5.2.1 this account has been disabled or suspended", "mailbox_disabled"),
        ("550 Konto ist gesperrt", "mailbox_disabled"),
        ("550 5.1.2 Host or domain name not found", "bad_domain"),
        ("550 5.7.26 Unauthenticated email is not accepted due to domain's DMARC policy", "sender_auth"),
        ("550 SPF check failed: 192.0.2.1 is not allowed to send mail for example.com", "sender_auth"),
        ("550 5.7.25 the sending IP has no PTR record", "sender_dns"),
        ("450 4.7.1 Client host rejected: cannot find your reverse hostname", "sender_dns"),
        (
            "554 5.7.1 Service unavailable; Client host [192.0.2.1] blocked using zen.spamhaus.org",
            "blocklisted",
        ),
        ("421 4.7.0 very low reputation of the sending IP", "blocklisted"),
        ("550 5.7.1 Message rejected as spam", "spam_content"),
        ("554 5.7.1 this looks like junk mail", "spam_content"),
        ("550 5.7.1 virus found in attachment", "malware"),
        ("552 5.7.0 illegal attachment on your message", "malware"),
        ("550 5.7.1 rejected by organization policy", "policy"),
        ("550 5.7.1 RESOLVER.RST.AuthRequired; authentication required", "policy"),
        ("550 5.7.1 Delivery not authorized, message refused by administrator policy", "policy"),
        ("550 5.7.1 Delivery not authorized, message refused", "policy"),
        ("550 5.7.1 Delivery not authorized: the message looks like spam", "spam_content"),
        ("550 5.7.1 Sender is not authorized", "sender_rejected"),
        ("550 You cannot send E-Mail to yourself (alice@example.com).", "policy"),
        ("550 Durch eine Richtlinie abgelehnt", "policy"),
        ("550 5.1.8 Sender address rejected: Domain not found", "sender_rejected"),
        ("554 5.7.1 <bob@example.org>: Relay access denied", "relay_denied"),
        ("452 4.5.3 Too many recipients", "rate_limited"),
        ("450 4.2.1 greylisted, come back in 5 minutes", "rate_limited"),
        ("552 5.3.4 Message size exceeds fixed limit", "too_large"),
        ("connect to mx.example.org[192.0.2.1]:25: Connection timed out", "unreachable"),
        ("451 4.3.0 temporary system problem, try again later", "server_error"),
        ("Message is well, thank you", "unknown"),
    ],
)
def test_words(said: str, reason: str) -> None:
    assert reason_of(said) == reason


@pytest.mark.parametrize(
    ("status", "reason"),
    [
        ("5.1.1", "no_such_user"),
        ("5.2.2", "mailbox_full"),
        ("5.4.4", "bad_domain"),
        ("5.7.26", "sender_auth"),
        ("5.7.13", "mailbox_disabled"),
        ("4.4.1", "unreachable"),
        ("5.6.9", "policy"),
        ("5.0.0", "unknown"),
        ("9.9.9", "unknown"),
        (None, "unknown"),
    ],
)
def test_code_alone(status: str | None, reason: str) -> None:
    assert reason_of("", status) == reason


@pytest.mark.parametrize(
    "said",
    [
        "550 <this-user-is-over-quota@example.org>: User unknown",
        "550 <spam-virus-blacklist@example.org>... No such user",
        "550 No such user (mailbox-full@example.org)",
    ],
)
def test_an_address_is_never_a_reason(said: str) -> None:
    assert reason_of(said) is Reason.NO_SUCH_USER


@pytest.mark.parametrize(
    ("action", "who"),
    [("delayed", WhoCanFix.NOBODY), ("delivered", WhoCanFix.NOBODY), ("failed", WhoCanFix.SENDER)],
)
def test_nobody_mends_what_is_being_retried(action: str, who: WhoCanFix) -> None:
    one = DraftRecipient("bob@example.org", action, "4.1.1", "450 4.1.1 user unknown")
    assert judge(one, Draft(()), None, NOBODY).who_can_fix is who


def test_every_reason_can_be_said() -> None:
    book = rulebook()
    assert set(book.sayings) == set(Reason)
    assert all(saying.says.endswith(".") for saying in book.sayings.values())


def test_every_phrase_is_in_the_form_that_texts_are_looked_at_in() -> None:
    rules = [*rulebook().rules, *(rule for provider in rulebook().providers for rule in provider.rules)]
    parts = [part for rule in rules for phrase in (*rule.phrases, *rule.unless) for part in phrase.parts]
    assert [part for part in parts if part != normal(part)] == []


def test_no_rule_is_dead() -> None:
    """A phrase that an `unless` of its own rule contains could never decide."""
    dead = [
        phrase.parts
        for rule in rulebook().rules
        for phrase in rule.phrases
        if any(other.find(" ".join(phrase.parts)) >= 0 for other in rule.unless)
    ]
    assert dead == []
