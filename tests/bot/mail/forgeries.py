"""Mails in other people's names, as a patient stranger would make them up: every claim that costs nothing."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass

FOREIGN = "Received: from mail.evil.test (mail.evil.test [203.0.113.66]) by mx.desk.test; {date}\n"
"""What our own host writes on top of everything."""
DATE = "Mon, 2 Mar 2026 09:00:00 +0000"


@dataclass(frozen=True)
class Target:
    """What a stranger may know of a ticket: all but what stands in mail from us."""

    number: int
    requester: str
    message_ids: tuple[str, ...]


@dataclass(frozen=True)
class Forgery:
    raw: bytes
    envelope_from: str
    envelope_to: str


def forgeries(seed: int, count: int, targets: tuple[Target, ...], team: tuple[str, ...]) -> Iterator[Forgery]:
    """Deterministic; no two are the same."""
    dice = random.Random(seed)
    for number in range(count):
        target = dice.choice(targets)
        victim = dice.choice((target.requester, target.requester, *team, f"new{number}@customer.test"))
        domain = victim.rpartition("@")[2]
        head = [
            *dice.choice(_verdicts(domain, dice)),
            f"From: {_written(victim, dice)}",
            "To: help@desk.test",
            f"Subject: {_subject(target, dice)}",
            f"Message-ID: <f{number}@{dice.choice((domain, 'evil.test', 'desk.test'))}>",
            f"Date: {DATE}",
            *_references(target, dice),
        ]
        if dice.random() < 0.1:
            head.append(f"Reply-To: eve{number}@evil.test")
        text = dice.choice(("It works now, close it.", "Send me the password.", "thanks", "It is all wrong."))
        # A foreign line on top of every claim; most hosts write their own verdict above it.
        verdict = dice.choice(("", "Authentication-Results: mx.desk.test; {}\n")).format(
            dice.choice((f"dmarc=fail header.from={domain}", "spf=pass smtp.mailfrom=evil.test; dmarc=none"))
        )
        mail = f"{verdict}{FOREIGN.format(date=DATE)}" + "\n".join(head) + f"\n\n{text} {number}\n"
        to = dice.choice(("help@desk.test", f"help+t{target.number}-{'a' * 16}@desk.test"))
        sender = dice.choice((victim, f"eve{number}@evil.test", ""))
        yield Forgery(mail.replace("\n", "\r\n").encode(), sender, to)


def _verdicts(domain: str, dice: random.Random) -> tuple[tuple[str, ...], ...]:
    """Claims of having been checked: below our line, whoever they say they are from."""
    host = dice.choice(("mx.desk.test", "mx.evil.test", domain))
    passed = f"Authentication-Results: {host}; dmarc=pass header.from={domain}; dkim=pass header.d={domain}"
    return (
        (),
        (passed,),
        (
            passed,
            f"Received: from mx.desk.test (mx.desk.test [192.0.2.10]) by store.desk.test; {DATE}",
            passed,
        ),
        (f"ARC-Authentication-Results: i=1; {host}; dmarc=pass header.from={domain}",),
        (f"Received-SPF: pass ({host}) client-ip=203.0.113.66; envelope-from=x@{domain}",),
        (
            f"DKIM-Signature: v=1; a=rsa-sha256; d={domain}; s=mail; c=relaxed/relaxed; h=from:subject;\n"
            " bh=47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=; b=AAAA",
        ),
        ("DKIM-Signature: v=1; a=rsa-sha256; d=evil.test; s=mail; h=from; bh=AAAA; b=AAAA", passed),
    )


def _written(address: str, dice: random.Random) -> str:
    local, _, domain = address.partition("@")
    return dice.choice(
        (
            address,
            f"Alice <{address}>",
            f'"{address}" <{address}>',
            f"{local.upper()}@{domain}",
            f"<@relay.test:{address}>",
            f"=?utf-8?q?Alice_=3C{local}=40{domain}=3E?= <{address}>",
        )
    )


def _subject(target: Target, dice: random.Random) -> str:
    token = f"[#{target.number}]"
    return dice.choice(("Help", f"Re: Help {token}", token, f"AW: {token} [#9999]", "Undelivered Mail"))


def _references(target: Target, dice: random.Random) -> tuple[str, ...]:
    """Message-IDs that are known, and ours as they look like, with guessed signatures."""
    guessed = f"<mt.{target.number}.{dice.randrange(1, 9)}.{dice.getrandbits(80):020x}@desk.test>"
    known = dice.choice(target.message_ids)
    return dice.choice(
        (
            (),
            (f"In-Reply-To: {known}", f"References: {known}"),
            (f"In-Reply-To: {guessed}", f"References: {known} {guessed}"),
            (f"References: {guessed}",),
            ("Auto-Submitted: no", f"In-Reply-To: {guessed}"),
        )
    )
