"""Is the account suspended or disabled, as a whole or for incoming mail?"""

from __future__ import annotations

from knowledge.vocabulary import Platform, Status, WhoCanFix
from triage.checks import check
from triage.checks.standards.accounts import NEEDS, Known, asked, is_off, of_each, state_words
from triage.model import Facts, Finding
from triage.tools.protocols import Account, Tools

CODES = {
    "account_state.pass": "the account is in service",
    "account_state.off": "every service of the account is suspended or switched off",
    "account_state.not_receiving": "the account takes no mail: receiving is suspended or switched off",
    "account_state.no_access": "mail comes in, but it cannot be read by IMAP or webmail",
}


@check("account_state", codes=CODES, any_of=NEEDS)
async def account_state(facts: Facts, platform: Platform, tools: Tools) -> tuple[Finding, ...]:
    return await of_each(_finding, facts, platform, tools)


def _finding(known: Known, account: Account) -> Finding | None:
    states = [account.receiving, account.sending, account.webmail, account.imap]
    told = [state for state in states if state is not None]
    if not told:
        return None
    if all(is_off(state) for state in told):
        return _made(known, "off", f"The account {known.address} is {state_words(told[0])}.", told[0])
    if is_off(account.receiving):
        state = account.receiving or ""
        return _made(
            known, "not_receiving", f"{known.address} takes no mail: that is {state_words(state)}.", state
        )
    if is_off(account.imap) and is_off(account.webmail):
        state = account.imap or ""
        return _made(
            known, "no_access", f"IMAP and webmail of {known.address} are {state_words(state)}.", state
        )
    return Finding(
        "account_state",
        "account_state.pass",
        Status.PASS,
        f"The account {known.address} is in service.",
        source=asked(known),
        data={"address": known.address},
    )


def _made(known: Known, word: str, summary: str, state: str) -> Finding:
    advice = (
        "The platform's support knows why it was suspended, and can lift that."
        if state == "suspended"
        else "The domain's administrator can switch it on again in the control panel."
    )
    return Finding(
        "account_state",
        f"account_state.{word}",
        Status.FAIL,
        summary,
        advice,
        WhoCanFix.PLATFORM,
        asked(known),
        {"address": known.address, "state": state},
    )
