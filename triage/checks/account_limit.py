"""Has the account reached the number of mails that it may send a day?"""

from __future__ import annotations

from knowledge.vocabulary import Platform, Status, WhoCanFix
from triage.checks import check
from triage.checks.standards.accounts import Known, asked, of_each
from triage.checks.standards.findings import Data
from triage.model import Facts, Finding
from triage.tools.protocols import Account, Tools

CODES = {
    "account_limit.pass": "the account is below its daily limit",
    "account_limit.near": "the account has used nine tenths of its daily limit, or more",
    "account_limit.reached": "the account has reached its daily limit: sending is refused for now",
}


@check("account_limit", codes=CODES, needs=("sender",))
async def account_limit(facts: Facts, platform: Platform, tools: Tools) -> tuple[Finding, ...]:
    return await of_each(_finding, facts, platform, tools, side="sender")


def _finding(known: Known, account: Account) -> Finding | None:
    sent, limit = account.sent_today, account.sent_limit
    if sent is None or not limit or limit < 0:
        return None
    said = f"{known.address} has sent {sent} of {limit} mails that it may send a day"
    if sent >= limit:
        advice = (
            "Wait until the count starts anew, and find out whether the account really sent so much: if not, "
            "somebody else knows its password."
        )
        return _made(known, "reached", Status.FAIL, f"{said}: the limit is reached.", advice, sent, limit)
    if sent * 10 >= limit * 9:
        advice = "The next mails to many recipients may be refused today."
        return _made(known, "near", Status.WARN, f"{said}.", advice, sent, limit)
    return _made(known, "pass", Status.PASS, f"{said}.", "", sent, limit)


def _made(
    known: Known, word: str, status: Status, summary: str, advice: str, sent: int, limit: int
) -> Finding:
    who = None if status is Status.PASS else WhoCanFix.SENDER
    data: Data = {"address": known.address, "sent": sent, "limit": limit}
    return Finding("account_limit", f"account_limit.{word}", status, summary, advice, who, asked(known), data)
