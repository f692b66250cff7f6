"""Does the account send its mail on to another address?"""

from __future__ import annotations

from knowledge.vocabulary import Platform, Status, WhoCanFix
from triage.checks import check
from triage.checks.standards.accounts import Known, accounts_here, asked
from triage.checks.standards.findings import listing, printable
from triage.checks.standards.names import domain_of
from triage.model import Facts, Finding
from triage.tools.protocols import Account, Tools

CODES = {
    "account_forward.away": "mail is sent on and not kept here: it has to be looked for there",
    "account_forward.copy": "a copy of the mail is sent on, and the mail is kept here",
    "account_forward.loop": "the account sends its mail on to itself",
}


@check("account_forward", codes=CODES, needs=("recipient",))
async def account_forward(facts: Facts, platform: Platform, tools: Tools) -> tuple[Finding, ...]:
    return tuple(
        _finding(known, account)
        for known, account in await accounts_here(facts, platform, tools)
        if account.forwards
    )


def _finding(known: Known, account: Account) -> Finding:
    to = [printable(address, 100) for address in account.forwards]
    if known.address.lower() in {address.lower() for address in account.forwards}:
        advice = "Take the address itself off its forwarding."
        return _made(known, "loop", Status.FAIL, f"{known.address} forwards its mail to itself.", advice, to)
    outside = any(domain_of(one).lower() != domain_of(known.address).lower() for one in to)
    kept = account.keeps_copy
    said = f"{known.address} sends its mail on to {listing(to)}"
    if kept:
        return _made(known, "copy", Status.NEUTRAL, f"{said}, and keeps it.", "", to)
    advice = "Look for the mail there." + (
        " A provider outside may refuse forwarded mail, whose SPF no longer fits." if outside else ""
    )
    word = "and does not keep it" if kept is False else "and may not keep it"
    return _made(known, "away", Status.WARN, f"{said}, {word}.", advice, to)


def _made(known: Known, word: str, status: Status, summary: str, advice: str, to: list[str]) -> Finding:
    return Finding(
        "account_forward",
        f"account_forward.{word}",
        status,
        summary,
        advice,
        WhoCanFix.RECIPIENT if advice else None,
        asked(known),
        {"address": known.address, "to": tuple(to)},
    )
