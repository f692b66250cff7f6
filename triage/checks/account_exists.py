"""Does the account exist on the platform, and could the directory be asked at all?"""

from __future__ import annotations

from knowledge.vocabulary import Platform, Status, WhoCanFix
from triage.checks import check
from triage.checks.standards.accounts import NEEDS, Known, asked, known_accounts
from triage.model import Facts, Finding
from triage.tools.protocols import Ended, Tools

CODES = {
    "account_exists.pass": "the platform has an account for the address",
    "account_exists.none": "the platform has no account, alias or forward for the address",
    "account_exists.not_here": "the platform does not know the address, which may well live elsewhere",
    "account_exists.unasked": "the directory of accounts could not be asked: nothing is known of the account",
}


@check("account_exists", codes=CODES, any_of=NEEDS)
async def account_exists(facts: Facts, platform: Platform, tools: Tools) -> tuple[Finding, ...]:
    return tuple(_finding(known, platform) for known in await known_accounts(facts, platform, tools))


def _finding(known: Known, platform: Platform) -> Finding:
    if known.account is not None:
        kind = known.account.kind or "account"
        where = f" on cluster {known.account.cluster}" if known.account.cluster else ""
        said = f"{known.address} is a {kind} on {platform.title}{where}."
        return _made(known, "pass", Status.PASS, said)
    if known.answer.ended is Ended.ABSENT and known.sure:
        said = f"{platform.title} has no account, alias or forward for {known.address}."
        advice = "Look for a slip in the address; if it should exist, the domain's administrator creates it."
        return _made(
            known,
            "none",
            Status.FAIL,
            said,
            advice,
            WhoCanFix.RECIPIENT if known.side == "recipient" else WhoCanFix.SENDER,
        )
    if known.answer.ended is Ended.ABSENT:
        return _made(
            known,
            "not_here",
            Status.NEUTRAL,
            f"{platform.title} does not know {known.address}: it may live elsewhere.",
        )
    return _made(
        known,
        "unasked",
        Status.TEMPERROR,
        f"The account {known.address} could not be looked up: {known.answer.why or 'no answer'}.",
        "Nothing is known of the account yet: look at it by hand, or check again in a few minutes.",
    )


def _made(
    known: Known,
    word: str,
    status: Status,
    summary: str,
    advice: str = "",
    who: WhoCanFix | None = None,
) -> Finding:
    data = {"address": known.address, "cluster": known.account.cluster if known.account else None}
    return Finding(
        "account_exists", f"account_exists.{word}", status, summary, advice, who, asked(known), data
    )
