"""Do the mail servers of the domain pin their certificates, and in a way that holds? (RFC 7672)"""

from __future__ import annotations

import asyncio

from knowledge.vocabulary import Platform, Status, WhoCanFix
from triage.checks import check
from triage.checks.standards.findings import Data, could_not_check, listing, source
from triage.checks.standards.mail_hosts import MailHosts, mail_hosts, receiving_domains
from triage.model import Facts, Finding
from triage.tools.protocols import Answer, Resolver, Tools

CODES = {
    "dane.pass": "every mail server has a usable TLSA record, verified by DNSSEC",
    "dane.none": "no mail server has a TLSA record",
    "dane.some": "some mail servers have a TLSA record and some have none",
    "dane.unusable": "a TLSA record is one that mail servers cannot use (RFC 7672 section 3.1.3)",
    "dane.not_verified": "there are TLSA records, and the resolver did not verify them by DNSSEC",
}
_DIGEST_HEX = {"1": 64, "2": 128}


@check("dane", codes=CODES, any_of=("recipient_domain", "sender_domain"))
async def dane(facts: Facts, platform: Platform, tools: Tools) -> tuple[Finding, ...]:
    domains = receiving_domains(facts)
    found = await asyncio.gather(*(_one(tools.resolver, name, who) for name, who in domains.items()))
    return tuple(finding for finding in found if finding is not None)


async def _one(resolver: Resolver, domain: str, who: WhoCanFix) -> Finding | None:
    mail = await mail_hosts(resolver, domain)
    if not mail.answer.outcome.is_answer:
        return could_not_check("dane", mail.answer)
    if not mail.names:
        return None
    pins = await asyncio.gather(*(resolver.query(f"_25._tcp.{name}", "TLSA") for name in mail.names))
    if (bad := next((pin for pin in pins if not pin.outcome.is_answer), None)) is not None:
        return could_not_check("dane", bad)
    return _judge(domain, mail, dict(zip(mail.names, pins, strict=True)), who)


def _judge(domain: str, mail: MailHosts, pins: dict[str, Answer], who: WhoCanFix) -> Finding:
    pinned = {name: pin for name, pin in pins.items() if pin.records}
    if not pinned:
        said = f"The mail servers of {domain} have no TLSA records (DANE): their certificates are not pinned."
        return _finding(domain, "none", Status.NEUTRAL, said, (mail.answer, *pins.values()))
    answers = (mail.answer, *pinned.values())
    bad = [name for name, pin in pinned.items() if not any(usable(text) for text in pin.records)]
    if bad:
        said = f"The TLSA records of {listing(bad)} are of no use: a mail server takes only usage 2 and 3."
        advice = (
            f"Publish the digest of the server's key: _25._tcp.{bad[0]}. TLSA 3 1 1 (its SHA-256 in hex)."
        )
        return _finding(domain, "unusable", Status.WARN, said, answers, advice, who)
    if not all(answer.secure for answer in answers):
        said = (
            f"{domain} has TLSA records, but this resolver did not verify them by DNSSEC: they may not count."
        )
        advice = (
            f"Sign the zones of {domain} and of its mail servers by DNSSEC; ask a resolver that verifies."
        )
        return _finding(domain, "not_verified", Status.NEUTRAL, said, answers, advice, who)
    without = [name for name in pins if name not in pinned]
    if without:
        said = f"Of the mail servers of {domain}, {listing(without)} has no TLSA record, though others have."
        advice = f"Publish one there, too: _25._tcp.{without[0]}. TLSA 3 1 1 (the SHA-256 of its key in hex)."
        return _finding(domain, "some", Status.WARN, said, answers, advice, who)
    said = f"The mail servers of {domain} pin their certificates by DANE, verified by DNSSEC."
    return _finding(domain, "pass", Status.PASS, said, answers)


def usable(text: str) -> bool:
    """Whether a mail server can use a TLSA record: usage 2 or 3, and a digest of the right length."""
    fields = text.split(maxsplit=3)
    if len(fields) != 4:
        return False
    usage, selector, matching, digest = fields
    digest = digest.replace(" ", "")
    if usage not in ("2", "3") or selector not in ("0", "1"):
        return False
    return bool(digest) if matching == "0" else len(digest) == _DIGEST_HEX.get(matching)


def _finding(
    domain: str,
    word: str,
    status: Status,
    said: str,
    answers: tuple[Answer, ...],
    advice: str = "",
    who: WhoCanFix | None = None,
) -> Finding:
    data: Data = {"domain": domain, "secure": all(answer.secure for answer in answers)}
    return Finding("dane", f"dane.{word}", status, said, advice, who, source(*answers), data)
