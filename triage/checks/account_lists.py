"""Is the sender on the account's block list, or on its allow list?"""

from __future__ import annotations

from functools import partial

from knowledge.vocabulary import Platform, Status, WhoCanFix
from triage.checks import check
from triage.checks.standards.accounts import Known, asked, of_each
from triage.checks.standards.address_lists import first_match
from triage.checks.standards.findings import printable
from triage.model import Facts, Finding
from triage.tools.protocols import Account, Tools

CODES = {
    "account_lists.blocked": "the sender is on the recipient's block list",
    "account_lists.allowed": "the sender is on the recipient's allow list: the spam filter lets it through",
    "account_lists.both": "the sender is on the recipient's block list and on its allow list",
}


@check("account_lists", codes=CODES, needs=("sender", "recipient"))
async def account_lists(facts: Facts, platform: Platform, tools: Tools) -> tuple[Finding, ...]:
    judge = partial(_finding, sender=facts.get("sender"), ip=facts.get("sending_ip"))
    return await of_each(judge, facts, platform, tools, side="recipient")


def _finding(known: Known, account: Account, sender: str | None, ip: str | None) -> Finding | None:
    blocked, allowed = first_match(account.block, sender, ip), first_match(account.allow, sender, ip)
    whom = printable(sender or ip or "", 100)
    if blocked and allowed:
        entries = f'"{printable(blocked, 80)}" and "{printable(allowed, 80)}"'
        said = f"{known.address} both blocks and allows {whom}, by its entries {entries}."
        return _made(known, "both", said, "Take it off one of the two lists.", blocked, whom)
    if blocked:
        said = f'{known.address} blocks {whom} by its entry "{printable(blocked, 80)}".'
        advice = (
            f"If this mail is wanted, take {printable(blocked, 80)} off the block list of {known.address}."
        )
        return _made(known, "blocked", said, advice, blocked, whom)
    if allowed:
        said = f'{known.address} lets {whom} through the filter by its entry "{printable(allowed, 80)}".'
        advice = f"If this is spam, take {printable(allowed, 80)} off the allow list of {known.address}."
        return _made(known, "allowed", said, advice, allowed, whom)
    return None


def _made(known: Known, word: str, summary: str, advice: str, entry: str, whom: str) -> Finding:
    return Finding(
        "account_lists",
        f"account_lists.{word}",
        Status.WARN,
        summary,
        advice,
        WhoCanFix.RECIPIENT,
        asked(known),
        {"address": known.address, "entry": entry, "sender": whom},
    )
