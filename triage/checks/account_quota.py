"""Is the mailbox full, or nearly so?"""

from __future__ import annotations

from knowledge.vocabulary import Platform, Status, WhoCanFix
from triage.checks import check
from triage.checks.standards.accounts import NEEDS, Known, asked, of_each
from triage.checks.standards.findings import Data
from triage.model import Facts, Finding
from triage.tools.protocols import Account, Tools

CODES = {
    "account_quota.pass": "there is room in the mailbox",
    "account_quota.near": "the mailbox is full to nine tenths, or more",
    "account_quota.full": "the mailbox is full: mail for it is refused",
}


@check("account_quota", codes=CODES, any_of=NEEDS)
async def account_quota(facts: Facts, platform: Platform, tools: Tools) -> tuple[Finding, ...]:
    return await of_each(_finding, facts, platform, tools)


def _finding(known: Known, account: Account) -> Finding | None:
    used, most = account.quota_used, account.quota_max
    if used is None or not most or most < 0:
        return None
    said = f"The mailbox of {known.address} holds {_size(used)} of {_size(most)}"
    advice = "Delete mail that is not needed, and empty Trash and Junk; or give the mailbox more room."
    if used >= most:
        return _made(known, "full", Status.FAIL, f"{said}: it is full.", advice, used, most)
    if used * 10 >= most * 9:
        return _made(known, "near", Status.WARN, f"{said}: larger mails may be refused.", advice, used, most)
    return _made(known, "pass", Status.PASS, f"{said}.", "", used, most)


def _size(count: int) -> str:
    for unit, size in (("GB", 10**9), ("MB", 10**6), ("kB", 10**3)):
        if count >= size:
            return f"{count / size:.1f} {unit}"
    return f"{count} bytes"


def _made(
    known: Known, word: str, status: Status, summary: str, advice: str, used: int, most: int
) -> Finding:
    who = None if status is Status.PASS else WhoCanFix.RECIPIENT
    data: Data = {"address": known.address, "used": used, "max": most}
    return Finding("account_quota", f"account_quota.{word}", status, summary, advice, who, asked(known), data)
