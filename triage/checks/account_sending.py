"""May the account send, by its mail program (SMTP) and by webmail?"""

from __future__ import annotations

from knowledge.vocabulary import Platform, Status, WhoCanFix
from triage.checks import check
from triage.checks.standards.accounts import Known, asked, is_off, of_each, state_words
from triage.model import Facts, Finding
from triage.tools.protocols import Account, Tools

CODES = {
    "account_sending.pass": "the account may send",
    "account_sending.smtp_off": "sending by a mail program (SMTP) is suspended or switched off",
    "account_sending.webmail_off": "sending by webmail is suspended or switched off",
    "account_sending.off": "all sending is suspended or switched off",
}


@check("account_sending", codes=CODES, needs=("sender",))
async def account_sending(facts: Facts, platform: Platform, tools: Tools) -> tuple[Finding, ...]:
    return await of_each(_finding, facts, platform, tools, side="sender")


def _finding(known: Known, account: Account) -> Finding | None:
    smtp, webmail = account.sending, account.webmail_sending
    if smtp is None and webmail is None:
        return None
    if is_off(smtp) and (is_off(webmail) or webmail is None):
        return _made(known, "off", f"{known.address} may not send: it is {state_words(smtp or '')}.", smtp)
    if is_off(smtp):
        said = f"{known.address} may not send by a mail program: it is {state_words(smtp or '')}."
        return _made(known, "smtp_off", said, smtp)
    if is_off(webmail):
        said = f"{known.address} may not send by webmail: that is {state_words(webmail or '')}."
        return _made(known, "webmail_off", said, webmail)
    return Finding(
        "account_sending",
        "account_sending.pass",
        Status.PASS,
        f"{known.address} may send.",
        source=asked(known),
        data={"address": known.address},
    )


def _made(known: Known, word: str, summary: str, state: str | None) -> Finding:
    advice = (
        "Find out first whether somebody else knew the password: sending is suspended mostly for spam. Let "
        "it be changed, then ask the platform's support to lift the suspension."
        if state == "suspended"
        else "The domain's administrator can switch sending on again in the control panel."
    )
    return Finding(
        "account_sending",
        f"account_sending.{word}",
        Status.FAIL,
        summary,
        advice,
        WhoCanFix.PLATFORM,
        asked(known),
        {"address": known.address, "state": state},
    )
