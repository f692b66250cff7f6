"""Does the user's own filter (Sieve) throw mail away, file it out of sight, or send it on?"""

from __future__ import annotations

from functools import partial

from knowledge.vocabulary import Platform, Status, WhoCanFix
from triage.checks import check
from triage.checks.standards.accounts import Known, asked, of_each
from triage.checks.standards.findings import listing, printable
from triage.checks.standards.sieve import SieveAction, actions, names
from triage.model import Facts, Finding
from triage.tools.protocols import Account, Tools

CODES = {
    "account_sieve.discards": "the user's filter throws mail of this sender away, or all mail",
    "account_sieve.files": "the user's filter files mail of this sender, or all mail, into another folder",
    "account_sieve.rejects": "the user's filter refuses mail of this sender, or all mail",
    "account_sieve.redirects": "the user's filter sends mail of this sender, or all mail, on",
    "account_sieve.may": "the user's filter does away with some mail; whether with this one cannot be told",
}
_WORDS = {
    "discard": ("discards", "throws {what} away"),
    "reject": ("rejects", "refuses {what}"),
    "ereject": ("rejects", "refuses {what}"),
    "fileinto": ("files", "files {what} into {to}"),
    "redirect": ("redirects", "sends {what} on to {to}"),
}
_WORST = ("discard", "reject", "ereject", "fileinto", "redirect")


@check("account_sieve", codes=CODES, needs=("recipient",))
async def account_sieve(facts: Facts, platform: Platform, tools: Tools) -> tuple[Finding, ...]:
    judge = partial(_finding, sender=facts.get("sender"))
    return await of_each(judge, facts, platform, tools, side="recipient")


def _finding(known: Known, account: Account, sender: str | None) -> Finding | None:
    done = actions(account.sieve) if account.sieve else ()
    if not done:
        return None
    worst_first = sorted(done, key=lambda action: _WORST.index(action.kind))
    for action in worst_first:
        named = names(action, sender)
        if named or (not action.conditions and not action.negated):
            return _certain(known, action, named, sender)
    kinds = dict.fromkeys(_said(action, "some mail") for action in worst_first)
    return Finding(
        "account_sieve",
        "account_sieve.may",
        Status.NEUTRAL,
        f"The filter of {known.address} {listing(list(kinds), 3)}; whether this one, too, is not known.",
        f"Let the user look at the filter rules of {known.address}.",
        WhoCanFix.RECIPIENT,
        asked(known),
        {"address": known.address, "rules": len(done)},
    )


def _certain(known: Known, action: SieveAction, named: str | None, sender: str | None) -> Finding:
    what = f"mail of {printable(sender or '', 100)}" if named else "all mail"
    why = f' by its rule for "{printable(named, 80)}"' if named else ""
    return Finding(
        "account_sieve",
        f"account_sieve.{_WORDS[action.kind][0]}",
        Status.WARN,
        f"The filter of {known.address} {_said(action, what)}{why}.",
        "If that is not wanted, the user takes the rule out of the filter; "
        + (
            "what was thrown away is gone."
            if action.kind == "discard"
            else "the mail is where the rule says."
        ),
        WhoCanFix.RECIPIENT,
        asked(known),
        {"address": known.address, "action": action.kind, "to": action.to, "rule": named},
    )


def _said(action: SieveAction, what: str) -> str:
    to = printable(action.to or "another place", 100)
    return _WORDS[action.kind][1].format(what=what, to=to)
